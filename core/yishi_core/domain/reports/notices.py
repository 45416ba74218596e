"""Recipients of the notices about duty reports (domain.md 4.2)."""

from __future__ import annotations

from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_author, to_those_above
from yishi_core.kernel.access import Permission

SUBMITTED = Notice(
    "duty_report.submitted",
    Text("收到履职报告", "A duty report came in"),
    to_those_above(Permission.DUTY_REPORT_RECEIVE),
)
RECEIVED = Notice(
    "duty_report.received", Text("履职报告已接收", "The duty report was received"), to_author
)
RETURNED = Notice(
    "duty_report.returned", Text("履职报告被退回", "The duty report was sent back"), to_author
)
