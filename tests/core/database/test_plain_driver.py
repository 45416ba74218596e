"""The driver without our exchange: the same behaviour, each statement at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from tests.core.database.test_credentials import plant_account
from tests.core.database.test_unit_of_work import org, paths
from tests.fixtures.database import County, Urls
from yishi_core.errors import Conflict
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.database import Database, NoPrincipal, StaleGrants, prefetch, put
from yishi_core.kernel.database.driver.exchange import Connection
from yishi_core.kernel.database.patience import PatientConnection
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.settings import AppSettings
from yishi_graphql.place.assemble import assembled

pytestmark = pytest.mark.anyio


@pytest.fixture
async def plain(database_urls: Urls) -> AsyncIterator[Database]:
    opened = await Database.open(database_urls.app, size=2, plain=True, closing=[IndexBuffer])
    yield opened
    await opened.close()


async def test_nothing_of_the_exchange_is_used(plain: Database, county: County) -> None:
    async with plain.transaction(county.entry()) as session:
        raw = await (await session.connection()).get_raw_connection()
        assert type(raw.driver_connection) is PatientConnection
        cursor = await (await session.connection()).exec_driver_sql("select 1")
        assert isinstance(cursor.context.cursor._cursor, psycopg.AsyncCursor)


@pytest.mark.parametrize(("chosen", "connection"), [(True, PatientConnection), (False, Connection)])
async def test_the_setting_of_the_installation_chooses_the_driver(
    database_urls: Urls, county: County, tmp_path: Path, chosen: bool, connection: type
) -> None:
    url = SecretStr(database_urls.app)
    settings = AppSettings(data=tmp_path, database_url=url, plain_driver=chosen)
    async with (
        assembled(settings) as platform,
        platform.database.transaction(county.entry()) as session,
    ):
        raw = await (await session.connection()).get_raw_connection()
        assert type(raw.driver_connection) is connection


async def test_each_row_is_written_when_it_is_flushed(plain: Database, county: County) -> None:
    taken = org(county, county.path)
    async with plain.transaction(county.entry()) as session:
        session.add(taken)
    again = org(county, county.path + "100/")
    again.id = taken.id

    async def twice() -> None:
        async with plain.transaction(county.entry()) as session:
            session.add(again)
            await session.flush()
            pytest.fail("the flush told nothing")

    with pytest.raises(Conflict):
        await twice()


async def test_rows_of_machinery_are_written_and_read_at_once(
    plain: Database, county: County
) -> None:
    row = org(county, county.path)
    values = {c.name: getattr(row, c.name) for c in OrgUnit.__table__.columns}
    counted = sa.select(sa.func.count()).select_from(OrgUnit.__table__)
    async with plain.transaction(county.entry()) as session:
        before = await prefetch(session, counted, {})
        await put(session, OrgUnit.__table__, values | {"version": 1, "handles": False})
        after = await prefetch(session, counted, {})
        assert [await before.rows(), await after.rows()] == [[(0,)], [(1,)]]
    with pytest.raises(NoPrincipal):
        await after.rows()
    assert await paths(plain, county.entry(), county) == [county.path]


async def test_stale_grants_are_told_before_anything_is_read(
    plain: Database, owner: psycopg.Connection, county: County
) -> None:
    entry = replace(county.entry(), account=plant_account(owner, county), version=7)
    with pytest.raises(StaleGrants):
        await plain.read(entry, "select 'x'::text", {})

    async def write() -> None:
        async with plain.transaction(entry):
            pytest.fail("a unit of work began")

    for _ in range(3):  # the connections go back whole
        with pytest.raises(StaleGrants):
            await write()
    assert await plain.read(county.entry(), "select 'x'::text", {}) == b"x"


async def test_a_row_that_somebody_else_changed_is_a_conflict(
    plain: Database, county: County
) -> None:
    async with plain.transaction(county.entry()) as session:
        session.add(org(county, county.path))

    async def late() -> None:
        async with plain.transaction(county.entry()) as session:
            row = (await session.scalars(sa.select(OrgUnit))).one()
            async with plain.transaction(county.entry()) as other:
                (await other.scalars(sa.select(OrgUnit))).one().name = "乙"
            row.name = "丙"

    with pytest.raises(Conflict):
        await late()
    async with plain.transaction(county.entry()) as session:
        row = (await session.scalars(sa.select(OrgUnit))).one()
        assert (row.name, row.version) == ("乙", 2)
