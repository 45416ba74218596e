"""The monthly report of the opinion ledger, and its receipt (domain.md 2.10, 3.12).

A month without opinions is reported too.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field, StringConstraints
from sqlalchemy.orm import Mapped

from yishi_core.domain.opinions.models import Opinion, OpinionState
from yishi_core.domain.opinions.rules import OpinionHint, OpinionRule
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_author, to_holders
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission
from yishi_core.kernel.entity import Entity, Labelled, column, ref, unique_while_valid
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.receiving import receive, send_back
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field
from yishi_core.kernel.tree.models import OrgUnit


class LedgerReportState(Labelled):
    SUBMITTED = "submitted", "已报送"
    RECEIVED = "received", "已接收"
    RETURNED = "returned", "已退回"


class LedgerEntity(Labelled):
    """Register that a report covers; only the opinions' is reported (domain.md 2.10 [S3])."""

    OPINION = "opinion", "社情民意信息"


class LedgerReport(Entity):
    """Monthly report of one office; a month without opinions is reported too."""

    __label__ = "台账月报"
    __constraints__ = (unique_while_valid("uq_ledger_report_period", "org_id", "entity", "period"),)

    period: Mapped[date] = column("月份", "First day of the month.")
    entity: Mapped[LedgerEntity] = column(
        "台账类别", "Which register is reported.", default=LedgerEntity.OPINION
    )
    is_nil: Mapped[bool] = column("零报告", "Nothing was collected in the month.", default=False)
    state: Mapped[LedgerReportState] = column(
        "状态", "submitted → received | returned → submitted."
    )
    submitted_on: Mapped[date] = column("报送日期", "When.")
    received_on: Mapped[date | None] = column("接收日期", "When the level above received it.")
    returned_note: Mapped[str | None] = column("退回说明", "What is to be put right.")

    def served(self) -> bool:
        return self.state is LedgerReportState.RECEIVED


LEDGER_REPORT_SUBMITTED = EventType("ledger_report.submitted", LedgerReport)
LEDGER_REPORT_RECEIVED = EventType("ledger_report.received", LedgerReport)
LEDGER_REPORT_RETURNED = EventType("ledger_report.returned", LedgerReport)


class LedgerItem(Entity):
    """Line of a monthly report: an opinion as it was reported."""

    __label__ = "台账月报明细"

    report_id: Mapped[uuid.UUID] = ref(
        "LedgerReport", "台账月报", inverse="items", on_void="cascade"
    )
    opinion_id: Mapped[uuid.UUID] = ref("Opinion", "社情民意信息", inverse="ledger_items")
    position: Mapped[int] = column("序号", "Line, from 1.")
    title: Mapped[str] = column("标题", "Title on the day of the report.")
    reported_on: Mapped[date] = column("反映日期", "When it was handed in.")


class SubmitLedgerReportInput(Input):
    """The ledger of one month."""

    org: Ref[OrgUnit] = Field(title="报送组织", description="The office whose ledger it is.")
    period: date = like(LedgerReport.period, doc="Any day of the month.")
    entity: LedgerEntity = like(LedgerReport.entity, LedgerEntity.OPINION)
    is_nil: bool = like(LedgerReport.is_nil, False)
    submitted_on: date | None = like(LedgerReport.submitted_on, None, doc=TODAY)


class ReceiveLedgerReportInput(Input):
    """The receipt of a report by the level above."""

    report: Ref[LedgerReport] = like(LedgerReport)
    received_on: date | None = like(LedgerReport.received_on, None, doc=TODAY)


class ReturnLedgerReportInput(Input):
    """The return of a report by the level above."""

    report: Ref[LedgerReport] = like(LedgerReport)
    note: Annotated[str, StringConstraints(min_length=2, max_length=1000)] = Field(
        title="退回说明", description="What is to be put right."
    )


