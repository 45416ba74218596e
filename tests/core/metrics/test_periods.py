"""Periods of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi_core.facilities.metrics.periods import FOREVER, PeriodKind, Span, period_of, periods

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
begun = date(2022, 3, 1)
recurring = st.sampled_from([k for k in PeriodKind if k is not PeriodKind.ONCE])


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (PeriodKind.WEEK, "2026-11-16", "2026-11-22"),
        (PeriodKind.MONTH, "2026-11-01", "2026-11-30"),
        (PeriodKind.QUARTER, "2026-10-01", "2026-12-31"),
        (PeriodKind.HALF_YEAR, "2026-07-01", "2026-12-31"),
        (PeriodKind.YEAR, "2026-01-01", "2026-12-31"),
        (PeriodKind.TERM, "2022-03-01", "2027-02-28"),
        (PeriodKind.ONCE, "2022-03-01", FOREVER.isoformat()),
    ],
)
def test_the_period_of_a_day(kind: PeriodKind, first: str, last: str) -> None:
    assert period_of(kind, date(2026, 11, 22), begun) == Span(
        date.fromisoformat(first), date.fromisoformat(last)
    )


@given(recurring, days)
def test_a_period_holds_its_day_and_follows_the_one_before(kind: PeriodKind, day: date) -> None:
    start = min(begun, day)
    span = period_of(kind, day, start)
    assert span.from_on <= day <= span.to_on
    assert period_of(kind, span.from_on, start) == period_of(kind, span.to_on, start) == span
    if kind is not PeriodKind.TERM or span.from_on > start:
        assert (
            period_of(kind, span.from_on - timedelta(days=1), start).to_on + timedelta(days=1)
            == span.from_on
        )


@given(
    st.sampled_from([PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.YEAR]),
    st.integers(2000, 2060),
)
def test_the_periods_of_a_year_fill_it(kind: PeriodKind, year: int) -> None:
    spans = list(periods(kind, year))
    assert (spans[0].from_on, spans[-1].to_on) == (date(year, 1, 1), date(year, 12, 31))
    assert sum(s.days for s in spans) == (date(year, 12, 31) - date(year, 1, 1)).days + 1


def test_the_last_months_of_a_period() -> None:
    quarter = period_of(PeriodKind.QUARTER, date(2026, 11, 22), begun)
    assert quarter.last_months(1) == Span(date(2026, 12, 1), date(2026, 12, 31))
    assert quarter.last_months(12) == quarter
    assert quarter.last_months(None) is quarter
