"""What waits on a month's report (domain.md 2.10)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.access import Permission
from yishi_core.errors import Text
from yishi_core.opinions.ledger.models import LedgerReport, LedgerReportState
from yishi_core.todos.declaration import Matter, Todo

LEDGER_REPORT = Matter(
    LedgerReport, title=sa.func.to_char(LedgerReport.period, "YYYY-MM"), started=True, finished=(LedgerReportState.RECEIVED,),
    returned=(LedgerReportState.RETURNED,),
)  # fmt: skip
RECEIVE = Todo(
    "ledger_report.receive", LEDGER_REPORT, Text("接收或退回台账月报", "Receive or return the month's report"), waits="台账月报未接收",
    permission=Permission.LEDGER_RECEIVE, when=LedgerReport.state == LedgerReportState.SUBMITTED, above=True,
    by=("receive_ledger_report", "return_ledger_report"),
)  # fmt: skip
CORRECT = Todo(
    "ledger_report.submit", LEDGER_REPORT, Text("补正后重新报送台账月报", "Put the month's report right and submit it again"),
    waits="台账月报被退回未重报", permission=Permission.LEDGER_SUBMIT, when=LedgerReport.state == LedgerReportState.RETURNED,
    by=("submit_ledger_report",),
)  # fmt: skip
