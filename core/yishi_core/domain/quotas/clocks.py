"""The begin of quota periods (domain.md 2.12).

An event announces a period; its progress is counted from the records.
"""

from __future__ import annotations

from datetime import date

from yishi_core.domain.meetings.models import Term
from yishi_core.domain.quotas.events import QUOTA_PERIOD_BEGAN
from yishi_core.facilities.daily.declaration import daily
from yishi_core.kernel.operation.context import OperationContext

MONDAY = 0


def begun(day: date) -> list[str]:
    """The codes of the periods whose first day this is."""
    found = ["week"] if day.weekday() == MONDAY else []
    if day.day == 1:
        found.append("month")
        found += [
            name
            for name, months in (("quarter", 3), ("half_year", 6), ("year", 12))
            if (day.month - 1) % months == 0
        ]
    return found


@daily("quotas.periods", emits=[QUOTA_PERIOD_BEGAN])
async def roll_periods(context: OperationContext) -> None:
    """Announce the periods that begin today.

    They are the week, month, quarter, half-year, year, and a recorded term.
    """
    term = await context.first(Term, Term.start == context.today)
    for period in [*begun(context.today), *(["term"] if term else [])]:
        context.emit(
            QUOTA_PERIOD_BEGAN, context.org, period=period, first_day=context.today.isoformat()
        )
