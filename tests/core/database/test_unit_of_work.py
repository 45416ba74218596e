"""The two ways through the pool, and that nobody goes past them."""

from __future__ import annotations

import asyncio
import json
import uuid

import psycopg
import pytest
import sqlalchemy as sa

from tests.fixtures.database import County, Urls, plant_county
from yishi_core import clock
from yishi_core.errors import Conflict, Unavailable
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.access.places import TenantScope
from yishi_core.kernel.database import Database, Limits, NoPrincipal, OutsideReach, StaleGrants
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.tree.models import OrgKind, OrgUnit

pytestmark = pytest.mark.anyio

NAMES = (
    "select coalesce(json_agg(o.org_path order by o.org_path), '[]')::text from org_unit o "
    "where o.county = %(county)s"
)


def org(county: County, path: str, name: str = "甲") -> OrgUnit:
    return OrgUnit(
        county=county.code,
        id=new_id(),
        org_path=path,
        name=name,
        sort_key=name,
        kind=OrgKind.WORK_UNIT,
        created_at=clock.now(),
        updated_at=clock.now(),
    )


async def paths(database: Database, entry: TenantScope, county: County) -> list[str]:
    answer = await database.read(entry, NAMES, {"county": county.code})
    return list(json.loads(answer or b""))


async def test_read_sees_exactly_the_callers_places(
    database: Database, owner: psycopg.Connection, county: County, other_county: County
) -> None:
    orgs = plant_county(owner, county)
    plant_county(owner, other_county)
    assert len(await paths(database, county.entry(), county)) == 7
    # an org is inherited: a village sees itself and the line above, no sibling
    assert await paths(database, county.entry(orgs.villages[0]), county) == [
        orgs.root,
        orgs.townships[0],
        orgs.villages[0],
    ]
    assert await paths(database, other_county.entry(), county) == []
    assert await paths(database, TenantScope((county.code,), (), (), ("public",)), county) == []


async def test_read_yields_none_without_a_row(database: Database, county: County) -> None:
    assert await database.read(county.entry(), "select 'x'::text where false", {}) is None


async def test_read_can_not_write(database: Database, county: County) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        await database.read(county.entry(), "delete from org_unit returning id::text", {})


@pytest.mark.day
async def test_transaction_commits_and_rolls_back(database: Database, county: County) -> None:
    async with database.transaction(county.entry()) as session:
        session.add(org(county, county.path))
    assert await paths(database, county.entry(), county) == [county.path]

    async def fail_after_writing() -> None:
        async with database.transaction(county.entry()) as session:
            session.add(org(county, county.path + "100/"))
            await session.flush()
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        await fail_after_writing()
    assert await paths(database, county.entry(), county) == [county.path]


@pytest.mark.check("K8", part="outside a unit of work")
async def test_a_query_outside_a_unit_of_work_raises(database: Database, county: County) -> None:
    nobody = TenantScope((), (county.path,), (), ())
    with pytest.raises(NoPrincipal):
        await database.read(nobody, NAMES, {"county": county.code})
    with pytest.raises(NoPrincipal):
        async with database.transaction(nobody):
            pytest.fail("entered without a county")
    with pytest.raises(NoPrincipal):
        await database._engine.connect()
    async with database.transaction(county.entry()) as session:
        pass
    for statement in (sa.select(OrgUnit), sa.text("select 1")):
        with pytest.raises(NoPrincipal):
            await session.execute(statement)


@pytest.mark.day
async def test_rows_can_be_written_that_the_writer_does_not_see_afterwards(
    database: Database, county: County
) -> None:
    below = county.path + "100/"
    entry = TenantScope((county.code,), (below,), (), ())
    async with database.transaction(entry) as session:
        row = org(county, below)
        session.add(row)
        await session.flush()
        assert row.version == 1
        with pytest.raises(OutsideReach):
            async with database.transaction(entry) as other:
                other.add(org(county, county.path + "101/"))


async def test_enter_narrows_the_same_transaction(
    database: Database, owner: psycopg.Connection, county: County
) -> None:
    orgs = plant_county(owner, county)
    async with database.transaction(county.entry()) as session:
        assert len((await session.scalars(sa.select(OrgUnit))).all()) == 7
        await database.enter(session, county.entry(orgs.townships[1]))
        assert len((await session.scalars(sa.select(OrgUnit))).all()) == 4


