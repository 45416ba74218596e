"""Working days, and deadlines counted in them.

The State Council's office (国务院办公厅) names holidays and shifted days year by year. The table
`workday` has no county: it is seeded and edited by the owner and read by all. For a year that is
not in it, only weekends are known; what is computed from such a year is *provisional* and is marked
so (parts.md 1.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from weakref import WeakKeyDictionary

import psycopg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from yishi_core.domain.schedules.models import Workday

DAY = timedelta(days=1)
SATURDAY = 5
REST, WORKED = 1, 2
LOOK_AGAIN = 60.0
"""Seconds after which a process checks whether the table has changed."""


@dataclass(frozen=True)
class WorkCalendar:
    """The calendar of working days.

    `known` maps day → worked; days that are not in it are guessed from the weekday.
    """

    known: Mapping[date, bool]

    def is_workday(self, day: date) -> tuple[bool, bool]:
        """Whether a day is worked, and whether that is guessed: (worked, provisional)."""
        if day in self.known:
            return self.known[day], False
        return day.weekday() < SATURDAY, True

    def next_workday(self, day: date) -> tuple[date, bool]:
        """The day itself if it is worked, otherwise the first worked day after it.

        It is provisional if any day on the way was guessed.
        """
        guessed = False
        while True:
            worked, provisional = self.is_workday(day)
            guessed = guessed or provisional
            if worked:
                return day, guessed
            day += DAY

    def add(self, day: date, n: int) -> tuple[date, bool]:
        """The `n`-th working day after `day`, which itself does not count.

        `n` ≥ 0, and 0 gives the day itself.
        """
        guessed = False
        while n > 0:
            day, provisional = self.next_workday(day + DAY)
            guessed = guessed or provisional
            n -= 1
        return day, guessed


async def calendar(session: AsyncSession, first: date, last: date) -> WorkCalendar:
    """The calendar for the days from `first` to `last`, and for all others.

    The table is read once, then its version is checked. A server process sees an import within a
    minute; what it counted until then is marked provisional and recounted by the daily job.
    """
    engine = (await session.connection()).engine
    known = _read.get(engine)
    if known is None or monotonic() > known.good_until:
        known = _read[engine] = await _known(session, known)
    return WorkCalendar(known.days)


def forget() -> None:
    """Read the table again at the next call; used after changing it."""
    _read.clear()


class KnownDays(Mapping[date, bool]):
    """Day → worked, one byte for each: twenty-three years take eight kilobytes."""

    def __init__(self, rows: Iterable[tuple[date, bool]]) -> None:
        self._years: dict[int, bytearray] = {}
        for day, worked in rows:
            year = self._years.setdefault(day.year, bytearray(366))
            year[day.timetuple().tm_yday - 1] = WORKED if worked else REST

    def __getitem__(self, day: date) -> bool:
        year = self._years.get(day.year)
        found = year[day.timetuple().tm_yday - 1] if year else 0
        if not found:
            raise KeyError(day)
        return found == WORKED

    def __iter__(self) -> Iterator[date]:
        for number, year in sorted(self._years.items()):
            yield from (date(number, 1, 1) + DAY * i for i, found in enumerate(year) if found)

    def __len__(self) -> int:
        return sum(bool(found) for year in self._years.values() for found in year)


@dataclass(frozen=True)
class _Known:
    version: tuple[int, datetime | None]
    days: KnownDays
    good_until: float


_read: WeakKeyDictionary[AsyncEngine, _Known] = WeakKeyDictionary()
"""One calendar for each database of the process.

The table is shared and has no county, so no data of counties can be mixed up.
"""


async def _known(session: AsyncSession, before: _Known | None) -> _Known:
    count, newest = (
        await session.execute(sa.select(sa.func.count(), sa.func.max(Workday.entered_at)))
    ).one()
    until = monotonic() + LOOK_AGAIN
    if before is not None and before.version == (count, newest):
        return _Known(before.version, before.days, until)
    rows = await session.execute(sa.select(Workday.day, Workday.is_workday))
    return _Known((count, newest), KnownDays((row.day, row.is_workday) for row in rows), until)


async def is_workday(session: AsyncSession, day: date) -> tuple[bool, bool]:
    """(worked, provisional) of one day."""
    return (await calendar(session, day, day)).is_workday(day)


async def add_working_days(session: AsyncSession, day: date, n: int) -> tuple[date, bool]:
    """The `n`-th working day after `day`, and whether it is provisional."""
    # No stretch of rest days is longer than ten (the spring festival of 2024 with its weekend had
    # nine), and five of seven are worked.
    return (await calendar(session, day, day + DAY * (2 * n + 30))).add(day, n)


def seed(connection: psycopg.Connection) -> int:
    """Write the days of every year that chinese-calendar knows; returns the number of new days.

    Existing days stay as they were edited. `connection` is the owner's; `yishi db upgrade` calls
    this after the migrations.
    """
    import chinese_calendar

    known = {day.year for day in chinese_calendar.constants.holidays}
    done = {
        row[0]
        for row in connection.execute("select distinct extract(year from day)::int from workday")
    }
    rows = [
        (
            day,
            bool(chinese_calendar.is_workday(day)),
            f"国务院办公厅放假安排{year}(chinese-calendar)",
        )
        for year in sorted(known - done)
        for day in (
            date(year, 1, 1) + DAY * i
            for i in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
        )
    ]
    query = (
        "insert into workday (day, is_workday, source) select * from unnest(%s::date[], "
        "%s::bool[], %s::text[]) on conflict (day) do nothing"
    )
    connection.execute(
        query, [list(part) for part in zip(*rows, strict=True)] if rows else [[], [], []]
    )
    return len(rows)
