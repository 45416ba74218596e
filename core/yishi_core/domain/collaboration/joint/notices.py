"""Recipients of the notices about joint cases (domain.md 2.17).

At the partner they are those who answer for it, at the owner those who opened the case.
"""

from __future__ import annotations

from yishi_core.domain.collaboration.joint.receiving import (
    ANSWERED,
    ARRIVED,
    ENDED,
    MINUTED,
    NOTICED,
    RESULTED,
)
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_holders
from yishi_core.kernel.access import Permission

_those = to_holders(Permission.JOINT_CASE)

INVITED = Notice(
    ARRIVED,
    Text(
        "收到联合协商邀请,请答复是否参加",
        "You are asked to a joint case: say whether you take part",
    ),
    _those,
)
CALLED = Notice(
    NOTICED, Text("联合协商活动通知", "A joint event was announced or has changed"), _those
)
WRITTEN = Notice(
    MINUTED, Text("收到联合协商会议纪要", "Minutes of a joint event have come"), _those
)
BROUGHT = Notice(RESULTED, Text("收到联合协商成果", "An outcome of a joint case has come"), _those)
OVER = Notice(ENDED, Text("联合协商已结束", "A joint case has ended"), _those)
REPLIED = Notice(ANSWERED, Text("联合单位已答复", "A partner has answered"), _those)
