"""The platform's own reactions to events about a joint case."""

from __future__ import annotations

from yishi_core.domain.collaboration.joint.receiving import carry_back, share
from yishi_core.facilities.jobs.reaction import Reaction

OF_THE_CASE = frozenset(
    {
        "joint_case.started",
        "joint_case.partners_added",
        "joint_case.changed",
        "joint_case.ended",
        "topic.changed",
        "case.concluded",
        "case.stopped",
    }
)
OF_ITS_EVENTS = frozenset(
    {
        "consultation.notified",
        "consultation.changed",
        "consultation.rearranged",
        "consultation.held",
        "consultation.postponed",
        "consultation.cancelled",
        "minutes.confirmed",
        "suggestion.added",
        "suggestion.changed",
    }
)
OF_ITS_RESULTS = frozenset(
    {
        "consensus.recorded",
        "consensus.changed",
        "outcome.routed",
        "outcome.changed",
        "outcome.converted",
        "outcome.conversion_withdrawn",
        "outcome.closed",
    }
)

SHARE = Reaction(OF_THE_CASE | OF_ITS_EVENTS | OF_ITS_RESULTS | {"record.voided"}, share)
ANSWER = Reaction(frozenset({"received_share.answered"}), carry_back)
