"""Rules become days: parity, the month's end, holidays (domain.md 2.16). Over plain values and over
the real calendar.
"""

from __future__ import annotations

import calendar as months
import time
from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi_core.domain.schedules.recurrence import clamped, plan, require_readable
from yishi_core.domain.schedules.workdays import WorkCalendar
from yishi_core.errors import InvalidInput
from yishi_core.kernel.variants.schedule import MonthParity, OnHoliday

KNOWN = WorkCalendar(
    {
        day: chinese_calendar.is_workday(day)
        for day in (date(2022, 1, 1) + timedelta(days=i) for i in range(5 * 365 + 1))
    }
)
UNKNOWN = WorkCalendar({})
YEAR = timedelta(days=364)
days = st.dates(date(2022, 1, 1), date(2025, 12, 1))
monthly = st.integers(1, 31).map("FREQ=MONTHLY;BYMONTHDAY={}".format)


@given(rule=monthly, parity=st.sampled_from(MonthParity), first=days)
def test_only_months_of_the_parity(rule: str, parity: MonthParity, first: date) -> None:
    found = plan(rule, parity, OnHoliday.KEEP, first, first, first + YEAR, KNOWN)
    if parity is not MonthParity.ANY:
        assert {d.planned_on.month % 2 for d in found} <= {0 if parity is MonthParity.EVEN else 1}
    assert all(d.date == d.planned_on and not d.provisional for d in found)


@given(rule=monthly, parity=st.sampled_from(MonthParity), first=days)
def test_a_shift_never_lands_on_a_rest_day_and_never_goes_back(
    rule: str, parity: MonthParity, first: date
) -> None:
    for d in plan(rule, parity, OnHoliday.NEXT_WORKDAY, first, first, first + YEAR, KNOWN):
        assert chinese_calendar.is_workday(d.date)
        assert d.date >= d.planned_on
        between = (d.planned_on + timedelta(days=i) for i in range((d.date - d.planned_on).days))
        assert not any(chinese_calendar.is_workday(day) for day in between)
        assert not d.provisional


@given(day=st.integers(28, 31), year=st.integers(2022, 2040))
def test_a_month_that_lacks_the_day_has_it_on_its_last(day: int, year: int) -> None:
    rule, first = f"FREQ=MONTHLY;BYMONTHDAY={day}", date(year, 1, 1)
    found = plan(rule, MonthParity.ANY, OnHoliday.KEEP, first, first, date(year, 12, 31), UNKNOWN)
    assert [d.planned_on for d in found] == [
        date(year, m, min(day, months.monthrange(year, m)[1])) for m in range(1, 13)
    ]


@given(first=days, n=st.integers(0, 40))
def test_the_nth_working_day_has_n_working_days_up_to_it(first: date, n: int) -> None:
    last, provisional = KNOWN.add(first, n)
    passed = [first + timedelta(days=i) for i in range(1, (last - first).days + 1)]
    assert sum(map(chinese_calendar.is_workday, passed)) == n
    assert n == 0 or chinese_calendar.is_workday(last)
    assert not provisional


@given(first=st.dates(date(2030, 1, 1), date(2040, 1, 1)))
def test_in_an_unknown_year_weekends_rest_and_it_is_told(first: date) -> None:
    day, provisional = UNKNOWN.next_workday(first)
    assert day.weekday() < 5
    assert provisional


def test_even_months_on_the_fifteenth_are_six_dates_a_year() -> None:
    given_ = (
        "FREQ=MONTHLY;BYMONTHDAY=15",
        MonthParity.EVEN,
        OnHoliday.NEXT_WORKDAY,
        date(2025, 1, 1),
        date(2025, 1, 1),
        date(2025, 12, 31),
    )
    found = plan(*given_, KNOWN)
    # 15 February 2025 and 15 June 2025 were days of rest.
    assert [d.date.isoformat() for d in found] == [
        "2025-02-17",
        "2025-04-15",
        "2025-06-16",
        "2025-08-15",
        "2025-10-15",
        "2025-12-15",
    ]


def test_the_same_written_with_months_is_the_same() -> None:
    first, last = date(2025, 1, 1), date(2025, 12, 31)
    rule = "FREQ=YEARLY;BYMONTH=2,4,6,8,10,12;BYMONTHDAY=31"
    found = plan(rule, MonthParity.EVEN, OnHoliday.KEEP, first, first, last, UNKNOWN)
    assert [d.planned_on.day for d in found] == [28, 30, 30, 31, 31, 31]


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=15", True),
        ("FREQ=WEEKLY;BYDAY=FR", True),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", True),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYSETPOS=1", True),
        ("FREQ=MONTHLY;BYMONTHDAY=31", False),
    ],
)
def test_only_a_lacking_day_is_rewritten(rule: str, kept: bool) -> None:
    assert (clamped(rule) == rule) is kept


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every Friday",
        "FREQ=HOURLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY;COUNT=3",
        "FREQ=DAILY;UNTIL=20260101",
        "DTSTART:20260101 FREQ=DAILY",
        "FREQ=MONTHLY;BYMONTHDAY",
        "FREQ=DAILY;BYHOUR=8,9",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;",
        # rules without any day, each of which would be looked for until the year 9999
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=15;BYSETPOS=2",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3",
    ],
)
def test_a_rule_that_cannot_be_read_or_gives_no_day_is_refused_at_once(rule: str) -> None:
    began = time.process_time()
    with pytest.raises(InvalidInput):
        require_readable(rule, date(2024, 2, 29))
    assert time.process_time() - began < 1


@given(first=days)
def test_a_rule_that_gives_days_is_taken_whenever_it_begins(first: date) -> None:
    for rule in (
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
        "FREQ=MONTHLY;BYDAY=-1MO",
        "FREQ=MONTHLY;BYMONTHDAY=31",
    ):
        require_readable(rule, first)
