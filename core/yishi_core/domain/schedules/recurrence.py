"""From a recurrence rule to days: the month's parity, the month's end, the shift past rest days
(domain.md 2.16). Pure functions.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from dateutil.rrule import rrulestr

from yishi_core.domain.schedules.workdays import WorkCalendar
from yishi_core.errors import InvalidInput
from yishi_core.kernel.operation.rules import require_field
from yishi_core.kernel.variants.schedule import MonthParity, OnHoliday

_PARTS = re.compile(
    r"INTERVAL=[1-9]\d{0,2}"
    r"|(?:BYMONTH|BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYDAY|BYSETPOS|WKST)=[-+,0-9A-Z]+"
)
_FREQUENCY = re.compile(r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)")
_LAST_YEARS = range(9960, 9988)
"""Years shortly before the last one: each sort of year (its weekdays, leap or not) is once among
them.
"""
_SHORT_MONTHS = (28, 29, 30, 31)


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day that a rule gives and the day on which it is held; provisional when a year's holidays
    are not known.
    """

    planned_on: date
    date: date
    provisional: bool


def clamped(rule: str) -> str:
    """The rule with a day that a short month lacks taken as the month's last: the 31st is the 30th
    of June and the 28th of February.
    """
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    day = parts.get("BYMONTHDAY", "")
    if (
        "BYSETPOS" in parts
        or parts["FREQ"] not in ("MONTHLY", "YEARLY")
        or day not in ("29", "30", "31")
    ):
        return rule
    if parts["FREQ"] == "YEARLY":
        if "BYMONTH" not in parts or "INTERVAL" in parts:
            return rule
        parts["FREQ"] = "MONTHLY"
    parts["BYMONTHDAY"] = ",".join(str(d) for d in _SHORT_MONTHS if d <= int(day))
    return ";".join(f"{name}={value}" for name, value in {**parts, "BYSETPOS": "-1"}.items())


def fits(day: date, parity: MonthParity) -> bool:
    """Whether the day's month is of the parity."""
    return parity is MonthParity.ANY or (day.month % 2 == 0) == (parity is MonthParity.EVEN)


def occurrences(
    rule: str, parity: MonthParity, anchor: date, first: date, last: date
) -> Iterator[date]:
    """The days of a rule that begins at `anchor`, from `first` to `last` inclusive."""
    found = rrulestr(
        clamped(rule), dtstart=datetime.combine(anchor, time())
    )  # days only: no zone is involved
    for moment in found.between(
        datetime.combine(first, time()), datetime.combine(last, time()), inc=True
    ):
        if fits(moment.date(), parity):
            yield moment.date()


def held_on(day: date, on_holiday: OnHoliday, calendar: WorkCalendar) -> tuple[date, bool]:
    """The day on which a planned day is held, and whether that is provisional."""
    if on_holiday is OnHoliday.KEEP:
        return day, False
    return calendar.next_workday(day)


def plan(
    rule: str,
    parity: MonthParity,
    on_holiday: OnHoliday,
    anchor: date,
    first: date,
    last: date,
    calendar: WorkCalendar,
) -> list[PlannedDay]:
    """The planned days of a rule with the days on which they are held, oldest first."""
    days = occurrences(rule, parity, anchor, first, last)
    return [PlannedDay(day, *held_on(day, on_holiday, calendar)) for day in days]


def require_readable(rule: str, anchor: date, path: str = "rrule") -> None:
    """An RFC 5545 rule of days that gives some: FREQ daily to yearly; begin and end are the rule's
    own dates, so neither COUNT, UNTIL nor DTSTART.
    """
    frequency, *parts = rule.split(";")
    require_field(
        _FREQUENCY.fullmatch(frequency) and all(_PARTS.fullmatch(part) for part in parts),
        path,
        "周期规则须以FREQ=DAILY、WEEKLY、MONTHLY或YEARLY开头,只含INTERVAL、BYMONTH、BYMONTHDAY、BYDAY、"
        "BYSETPOS等日期项。",
        "A rule of days: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY first, then parts that name days, "
        "without COUNT, UNTIL and DTSTART.",
    )
    try:
        gives = any(rrulestr(clamped(rule), dtstart=_late(anchor)))
    except (ValueError, TypeError, KeyError, OverflowError):
        raise InvalidInput.of(path, "周期规则写法有误。", "The rule cannot be read.") from None
    require_field(
        gives,
        path,
        "按该规则没有任何日期,如2月30日。",
        "The rule gives no day at all, such as the 30th of February.",
    )


def _late(anchor: date) -> datetime:
    """The same day of a like year shortly before the last one, where a search for a day that never
    comes soon ends: a rule without any day is else looked for until the year 9999, for seconds.
    """
    like = next(
        y
        for y in _LAST_YEARS
        if isleap(y) == isleap(anchor.year)
        and date(y, 1, 1).weekday() == date(anchor.year, 1, 1).weekday()
    )
    return datetime(like, anchor.month, anchor.day)  # noqa: DTZ001 — days only
