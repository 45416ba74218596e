"""What follows a consultation: a sheet is waited for, and sheets are counted."""

from datetime import date, timedelta

from pydantic import Field

from yishi_core import EventView, Input, OperationContext, Ref, Structure, Text, question, reacts_to
from yishi_core.domain.consultations import CONSULTATION_HELD, CONSULTATION_RECORDED, Consultation
from yishi_core.domain.orgs import OrgUnit

from .models import OPENED, ResultSheet, Right


@reacts_to(CONSULTATION_HELD, CONSULTATION_RECORDED, emits=[OPENED])
async def open_sheet(context: OperationContext, event: EventView) -> None:
    """After a consultation its result sheet is waited for."""
    held = await context.get(Consultation, event.subject_id)
    if held and not await context.count(ResultSheet, ResultSheet.consultation_id == held.id):
        days = timedelta(days=context.settings.values["good_consult"]["report_days"])
        sheet = context.add(ResultSheet(consultation_id=held.id, report_by=held.date + days))
        context.emit(OPENED, sheet)


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


@question(Text("协商成果报送统计", "Figures of sheets"), permission=Right.FIGURES, subject="org")
async def result_figures(context: OperationContext, data: ResultFiguresInput) -> ResultFigures:
    """Sheets of one year."""
    here = ResultSheet.org_path.startswith(data.org.org_path)
    year = ResultSheet.sent_on.between(date(data.year, 1, 1), date(data.year, 12, 31))
    answers = [sheet.adopted for sheet in await context.find(ResultSheet, here, year)]
    unsent = await context.count(ResultSheet, here, ResultSheet.sent_on.is_(None))
    adopted, waiting = answers.count(True), answers.count(None)
    return ResultFigures(sent=len(answers), adopted=adopted, waiting=waiting, open=unsent)
