"""A worker goes on by itself when the database was away, however it went (K45); told to end, it
ends in order.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import psycopg
import pytest

from tests.core.jobs.test_delivery import jobs
from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County
from tests.fixtures.database import Urls
from tests.fixtures.wire import Wire, wire
from yishi_core.errors import Unavailable
from yishi_core.facilities.jobs.worker import run_worker
from yishi_core.kernel.database import Database
from yishi_core.kernel.database.patience import PatientConnection

END_ALL_OTHERS = (
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = "
    "current_database() and pid <> pg_backend_pid()"
)


@asynccontextmanager
async def working(town: County, url: str) -> AsyncIterator[asyncio.Task[None]]:
    """A worker that reaches the database at `url` only, while the county is at work elsewhere."""
    database = await Database.open(url, size=3)
    worker = asyncio.create_task(run_worker(replace(town.platform, database=database), url))
    try:
        yield worker
    finally:
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker
        await database.close()


async def delivered(urls: Urls, seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while jobs(urls):  # noqa: ASYNC110 — a table, as an operator would watch it
            await asyncio.sleep(0.2)


async def test_a_worker_whose_connections_are_ended_goes_on(
    live: County, fresh_database: Urls
) -> None:
    async with working(live, fresh_database.app) as worker:
        station = await open_station(live)
        await delivered(fresh_database)
        with psycopg.connect(
            fresh_database.admin, autocommit=True
        ) as connection:  # as PostgreSQL does when one backend was killed
            connection.execute(END_ALL_OTHERS)
        async with asyncio.timeout(30):
            while True:  # the county's own connections were ended too
                with suppress(Unavailable):
                    await live.act("township", "suspend_station", station=station, reason="维修")
                    break
        await delivered(fresh_database)
        assert not worker.done()


async def test_a_worker_goes_on_after_a_short_cut(live: County, fresh_database: Urls) -> None:
    await outage(live, fresh_database, silent=False, seconds=2)


@pytest.mark.slow
@pytest.mark.check("K45", part="a worker goes on by itself after any outage of its database")
@pytest.mark.parametrize(
    ("silent", "seconds"), [(False, 3), (False, 15), (False, 45), (True, 20), (True, 70)]
)
async def test_a_worker_goes_on_after_any_outage(
    live: County, fresh_database: Urls, silent: bool, seconds: float
) -> None:
    await outage(live, fresh_database, silent=silent, seconds=seconds)


async def outage(live: County, urls: Urls, *, silent: bool, seconds: float) -> None:
    """Something happens while the worker's database is away: it is delivered once the database is
    there again.
    """
    with wire(urls.app) as far:
        async with working(live, far.url) as worker:
            station = await open_station(live)
            await delivered(urls)
            break_off(far, silent)
            await live.act("township", "suspend_station", station=station, reason="维修")
            await asyncio.sleep(seconds)
            far.mend()
            await delivered(urls)
            assert not worker.done()


def break_off(far: Wire, silent: bool) -> None:
    if silent:
        far.silent = True
    else:
        far.sever()


async def test_a_statement_that_is_not_answered_is_given_up(fresh_database: Urls) -> None:
    with wire(fresh_database.app) as far:
        connection = await PatientConnection.connect(far.url, autocommit=True)
        connection.patience = 0.2
        await connection.execute("select 1")
        far.silent = True
        with pytest.raises(psycopg.OperationalError, match="did not answer"):
            await connection.execute("select 1")
        assert connection.closed


async def test_told_to_end_it_returns(live: County, fresh_database: Urls) -> None:
    worker = asyncio.create_task(
        run_worker(live.platform, fresh_database.app, signals=(signal.SIGTERM,))
    )
    await open_station(live)
    await delivered(fresh_database)
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(30):
        await worker
