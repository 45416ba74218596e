"""What the platform itself does after an event about a joint case."""

from __future__ import annotations

from yishi_core.collaboration.joint.receiving import carry_back, share
from yishi_core.jobs.reaction import Reaction

SHARE = Reaction(frozenset({"joint_case.started", "joint_case.partners_added", "joint_case.ended", "consultation.held"}), share)
ANSWER = Reaction(frozenset({"received_share.answered"}), carry_back)
