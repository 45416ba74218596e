"""Recipients of the notices about joint cases (domain.md 2.17).

At the partner they are those who answer for it, at the owner those who opened the case.
"""

from __future__ import annotations

from yishi_core.domain.collaboration.joint.events import (
    JOINT_PARTNER_ANSWERED,
    RECEIVED_SHARE_ARRIVED,
    RECEIVED_SHARE_ENDED,
    RECEIVED_SHARE_MINUTED,
    RECEIVED_SHARE_NOTICED,
    RECEIVED_SHARE_RESULTED,
)
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_holders
from yishi_core.kernel.access import Permission

_those = to_holders(Permission.JOINT_CASE)

INVITED = Notice(
    RECEIVED_SHARE_ARRIVED,
    Text(
        "收到联合协商邀请,请答复是否参加",
        "You are asked to a joint case: say whether you take part",
    ),
    _those,
)
CALLED = Notice(
    RECEIVED_SHARE_NOTICED,
    Text("联合协商活动通知", "A joint event was announced or has changed"),
    _those,
)
WRITTEN = Notice(
    RECEIVED_SHARE_MINUTED,
    Text("收到联合协商会议纪要", "Minutes of a joint event have come"),
    _those,
)
BROUGHT = Notice(
    RECEIVED_SHARE_RESULTED, Text("收到联合协商成果", "An outcome of a joint case has come"), _those
)
OVER = Notice(RECEIVED_SHARE_ENDED, Text("联合协商已结束", "A joint case has ended"), _those)
REPLIED = Notice(JOINT_PARTNER_ANSWERED, Text("联合单位已答复", "A partner has answered"), _those)
