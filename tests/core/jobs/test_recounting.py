"""Deadlines that rested on guessed days are counted anew by the worker as soon as the calendar has
been edited.
"""

from __future__ import annotations

from datetime import date, datetime, time

import psycopg
import pytest

from tests.core import cases
from tests.core.jobs.test_delivery import jobs, work
from tests.fixtures.county import County
from tests.fixtures.database import Urls
from yishi_core import clock
from yishi_core.domain.schedules.calendar_file import NamedDay, import_calendar
from yishi_core.domain.schedules.workdays import forget

DECREE = "国办发明电〔2060〕1号"


def edit(urls: Urls, *days: NamedDay) -> int:
    with psycopg.connect(urls.owner) as connection:
        return import_calendar(connection, days).counties


async def test_the_import_tells_the_worker_who_counts_anew(
    live: County, fresh_database: Urls
) -> None:
    with psycopg.connect(fresh_database.owner) as connection:
        connection.execute(
            "insert into county_entry (code, since) values (%s, %s)",
            [str(live.code), clock.today()],
        )
    station = await cases.station(live)
    with clock.moved(datetime.combine(date(2061, 3, 10), time(9), clock.CHINA)):  # a Thursday
        intake = await live.act(
            "village",
            "record_intake",
            station=station,
            channel="visit",
            content="村口路灯坏了",
            submitter_kind="resident",
        )
    assert (intake.decide_by, intake.deadlines_provisional) == (date(2061, 3, 17), True)
    await work(live, fresh_database)
    assert jobs(fresh_database) == 0
    assert edit(fresh_database, NamedDay(date(2061, 3, 14), False, DECREE)) == 1
    assert jobs(fresh_database) == 1
    await work(live, fresh_database)
    counted = await live.fresh(intake)
    assert (counted.decide_by, counted.deadlines_provisional) == (date(2061, 3, 18), False)
    assert jobs(fresh_database) == 0
    forget()


async def test_what_is_refused_tells_nobody(live: County, fresh_database: Urls) -> None:
    await work(live, fresh_database)
    with psycopg.connect(fresh_database.owner) as connection:
        connection.execute(
            "insert into county_entry (code, since) values (%s, %s)",
            [str(live.code), clock.today()],
        )
        with pytest.raises(psycopg.errors.NotNullViolation), connection.transaction():
            import_calendar(connection, [NamedDay(date(2061, 3, 14), None, DECREE)])  # type: ignore[arg-type]  # wrong, so that the database refuses
    assert jobs(fresh_database) == 0
