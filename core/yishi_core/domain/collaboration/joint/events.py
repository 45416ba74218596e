"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.collaboration.joint.models import (
    JointApproval,
    JointCase,
    JointPartner,
    ReceivedShare,
)
from yishi_core.errors import Text
from yishi_core.kernel.events.declaration import EventType

JOINT_CASE_CHANGED = EventType("joint_case.changed", JointCase)

JOINT_CASE_APPROVAL_CHANGED = EventType("joint_case.approval_changed", JointApproval)

JOINT_CASE_OPENED = EventType("joint_case.opened", JointCase)
JOINT_CASE_PARTNERS_ADDED = EventType("joint_case.partners_added", JointCase)

JOINT_CASE_APPROVED = EventType("joint_case.approved", JointApproval)

JOINT_CASE_STARTED = EventType("joint_case.started", JointCase)
JOINT_CASE_ENDED = EventType("joint_case.ended", JointCase)

RECEIVED_SHARE_ANSWERED = EventType("received_share.answered", ReceivedShare)
RECEIVED_SHARE_ARRIVED = EventType(
    "received_share.arrived",
    ReceivedShare,
    Text("收到联合协商邀请", "An invitation to a joint case arrived"),
)
RECEIVED_SHARE_ENDED = EventType(
    "received_share.ended", ReceivedShare, Text("联合协商已结束", "A joint case ended")
)
RECEIVED_SHARE_NOTICED = EventType(
    "received_share.noticed",
    ReceivedShare,
    Text("联合协商活动已通知或变更", "A joint event was announced or changed"),
)
RECEIVED_SHARE_MINUTED = EventType(
    "received_share.minuted",
    ReceivedShare,
    Text("收到联合协商会议纪要", "Minutes of a joint event arrived"),
)
RECEIVED_SHARE_RESULTED = EventType(
    "received_share.resulted",
    ReceivedShare,
    Text("收到联合协商成果", "An outcome of a joint case arrived"),
)

JOINT_PARTNER_ANSWERED = EventType(
    "joint_partner.answered",
    JointPartner,
    Text("联合单位已答复", "A partner of a joint case answered"),
)
