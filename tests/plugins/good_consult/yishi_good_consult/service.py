"""Operations of 有事好商量."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from yishi_core import (
    Correction,
    Input,
    OperationContext,
    Ref,
    Structure,
    Text,
    correct,
    entered,
    like,
    not_future,
    operation,
    question,
    require,
    require_field,
)
from yishi_core.domain.consultations import Consultation
from yishi_core.domain.orgs import OrgUnit
from yishi_good_consult.models import CHANGED, SENT, AdoptionLevel, ResultSheet, Right
from yishi_good_consult.rules import Settings, SheetRule, due


class RecordResultSheetInput(Input, enters=ResultSheet):
    """The sheet as it was sent."""

    consultation: Ref[Consultation] = like(Consultation)
    receiving_body: str = like(ResultSheet.receiving_body, min_length=2, max_length=60)
    sent_on: date | None = like(ResultSheet.sent_on, None, doc="Today unless named.")
    adopted: bool | None = like(ResultSheet.adopted, None)
    adoption_level: AdoptionLevel | None = like(ResultSheet.adoption_level, None)
    summary: str | None = like(ResultSheet.summary, None, min_length=2, max_length=2000)


class ChangeResultSheetInput(Correction, of=RecordResultSheetInput, but={"consultation"}):
    """Corrections of a result sheet."""

    result_sheet: Ref[ResultSheet] = like(ResultSheet)


@operation(
    Text("登记协商成果报送单", "Record a result sheet"),
    permission=Right.RECORD,
    subject="consultation",
    event=SENT,
)
async def record_result_sheet(
    context: OperationContext, data: RecordResultSheetInput
) -> ResultSheet:
    """Record the sheet on which the result of a consultation was sent."""
    held = data.consultation
    sheets = await context.count(ResultSheet, ResultSheet.consultation_id == held.id)
    require(not sheets, SheetRule.SHEET_EXISTS)
    sent_on = data.sent_on or context.today
    sheet = entered(ResultSheet, data, sent_on=sent_on, report_by=due(context, held))
    require_possible(context, sheet)
    return context.add(sheet)


@operation(
    Text("更正协商成果报送单", "Change a result sheet"),
    permission=Right.RECORD,
    subject="result_sheet",
    event=CHANGED,
)
async def change_result_sheet(
    context: OperationContext, data: ChangeResultSheetInput
) -> ResultSheet:
    """Put a result sheet right, or say when it was sent and what became of it."""
    correct(context, data.result_sheet, data)
    require_possible(context, data.result_sheet)
    return data.result_sheet


def require_possible(context: OperationContext, sheet: ResultSheet) -> None:
    """What must hold, however it got there."""
    not_future(sheet.sent_on, "sent_on", context)
    bodies = context.settings.of(Settings).receiving_bodies
    known = sheet.receiving_body is None or sheet.receiving_body in bodies
    one_of = "、".join(bodies)
    require_field(known, "receiving_body", f"报送对象须为:{one_of}。", f"One of: {one_of}.")
    require_field(
        (sheet.adoption_level is not None) == (sheet.adopted is True),
        "adoption_level",
        "采纳的须写明层级,未采纳的不写。",
        "A level belongs to what was adopted.",
    )


class ResultFiguresInput(Input):
    """Of whom, of which year."""

    org: Ref[OrgUnit] = Field(title="组织", description="The org and all below.")
    year: int = Field(title="年度", description="By the day of sending.", ge=2000, le=2100)


class ResultFigures(Structure):
    """How many sheets were sent and what became of them."""

    sent: int = Field(title="报送数", description="Sheets sent.")
    adopted: int = Field(title="采纳数", description="Of them adopted.")
    waiting: int = Field(title="待反馈数", description="Of them without an answer.")
    open: int = Field(title="待报送数", description="Sheets not sent yet.")


@question(
    Text("协商成果报送统计", "Figures of result sheets"), permission=Right.FIGURES, subject="org"
)
async def result_figures(context: OperationContext, data: ResultFiguresInput) -> ResultFigures:
    """Sheets of one year."""
    here = ResultSheet.org_path.startswith(data.org.org_path)
    year = ResultSheet.sent_on.between(date(data.year, 1, 1), date(data.year, 12, 31))
    sent = await context.find(ResultSheet, here, year)
    return ResultFigures(
        sent=len(sent),
        adopted=sum(sheet.adopted is True for sheet in sent),
        waiting=sum(sheet.adopted is None for sheet in sent),
        open=await context.count(ResultSheet, here, ResultSheet.sent_on.is_(None)),
    )