async def test_every_mention_of_a_table_carries_the_county(
    database: Database, county: County, other_county: County
) -> None:
    parent = sa.orm.aliased(OrgUnit)
    nested = sa.select(OrgUnit.id).where(OrgUnit.parent_id.in_(sa.select(parent.id)))
    seen: list[str] = []
    for entry, form in (
        (county.entry(), "county ="),
        (TenantScope((county.code, other_county.code), (), (), ()), "county IN"),
    ):
        seen.clear()
        async with database.transaction(entry) as session:
            connection = await session.connection()
            sa.event.listen(
                connection.sync_connection, "before_cursor_execute", lambda *a: seen.append(a[2])
            )
            await session.execute(nested)
            await session.get(OrgUnit, (county.code, new_id()))
            await session.execute(sa.update(OrgUnit).where(OrgUnit.name == "甲").values(name="乙"))
        assert [s.count(form) for s in seen] == [2, 1 if form != "county =" else 2, 1]


@pytest.mark.day
async def test_the_second_editor_of_one_version_gets_a_conflict(
    database: Database, county: County
) -> None:
    row = org(county, county.path)
    async with database.transaction(county.entry()) as session:
        session.add(row)

    async def edit_after_somebody_else() -> None:
        async with database.transaction(county.entry()) as session:
            first = await session.get_one(OrgUnit, (county.code, row.id))
            async with database.transaction(county.entry()) as other:
                (await other.get_one(OrgUnit, (county.code, row.id))).name = "丙"
            first.name = "丁"

    with pytest.raises(Conflict):
        await edit_after_somebody_else()
    async with database.transaction(county.entry()) as session:
        assert (await session.get_one(OrgUnit, (county.code, row.id))).name == "丙"


@pytest.mark.day
async def test_broken_keys_become_conflicts_that_name_the_constraint(
    database: Database, county: County
) -> None:
    with pytest.raises(Conflict) as taken:
        async with database.transaction(county.entry()) as session:
            session.add_all([org(county, county.path), org(county, county.path)])
    assert taken.value.data == {"constraint": "uq_org_unit_county_org_path"}
    child = org(county, county.path)
    child.parent_id = uuid.uuid4()
    with pytest.raises(Conflict) as absent:
        async with database.transaction(county.entry()) as session:
            session.add(child)
    assert absent.value.data == {"constraint": "fk_org_unit_parent_id"}


async def test_slow_statements_are_given_up(database_urls: Urls, county: County) -> None:
    hasty = await Database.open(
        database_urls.app, size=1, limits=Limits(statement=0.1), closing=[IndexBuffer]
    )
    with pytest.raises(Unavailable):
        await hasty.read(county.entry(), "select pg_sleep(3)::text", {})
    assert await hasty.ping()
    await hasty.close()
    with pytest.raises(Unavailable):
        await hasty.ping()


@pytest.mark.check("K45", part="connections that broke in a unit of work come back to the pool")
async def test_as_many_broken_connections_as_there_are_leave_the_pool_whole(
    database_urls: Urls, owner: psycopg.Connection, county: County
) -> None:
    small = await Database.open(database_urls.app, size=2)

    async def ask(query: str) -> None:
        async with small.transaction(county.entry()) as session:
            await session.execute(sa.text(query))

    for _ in range(4):
        with pytest.raises(Unavailable):
            await ask("select pg_terminate_backend(pg_backend_pid())")
    await asyncio.gather(*(ask("select pg_sleep(0.1)") for _ in range(2)))
    await small.close()


async def test_unknown_accounts_are_stale_for_reads_and_writes(
    database: Database, county: County
) -> None:
    entry = TenantScope((county.code,), (county.path,), (), (), uuid.uuid4(), 1)
    with pytest.raises(StaleGrants):
        await database.read(entry, NAMES, {"county": county.code})

    async def write() -> None:
        async with database.transaction(entry) as session:
            await session.execute(sa.text("select 1"))
            pytest.fail("a statement ran under stale grants")

    with pytest.raises(StaleGrants):
        await write()
