"""Who is told of a month's report (domain.md 2.10)."""

from __future__ import annotations

from yishi_core.access import Permission
from yishi_core.errors import Text
from yishi_core.notifications.declaration import Notice, to_author, to_holders

SUBMITTED = Notice("ledger_report.submitted", Text("收到台账月报", "A month's report came in"), to_holders(Permission.LEDGER_RECEIVE))
RETURNED = Notice("ledger_report.returned", Text("台账月报被退回", "The month's report was sent back"), to_author)
