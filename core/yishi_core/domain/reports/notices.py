"""Recipients of the notices about duty reports (domain.md 4.2)."""

from __future__ import annotations

from yishi_core.domain.reports.events import (
    DUTY_REPORT_RECEIVED,
    DUTY_REPORT_RETURNED,
    DUTY_REPORT_SUBMITTED,
)
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_author, to_those_above
from yishi_core.kernel.access import Permission

SUBMITTED = Notice(
    DUTY_REPORT_SUBMITTED,
    Text("收到履职报告", "A duty report came in"),
    to_those_above(Permission.DUTY_REPORT_RECEIVE),
)
RECEIVED = Notice(
    DUTY_REPORT_RECEIVED, Text("履职报告已接收", "The duty report was received"), to_author
)
RETURNED = Notice(
    DUTY_REPORT_RETURNED, Text("履职报告被退回", "The duty report was sent back"), to_author
)
