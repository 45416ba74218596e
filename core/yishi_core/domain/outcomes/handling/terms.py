"""Due days of assignments: calendar days, or working days where the county counts them.

Source: domain.md 2.9 [D].
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from yishi_core.domain.outcomes.handling import rules
from yishi_core.domain.outcomes.handling.subject import Matter
from yishi_core.domain.outcomes.models import Outcome
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.schedules.workdays import add_working_days
from yishi_core.domain.topics.models import ConsultationGrade
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
    context: OperationContext,
    start: date,
    wanted: date | None,
    *,
    complicated: bool,
    matter: Matter | None = None,
) -> DueTerm:
    """The day by which a unit answers: as wanted, or the default of the place for such a matter.

    Raises `InvalidInput` beyond the longest term.
    """
    settings = context.settings.of(CoreSettings)
    days = await _usual_days(context, settings, matter, complicated=complicated)
    if wanted is None and settings.assignment_due_in_working_days:
        due, provisional = await add_working_days(context.session, start, days)
        return DueTerm(due, days, provisional)
    due = wanted or start + timedelta(days=days)
    return DueTerm(rules.possible_due_day(settings, start, due, complicated=complicated))


def next_check(context: OperationContext, day: date) -> date | None:
    """The day on which the office next looks how far a unit is, counted from the assignment or the
    last check; None where the place checks at no interval (domain.md 2.9 [S0]).
    """
    days = context.settings.of(CoreSettings).progress_check_days
    return day + timedelta(days=days) if days else None


async def _usual_days(
    context: OperationContext, settings: CoreSettings, matter: Matter | None, *, complicated: bool
) -> int:
    """30 days, for complicated matters 90 (domain.md 2.9); outcomes of small consultations may have
    a shorter term of their own (速办速回, domain.md 3.2).
    """
    if complicated:
        return settings.assignment_due_days_complicated
    if settings.assignment_due_days_small and isinstance(matter, Outcome):
        case = await context.get(ConsultationCase, matter.case_id)
        if case is not None and case.grade is ConsultationGrade.SMALL_MICRO:
            return settings.assignment_due_days_small
    return settings.assignment_due_days
