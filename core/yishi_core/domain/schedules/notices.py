"""Recipients of the notices about scheduled days."""

from __future__ import annotations

from yishi_core.domain.schedules.events import SCHEDULE_DATE_MOVED, SCHEDULE_DATE_OPENED
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_holders
from yishi_core.kernel.access import Permission

OPENED = Notice(
    SCHEDULE_DATE_OPENED,
    Text("今日有周期安排", "Something is scheduled for today"),
    to_holders(Permission.SCHEDULE_MANAGE),
)
MOVED = Notice(
    SCHEDULE_DATE_MOVED,
    Text("周期安排已调整", "A scheduled day was moved"),
    to_holders(Permission.SCHEDULE_MANAGE),
)
