"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.collaboration.joint.models import (
    JointApproval,
    JointCase,
    JointPartner,
    ReceivedShare,
)
from yishi_core.kernel.events.declaration import EventType

JOINT_CASE_CHANGED = EventType("joint_case.changed", JointCase)

JOINT_CASE_APPROVAL_CHANGED = EventType("joint_case.approval_changed", JointApproval)

JOINT_CASE_OPENED = EventType("joint_case.opened", JointCase)
JOINT_CASE_PARTNERS_ADDED = EventType("joint_case.partners_added", JointCase)

JOINT_CASE_APPROVED = EventType("joint_case.approved", JointApproval)

JOINT_CASE_STARTED = EventType("joint_case.started", JointCase)
JOINT_CASE_ENDED = EventType("joint_case.ended", JointCase)

RECEIVED_SHARE_ANSWERED = EventType("received_share.answered", ReceivedShare)
RECEIVED_SHARE_ARRIVED = EventType("received_share.arrived", ReceivedShare)
RECEIVED_SHARE_ENDED = EventType("received_share.ended", ReceivedShare)
RECEIVED_SHARE_NOTICED = EventType("received_share.noticed", ReceivedShare)
RECEIVED_SHARE_MINUTED = EventType("received_share.minuted", ReceivedShare)
RECEIVED_SHARE_RESULTED = EventType("received_share.resulted", ReceivedShare)

JOINT_PARTNER_ANSWERED = EventType("joint_partner.answered", JointPartner)
