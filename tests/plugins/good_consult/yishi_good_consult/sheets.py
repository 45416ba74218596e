"""Result sheets, recorded and put right."""

from datetime import date

from yishi_core import Correction, Input, OperationContext, Ref, correct, entered, like, operation
from yishi_core.domain.consultations import Consultation

from .models import CHANGE, CHANGED, RECORD, SENT, Level, ResultSheet, Right


class RecordResultSheetInput(Input, enters=ResultSheet):
    """The sheet as it was sent."""

    consultation: Ref[Consultation] = like(Consultation)
    receiving_body: str = like(ResultSheet.receiving_body, min_length=2, max_length=60)
    sent_on: date | None = like(ResultSheet.sent_on, None, doc="Today unless named.")
    adopted: bool | None = like(ResultSheet.adopted, None)
    adoption_level: Level | None = like(ResultSheet.adoption_level, None)
    summary: str | None = like(ResultSheet.summary, None, min_length=2, max_length=2000)


class ChangeResultSheetInput(Correction, of=RecordResultSheetInput, but={"consultation"}):
    """Corrections of a result sheet."""

    result_sheet: Ref[ResultSheet] = like(ResultSheet)


@operation(RECORD, permission=Right.RECORD, subject="consultation", event=SENT)
async def record_result_sheet(ctx: OperationContext, data: RecordResultSheetInput) -> ResultSheet:
    """Record the sheet on which the result of a consultation was sent."""
    sent_on, report_by = data.sent_on or ctx.today, data.consultation.date
    return ctx.add(entered(ResultSheet, data, sent_on=sent_on, report_by=report_by))


@operation(CHANGE, permission=Right.RECORD, subject="result_sheet", event=CHANGED)
async def change_result_sheet(ctx: OperationContext, data: ChangeResultSheetInput) -> ResultSheet:
    """Put a result sheet right, or say when it was sent and what became of it."""
    correct(ctx, data.result_sheet, data)
    return data.result_sheet
