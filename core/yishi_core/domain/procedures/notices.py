"""Recipients of the notices about cases: those who take it on, and who opened it."""

from __future__ import annotations

from yishi_core.domain.procedures.events import CASE_CONCLUDED, CASE_STOPPED, STEP_RETURNED
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_author, to_holders
from yishi_core.kernel.access import Permission

RETURNED = Notice(
    STEP_RETURNED, Text("步骤被退回", "A step was returned"), to_holders(Permission.CASE_ADVANCE)
)
STOPPED = Notice(CASE_STOPPED, Text("事项已终止", "The case was stopped"), to_author)
CONCLUDED = Notice(CASE_CONCLUDED, Text("事项已办结", "The case was concluded"), to_author)
