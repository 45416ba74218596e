"""Recipients of the notices about cases: those who take it on, and who opened it."""

from __future__ import annotations

from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_author, to_holders
from yishi_core.kernel.access import Permission

RETURNED = Notice(
    "step.returned", Text("步骤被退回", "A step was returned"), to_holders(Permission.CASE_ADVANCE)
)
STOPPED = Notice("case.stopped", Text("事项已终止", "The case was stopped"), to_author)
CONCLUDED = Notice("case.concluded", Text("事项已办结", "The case was concluded"), to_author)
