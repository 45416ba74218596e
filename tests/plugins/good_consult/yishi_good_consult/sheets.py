"""Result sheets: opened after a consultation, recorded, put right and counted."""

from datetime import date, timedelta

from pydantic import Field

from yishi_core import (
    Correction,
    EventView,
    Input,
    OperationContext,
    Ref,
    Structure,
    Text,
    correct,
    entered,
    like,
    operation,
    question,
    reacts_to,
)
from yishi_core.domain.consultations import CONSULTATION_HELD, CONSULTATION_RECORDED, Consultation
from yishi_core.domain.orgs import OrgUnit
from yishi_good_consult.models import CHANGED, OPENED, SENT, AdoptionLevel, ResultSheet, Right

RECORD = Text("登记协商成果报送单", "Record a result sheet")
CHANGE = Text("更正协商成果报送单", "Change a result sheet")
FIGURES = Text("协商成果报送统计", "Figures of result sheets")


@reacts_to(CONSULTATION_HELD, CONSULTATION_RECORDED, emits=[OPENED])
async def open_sheet(context: OperationContext, event: EventView) -> None:
    """After a consultation its result sheet is waited for."""
    held = await context.get(Consultation, event.subject_id)
    if held and not await context.count(ResultSheet, ResultSheet.consultation_id == held.id):
        days = timedelta(days=context.settings.values["good_consult"]["report_days"])
        sheet = context.add(ResultSheet(consultation_id=held.id, report_by=held.date + days))
        context.emit(OPENED, sheet)


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


@operation(RECORD, permission=Right.RECORD, subject="consultation", event=SENT)
async def record_result_sheet(
    context: OperationContext, data: RecordResultSheetInput
) -> ResultSheet:
    """Record the sheet on which the result of a consultation was sent."""
    sent_on, report_by = data.sent_on or context.today, data.consultation.date
    return context.add(entered(ResultSheet, data, sent_on=sent_on, report_by=report_by))


@operation(CHANGE, permission=Right.RECORD, subject="result_sheet", event=CHANGED)
async def change_result_sheet(
    context: OperationContext, data: ChangeResultSheetInput
) -> ResultSheet:
    """Put a result sheet right, or say when it was sent and what became of it."""
    correct(context, data.result_sheet, data)
    return data.result_sheet


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


@question(FIGURES, permission=Right.FIGURES, subject="org")
async def result_figures(context: OperationContext, data: ResultFiguresInput) -> ResultFigures:
    """Sheets of one year."""
    here = ResultSheet.org_path.startswith(data.org.org_path)
    year = ResultSheet.sent_on.between(date(data.year, 1, 1), date(data.year, 12, 31))
    answers = [sheet.adopted for sheet in await context.find(ResultSheet, here, year)]
    unsent = await context.count(ResultSheet, here, ResultSheet.sent_on.is_(None))
    adopted, waiting = answers.count(True), answers.count(None)
    return ResultFigures(sent=len(answers), adopted=adopted, waiting=waiting, open=unsent)