@operation(
    Text("报送台账月报", "Submit a ledger report"),
    permission=Permission.LEDGER_SUBMIT,
    subject="org",
    event=LEDGER_REPORT_SUBMITTED,
)
async def submit_ledger_report(
    context: OperationContext, data: SubmitLedgerReportInput
) -> LedgerReport:
    """Report the opinions collected in a month by an office and those below it.

    A month without opinions is reported as nil. There is one report for each month; a returned one
    is submitted again and replaced.
    """
    first, last = month_of(data.period)
    day = data.submitted_on or context.today
    require_field(
        first <= context.today, "period", "不能报送尚未开始的月份。", "The month has not begun."
    )
    not_future(day, "submitted_on", context)
    not_before(day, first, "submitted_on", "该月首日", "the first of the month")
    if day < last:
        context.advise(OpinionHint.MONTH_RUNNING)
    opinions = await _collected(context, first, last)
    require(not (data.is_nil and opinions), OpinionRule.NOT_NIL, count=len(opinions))
    require(data.is_nil or opinions, OpinionRule.NIL_NEEDED)
    report = await _report(context, first, data.entity)
    report.is_nil, report.state, report.submitted_on = data.is_nil, LedgerReportState.SUBMITTED, day
    report.returned_note, report.received_on = None, None
    for position, opinion in enumerate(opinions, 1):
        item = LedgerItem(
            report_id=report.id,
            opinion_id=opinion.id,
            position=position,
            title=opinion.title,
            reported_on=opinion.reported_on,
        )
        context.add(item)
    return report


@operation(
    Text("接收台账月报", "Receive a ledger report"),
    permission=Permission.LEDGER_RECEIVE,
    subject="report",
    event=LEDGER_REPORT_RECEIVED,
)
async def receive_ledger_report(
    context: OperationContext, data: ReceiveLedgerReportInput
) -> LedgerReport:
    """Receive the report of an office below."""
    receive(context, Permission.LEDGER_RECEIVE, data.report, data.received_on)
    return data.report


@operation(
    Text("退回台账月报", "Return a ledger report"),
    permission=Permission.LEDGER_RECEIVE,
    subject="report",
    event=LEDGER_REPORT_RETURNED,
)
async def return_ledger_report(
    context: OperationContext, data: ReturnLedgerReportInput
) -> LedgerReport:
    """Return a report with what is to be corrected."""
    send_back(context, Permission.LEDGER_RECEIVE, data.report, data.note)
    return data.report


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


async def _collected(context: OperationContext, first: date, last: date) -> Sequence[Opinion]:
    """The opinions handed in within the month at the office and below.

    Drafts are left out: only their authors see them.
    """
    below = Opinion.org_path.bool_op("^@")(context.org.org_path)
    within = (
        Opinion.reported_on >= first,
        Opinion.reported_on <= last,
        Opinion.state != OpinionState.DRAFT,
    )
    return await context.find(Opinion, below, *within, order=(Opinion.reported_on))


async def _report(context: OperationContext, first: date, entity: LedgerEntity) -> LedgerReport:
    """A new report, or the returned one with its lines removed."""
    same = (
        LedgerReport.org_id == context.org.id,
        LedgerReport.entity == entity,
        LedgerReport.period == first,
    )
    report = await context.first(LedgerReport, *same)
    if report is None:
        made = LedgerReport(
            period=first,
            entity=entity,
            is_nil=False,
            state=LedgerReportState.SUBMITTED,
            submitted_on=context.today,
        )
        return context.add(made)
    require(report.state is LedgerReportState.RETURNED, OpinionRule.REPORTED_ALREADY)
    for item in await context.find(LedgerItem, LedgerItem.report_id == report.id):
        item.voided_at, item.void_reason = context.now, "月报重报"
    return report


LEDGER_REPORT = Matter(
    LedgerReport,
    title=sa.func.to_char(LedgerReport.period, "YYYY-MM"),
    started=True,
    finished=(LedgerReportState.RECEIVED,),
    returned=(LedgerReportState.RETURNED,),
)
RECEIVE = Todo(
    "ledger_report.receive",
    LEDGER_REPORT,
    Text("接收或退回台账月报", "Receive or return the month's report"),
    waits="台账月报未接收",
    permission=Permission.LEDGER_RECEIVE,
    when=LedgerReport.state == LedgerReportState.SUBMITTED,
    above=True,
    by=("receive_ledger_report", "return_ledger_report"),
)
CORRECT = Todo(
    "ledger_report.submit",
    LEDGER_REPORT,
    Text("补正后重新报送台账月报", "Put the month's report right and submit it again"),
    waits="台账月报被退回未重报",
    permission=Permission.LEDGER_SUBMIT,
    when=LedgerReport.state == LedgerReportState.RETURNED,
    by=("submit_ledger_report",),
)


SUBMITTED = Notice(
    LEDGER_REPORT_SUBMITTED,
    Text("收到台账月报", "A month's report came in"),
    to_holders(Permission.LEDGER_RECEIVE),
)
RETURNED = Notice(
    LEDGER_REPORT_RETURNED, Text("台账月报被退回", "The month's report was sent back"), to_author
)
