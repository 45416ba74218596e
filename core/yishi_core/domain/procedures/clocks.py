"""Recounting of step limits that were counted with unknown holidays.

Source: domain.md 2.7; parts.md 1.3.
"""

from __future__ import annotations

from yishi_core.domain.procedures.events import STEP_LIMIT_COUNTED
from yishi_core.domain.procedures.models import StepRecord, StepState
from yishi_core.domain.schedules.workdays import add_working_days
from yishi_core.facilities.daily.declaration import daily
from yishi_core.kernel.operation.context import OperationContext


@daily("procedures.limits", after_calendar=True, emits=[STEP_LIMIT_COUNTED])
async def recompute_limits(context: OperationContext) -> None:
    """Recount the provisional limits of active steps.

    Limits counted with a known calendar are no longer provisional.
    """
    for record in await context.find(
        StepRecord, StepRecord.due_provisional.is_(True), StepRecord.state == StepState.ACTIVE
    ):
        if record.due_from is None or record.due_working_days is None:
            continue
        due, provisional = await add_working_days(
            context.session, record.due_from, record.due_working_days
        )
        if (due, provisional) != (record.due_on, record.due_provisional):
            record.due_on, record.due_provisional = due, provisional
            context.emit(STEP_LIMIT_COUNTED, record, due_on=due.isoformat())
