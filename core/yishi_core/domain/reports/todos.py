"""Todo items of duty reports (domain.md 4.2)."""

from __future__ import annotations

from yishi_core.domain.reports.models import DutyReport, DutyReportState
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

DUTY_REPORT = Matter(
    DutyReport,
    title=DutyReport.text,
    started=True,
    finished=(DutyReportState.RECEIVED, DutyReportState.ARCHIVED),
    returned=(DutyReportState.RETURNED,),
    pending=(DutyReportState.DRAFT,),
    acts=("draft_duty_report", "archive_duty_report"),
)
EDIT = Todo(
    "duty_report.edit",
    DUTY_REPORT,
    Text("编写履职报告", "Write the duty report"),
    waits="履职报告未编写",
    permission=Permission.DUTY_REPORT_WRITE,
    when=DutyReport.state.in_((DutyReportState.DRAFT, DutyReportState.RETURNED)),
    due=DutyReport.due_on,
    by=("edit_duty_report",),
)
SIGN = Todo(
    "duty_report.sign",
    DUTY_REPORT,
    Text("签发履职报告", "Sign the duty report"),
    waits="履职报告未签发",
    permission=Permission.DUTY_REPORT_WRITE,
    when=DutyReport.state == DutyReportState.EDITED,
    due=DutyReport.due_on,
    by=("sign_duty_report",),
)
SUBMIT = Todo(
    "duty_report.submit",
    DUTY_REPORT,
    Text("报送履职报告", "Submit the duty report"),
    waits="履职报告未报送",
    permission=Permission.DUTY_REPORT_WRITE,
    when=DutyReport.state == DutyReportState.SIGNED,
    due=DutyReport.due_on,
    by=("submit_duty_report",),
)
RECEIVE = Todo(
    "duty_report.receive",
    DUTY_REPORT,
    Text("接收或退回履职报告", "Receive or return the duty report"),
    waits="履职报告未接收",
    permission=Permission.DUTY_REPORT_RECEIVE,
    when=DutyReport.state == DutyReportState.SUBMITTED,
    above=True,
    by=("receive_duty_report", "return_duty_report"),
)
