"""Recipients of the notices about scheduled days."""

from __future__ import annotations

from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_holders
from yishi_core.kernel.access import Permission

OPENED = Notice(
    "schedule_date.opened",
    Text("今日有周期安排", "Something is scheduled for today"),
    to_holders(Permission.SCHEDULE_MANAGE),
)
MOVED = Notice(
    "schedule_date.moved",
    Text("周期安排已调整", "A scheduled day was moved"),
    to_holders(Permission.SCHEDULE_MANAGE),
)
