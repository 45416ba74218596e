"""K7: few connections, many tenants, cancellations and errors: nobody sees a foreign row, nothing
stays on a connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections import Counter

import psycopg
import pytest
import sqlalchemy as sa

from tests.fixtures.database import County, Urls, plant_county
from yishi_core import clock
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.database import Database
from yishi_core.kernel.tree.models import OrgUnit

pytestmark = pytest.mark.anyio

SEEN = (
    "select coalesce(json_agg(distinct o.county), '[]')::text from org_unit o, "
    "pg_sleep(%(pause)s) where o.county = any(%(all)s::int[])"
)
SETTINGS = (
    "select current_setting('app.counties', true), current_setting('app.paths', true), "
    "current_setting('app.account', true)"
)


class Planned(Exception):
    """An error that a task raises on purpose."""


async def read(database: Database, county: County, everybody: list[int], pause: float) -> set[int]:
    answer = await database.read(county.entry(), SEEN, {"pause": pause, "all": everybody})
    return set(json.loads(answer or b"[]"))


async def write(database: Database, county: County, pause: float, fail: bool) -> set[int]:
    async with database.transaction(county.entry()) as session:
        found = (
            (await session.execute(sa.text("select distinct county from org_unit"))).scalars().all()
        )
        await session.execute(sa.text("select pg_sleep(:pause)"), {"pause": pause})
        for org in (await session.scalars(sa.select(OrgUnit))).all():
            org.theme = str(pause)
        if fail:
            raise Planned
    return set(found)


@pytest.mark.check("K7")
async def test_two_hundred_tasks_on_three_connections_never_see_a_foreign_row(
    database_urls: Urls, owner: psycopg.Connection
) -> None:
    chance = random.Random(7)
    counties = [County(code) for code in range(960001, 960021)]
    for county in counties:
        plant_county(owner, county)
    everybody = [county.code for county in counties]
    database = await Database.open(database_urls.app, size=3, closing=[IndexBuffer])
    ends: Counter[str] = Counter()

    async def one(number: int) -> None:
        county = counties[number % len(counties)]
        pause = chance.uniform(0, 0.01)
        kind = number % 4
        work = (
            read(database, county, everybody, pause)
            if kind < 2
            else write(database, county, pause, fail=kind == 3)
        )
        task = asyncio.create_task(work)
        if number % 5 == 0:  # a fifth of the callers goes away at some moment
            await asyncio.sleep(chance.uniform(0, 0.3))
            task.cancel()
        try:
            seen = await task
            assert seen == {county.code}, f"{county.code} saw {seen}"
            ends["answered"] += 1
        except asyncio.CancelledError:
            ends["cancelled"] += 1
        except Planned:
            ends["failed"] += 1

    await asyncio.gather(*(one(number) for number in range(200)))
    assert ends["answered"] >= 100, ends
    assert ends["cancelled"] >= 5, ends
    assert ends["failed"] >= 20, ends
    assert database._pool.get_stats()["pool_size"] <= 3

    connections = [await database._pool.getconn() for _ in range(3)]
    for connection in connections:
        cursor = await connection.execute(SETTINGS)
        assert set(await cursor.fetchone() or ()) <= {"", None}
        assert connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        assert len(connection._notice_handlers) <= 1
        await database._pool.putconn(connection)
    await database.close()


async def test_a_read_that_is_cancelled_leaves_the_pool_whole(
    database_urls: Urls, county: County
) -> None:
    database = await Database.open(database_urls.app, size=1, closing=[IndexBuffer])
    for pause in (0.0, 0.001, 0.01, 0.05):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await database.read(county.entry(), "select pg_sleep(5)::text", {})
        assert await database.read(county.entry(), "select 'x'::text", {}) == b"x"
    await database.close()


async def test_a_connection_that_the_server_cut_is_replaced(
    database_urls: Urls, owner: psycopg.Connection, county: County
) -> None:
    database = await Database.open(database_urls.app, size=1, closing=[IndexBuffer])
    answer = await database.read(county.entry(), "select pg_backend_pid()::text", {})
    with psycopg.connect(database_urls.admin, autocommit=True) as admin:
        admin.execute("select pg_terminate_backend(%s)", [int(answer or b"0")])
    with contextlib.suppress(Exception):
        await database.read(county.entry(), "select 'x'::text", {})
    assert await database.read(county.entry(), "select 'x'::text", {}) == b"x"
    await database.close()


@pytest.mark.day
async def test_an_account_that_is_disabled_in_the_middle_is_stale_at_once(
    database: Database, owner: psycopg.Connection, county: County
) -> None:
    from dataclasses import replace

    from tests.core.database.test_credentials import plant_account
    from yishi_core.kernel.database import StaleGrants

    account = plant_account(owner, county)
    entry = replace(county.entry(), account=account, version=1)
    assert await database.read(entry, "select 'x'::text", {}) == b"x"
    owner.execute("update account set grant_version = 2 where id = %s", [account])
    with pytest.raises(StaleGrants):
        await database.read(entry, "select 'x'::text", {})
    assert await database.read(replace(entry, version=2), "select 'x'::text", {}) == b"x"
    owner.execute("update account set disabled_at = %s where id = %s", [clock.now(), account])

    async def write() -> None:
        async with database.transaction(replace(entry, version=2)) as session:
            await session.execute(sa.text("select 1"))
            pytest.fail("a statement ran for a disabled account")

    with pytest.raises(StaleGrants):
        await write()
