"""Calendar periods and the period that contains a day (domain.md 2.1, 2.12). Pure functions."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from yishi_core.kernel.entity.labelled import Labelled

TERM_YEARS = 5
FOREVER = date(9999, 1, 1)
"""The end of a period without an end."""
DAY = timedelta(days=1)


class PeriodKind(Labelled):
    WEEK = "week", "每周"
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    HALF_YEAR = "half_year", "每半年"
    YEAR = "year", "每年"
    TERM = "term", "每届"
    ONCE = "once", "一次"


MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Span:
    """A range of days, both ends included (domain.md 2.1)."""

    from_on: date
    to_on: date
    as_of: date | None = None
    """The day by which counts what became of the records of these days; today unless given."""

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days + 1

    def last_months(self, n: int | None) -> Span:
        """The last `n` months of the span; the whole span when `n` is None."""
        if n is None:
            return self
        return Span(max(self.from_on, _months_on(self.to_on.replace(day=1), 1 - n)), self.to_on)


def period_of(kind: PeriodKind, day: date, begun: date, ends: date | None = None) -> Span:
    """The period of a kind that contains a day.

    Terms are counted in steps of five years from `begun`, the first day of the first one; `once`
    runs from `begun` to `ends`, or without end.
    """
    match kind:
        case PeriodKind.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Span(monday, monday + timedelta(days=6))
        case PeriodKind.ONCE:
            return Span(begun, ends or FOREVER)
        case PeriodKind.TERM:
            first = begun
            while _years_on(first, TERM_YEARS) <= day:
                first = _years_on(first, TERM_YEARS)
            return Span(first, _years_on(first, TERM_YEARS) - DAY)
    months = MONTHS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Span(first, _months_on(first, months) - DAY)


def periods(kind: PeriodKind, year: int) -> Iterator[Span]:
    """The periods of a kind that make up a calendar year; the year itself for longer kinds."""
    months = MONTHS.get(kind, 12)
    for month in range(1, 13, months):
        yield period_of(
            kind if kind in MONTHS else PeriodKind.YEAR, date(year, month, 1), date(year, 1, 1)
        )


def _months_on(first: date, n: int) -> date:
    """The first day of the month `n` months later."""
    month = first.year * 12 + first.month - 1 + n
    return date(month // 12, month % 12 + 1, 1)


def _years_on(day: date, n: int) -> date:
    last = monthrange(day.year + n, day.month)[1]
    return day.replace(year=day.year + n, day=min(day.day, last))
