"""Recounting of due days of assignments that were counted with unknown holidays.

Source: domain.md 2.9; parts.md 1.3.
"""

from __future__ import annotations

from yishi_core.domain.outcomes.extensions import WAITING
from yishi_core.domain.outcomes.handling.events import ASSIGNMENT_DUE_COUNTED
from yishi_core.domain.outcomes.models import Assignment
from yishi_core.domain.schedules.workdays import add_working_days
from yishi_core.facilities.daily.declaration import daily
from yishi_core.kernel.operation.context import OperationContext


@daily("assignments.due", after_calendar=True, emits=[ASSIGNMENT_DUE_COUNTED])
async def recompute_due_days(context: OperationContext) -> None:
    """Recount the provisional due days of what is still owed.

    They are counted from the assignment, or from the day on which rework was demanded.
    """
    for row in await context.find(
        Assignment, Assignment.due_provisional.is_(True), Assignment.state.in_(WAITING)
    ):
        if row.due_working_days is None:
            continue
        due, provisional = await add_working_days(
            context.session, row.reworked_on or row.assigned_on, row.due_working_days
        )
        if (due, provisional) != (row.due_on, row.due_provisional):
            row.due_on, row.due_provisional = due, provisional
            context.emit(ASSIGNMENT_DUE_COUNTED, row, due_on=due.isoformat())
