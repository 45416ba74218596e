"""Working days: which days are worked, and deadlines counted in them (国务院办公厅 names holidays and shifted days year by year).

The table `workday` has no county: it is seeded and edited by the owner and read by all. Of a year that is not in it, only weekends are known;
what is computed from such a year is *provisional* and is shown so (parts.md 1.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import psycopg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.schedules.models import Workday

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class WorkCalendar:
    """The days of a stretch of time. `known` maps day → worked; days that are not in it are guessed from the weekday."""

    known: Mapping[date, bool]

    def is_workday(self, day: date) -> tuple[bool, bool]:
        """(worked, provisional)."""
        if day in self.known:
            return self.known[day], False
        return day.weekday() < SATURDAY, True

    def next_workday(self, day: date) -> tuple[date, bool]:
        """The day itself if it is worked, otherwise the first worked day after it; provisional if any day on the way was guessed."""
        guessed = False
        while True:
            worked, provisional = self.is_workday(day)
            guessed = guessed or provisional
            if worked:
                return day, guessed
            day += DAY

    def add(self, day: date, n: int) -> tuple[date, bool]:
        """The `n`-th working day after `day`, which itself does not count; `n` ≥ 0, and 0 gives the day itself."""
        guessed = False
        while n > 0:
            day, provisional = self.next_workday(day + DAY)
            guessed = guessed or provisional
            n -= 1
        return day, guessed


async def calendar(session: AsyncSession, first: date, last: date) -> WorkCalendar:
    """What is known of the days from `first` to `last`."""
    rows = await session.execute(sa.select(Workday.day, Workday.is_workday).where(Workday.day.between(first, last)))
    return WorkCalendar({row.day: row.is_workday for row in rows})


async def is_workday(session: AsyncSession, day: date) -> tuple[bool, bool]:
    """(worked, provisional) of one day."""
    return (await calendar(session, day, day)).is_workday(day)


async def add_working_days(session: AsyncSession, day: date, n: int) -> tuple[date, bool]:
    """The `n`-th working day after `day`, and whether it is provisional."""
    # No stretch of rest days is longer than ten (the spring festival of 2024 with its weekend had nine), and five of seven are worked.
    return (await calendar(session, day, day + DAY * (2 * n + 30))).add(day, n)


def seed(connection: psycopg.Connection) -> int:
    """Write the days of every year that chinese-calendar knows; days that are there already stay as they were edited. How many were new.

    `connection` is the owner's; `yishi db upgrade` calls it after the migrations.
    """
    import chinese_calendar

    known = {day.year for day in chinese_calendar.constants.holidays}
    done = {row[0] for row in connection.execute("select distinct extract(year from day)::int from workday")}
    rows = [
        (day, bool(chinese_calendar.is_workday(day)), f"国务院办公厅放假安排{year}(chinese-calendar)")
        for year in sorted(known - done)
        for day in (date(year, 1, 1) + DAY * i for i in range((date(year + 1, 1, 1) - date(year, 1, 1)).days))
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into workday (day, is_workday, source) values (%s, %s, %s) on conflict (day) do nothing", rows
        )
    return len(rows)
