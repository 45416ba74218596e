"""Due days of assignments: calendar days, or working days where the county counts them.

Source: domain.md 2.9 [D].
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from yishi_core.domain.outcomes.handling import rules
from yishi_core.domain.schedules.workdays import add_working_days
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.variants.core_settings import CoreSettings


@dataclass(frozen=True, slots=True)
class DueTerm:
    """A due day and how it was counted.

    It says how many working days it stands for, if it was counted in these, and whether the
    calendar of the year was known.
    """

    due_on: date
    working_days: int | None = None
    provisional: bool = False


async def due_of(
    context: OperationContext, start: date, wanted: date | None, *, complicated: bool
) -> DueTerm:
    """The day by which a unit answers: as wanted, or the default of the place.

    Raises `InvalidInput` beyond the longest term.
    """
    settings = context.settings.of(CoreSettings)
    if wanted is None and settings.assignment_due_in_working_days:
        days = (
            settings.assignment_due_days_complicated
            if complicated
            else settings.assignment_due_days
        )
        due, provisional = await add_working_days(context.session, start, days)
        return DueTerm(due, days, provisional)
    return DueTerm(rules.due_day(settings, start, wanted, complicated=complicated))


def next_check(context: OperationContext, day: date) -> date | None:
    """The day on which the office next looks how far a unit is, counted from the assignment or the
    last check; None where the place checks at no interval (domain.md 2.9 [S0]).
    """
    days = context.settings.of(CoreSettings).progress_check_days
    return day + timedelta(days=days) if days else None
