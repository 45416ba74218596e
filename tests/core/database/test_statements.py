"""SQLAlchemy's statements over our exchange: what waits, when it goes out, and what becomes of it
when something fails.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from tests.core.database.test_unit_of_work import org, paths
from tests.fixtures.database import County
from yishi_core.errors import Conflict, Unavailable
from yishi_core.kernel.access.places import TenantScope
from yishi_core.kernel.database import Database, NoPrincipal, OutsideReach, prefetch, put
from yishi_core.kernel.database.driver import exchange
from yishi_core.kernel.database.driver.exchange import Connection, Message, Missed
from yishi_core.kernel.tree.models import OrgUnit

pytestmark = pytest.mark.anyio


@pytest.fixture
def exchanges(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many messages went out with each round trip."""
    seen: list[int] = []
    plain = Connection._exchange

    async def counted(self: Connection, messages: Sequence[Message], **how: bool) -> Any:
        seen.append(len(messages))
        return await plain(self, messages, **how)

    monkeypatch.setattr(Connection, "_exchange", counted)
    return seen


@pytest.mark.exchange
async def test_rows_wait_for_the_commit(
    database: Database, county: County, exchanges: list[int]
) -> None:
    async with database.transaction(county.entry()) as session:
        for name in ("100/", "101/", "102/"):
            session.add(org(county, county.path + name))
            await session.flush()
    # begin, sec.enter, three rows, three lines of the index, and the commit
    assert exchanges == [9]
    assert len(await paths(database, county.entry(), county)) == 3


async def test_a_read_sees_what_was_written_before_it(database: Database, county: County) -> None:
    async with database.transaction(county.entry()) as session:
        session.add(org(county, county.path))
        assert [row.org_path for row in await session.scalars(sa.select(OrgUnit))] == [county.path]
        changed = await session.execute(
            sa.update(OrgUnit).values(name="乙"), execution_options={"synchronize_session": False}
        )
        assert changed.rowcount == 1  # type: ignore[attr-defined]  # an UPDATE's result has it


async def test_each_row_is_written_under_the_entry_of_its_moment(
    database: Database, county: County
) -> None:
    one, other = (
        TenantScope((county.code,), (county.path + place,), (), ()) for place in ("100/", "101/")
    )
    async with database.transaction(one) as session:
        session.add(org(county, county.path + "100/"))
        await database.enter(session, other)
        session.add(org(county, county.path + "101/"))
    assert len(await paths(database, county.entry(), county)) == 2

    async def outside() -> None:
        async with database.transaction(one) as session:
            await database.enter(session, other)
            session.add(org(county, county.path + "100/200/"))

    with pytest.raises(OutsideReach):
        await outside()
    assert len(await paths(database, county.entry(), county)) == 2


async def test_a_row_that_may_not_be_is_told_at_the_commit_and_nothing_stays(
    database: Database, county: County
) -> None:
    first = org(county, county.path)
    async with database.transaction(county.entry()) as session:
        session.add(first)
    again = org(county, county.path + "100/")
    again.id = first.id
    with pytest.raises(Conflict):
        async with database.transaction(county.entry()) as session:
            session.add_all([org(county, county.path + "102/"), again])
    assert await paths(database, county.entry(), county) == [county.path]


async def test_a_savepoint_takes_back_what_waited_behind_it(
    database: Database, county: County
) -> None:
    async def stopped(session: AsyncSession) -> None:
        async with session.begin_nested():
            session.add(org(county, county.path + "100/"))
            await session.flush()
            raise RuntimeError("stop")

    async def twice(session: AsyncSession) -> None:
        async with session.begin_nested():
            row = org(county, county.path + "101/")
            session.add(row)
            await session.flush()
            await put(
                session,
                OrgUnit.__table__,
                {c.name: getattr(row, c.name) for c in OrgUnit.__table__.columns},
            )

    async with database.transaction(county.entry()) as session:
        session.add(org(county, county.path))
        with pytest.raises(RuntimeError):
            await stopped(session)
        with pytest.raises(sa.exc.IntegrityError):
            await twice(session)
        session.add(org(county, county.path + "102/"))
    assert await paths(database, county.entry(), county) == [county.path, county.path + "102/"]


async def test_a_rollback_keeps_what_is_prepared(database: Database, county: County) -> None:
    async def stopped() -> None:
        async with database.transaction(county.entry()) as session:
            session.add(org(county, county.path))
            await session.scalars(sa.select(OrgUnit))
            raise RuntimeError("stop")

    for _ in range(4):
        with pytest.raises(RuntimeError):
            await stopped()
        async with database.transaction(county.entry()) as session:
            assert (await session.scalars(sa.select(OrgUnit))).all() == []


@pytest.mark.exchange
async def test_many_rows_go_out_before_the_commit(
    database: Database, county: County, exchanges: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yishi_core.kernel.database.driver.exchange.MOST_HELD", 3)
    async with database.transaction(county.entry()) as session:
        for number in range(7):
            session.add(org(county, f"{county.path}{number:03d}/"))
            await session.flush()
        assert exchanges[1:] == [3, 3]


async def test_who_goes_away_leaves_nothing_behind(database: Database, county: County) -> None:
    async def slow() -> None:
        async with database.transaction(county.entry()) as session:
            session.add(org(county, county.path))
            await session.execute(sa.text("select pg_sleep(30)"))

    task = asyncio.create_task(slow())
    await asyncio.sleep(0.5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await paths(database, county.entry(), county) == []


async def test_a_cut_connection_is_told(database: Database, county: County) -> None:
    async def cut() -> None:
        async with database.transaction(county.entry()) as session:
            session.add(org(county, county.path))
            await session.execute(sa.text("select pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(Unavailable):
        await cut()
    async with database.transaction(county.entry()) as session:
        await session.execute(sa.text("select 1"))
    assert await paths(database, county.entry(), county) == []


@pytest.mark.exchange
async def test_a_changed_row_waits_too_and_is_told_when_it_is_not_as_it_was_read(
    database: Database, county: County, exchanges: list[int]
) -> None:
    """The UPDATE goes out with the commit; when somebody else was quicker nothing of the
    transaction stays.
    """
    first = org(county, county.path)
    async with database.transaction(county.entry()) as session:
        session.add(first)
    exchanges.clear()
    async with database.transaction(county.entry()) as session:
        row = (await session.scalars(sa.select(OrgUnit))).one()
        row.name = "甲"
    assert len(exchanges) == 2

    async def late() -> None:
        async with database.transaction(county.entry()) as session:
            row = (await session.scalars(sa.select(OrgUnit))).one()
            async with database.transaction(county.entry()) as other:
                (await other.scalars(sa.select(OrgUnit))).one().name = "乙"
            row.name = "丙"
            session.add(org(county, county.path + "100/"))

    with pytest.raises(Conflict):
        await late()
    async with database.transaction(county.entry()) as session:
        assert [row.name for row in await session.scalars(sa.select(OrgUnit))] == ["乙"]


async def test_a_changed_row_in_a_savepoint_is_told_at_its_end(
    database: Database, county: County
) -> None:
    async with database.transaction(county.entry()) as session:
        session.add(org(county, county.path))
    async with database.transaction(county.entry()) as session:
        row = (await session.scalars(sa.select(OrgUnit))).one()
        async with database.transaction(county.entry()) as other:
            (await other.scalars(sa.select(OrgUnit))).one().name = "乙"

        async def late() -> None:
            async with session.begin_nested():
                row.name = "丙"

        with pytest.raises((Missed, StaleDataError)):
            await late()
        session.expunge_all()
        assert [row.name for row in await session.scalars(sa.select(OrgUnit))] == ["乙"]


@pytest.mark.exchange
async def test_a_changed_row_goes_out_with_the_commit(
    database: Database, county: County, exchanges: list[int]
) -> None:
    async with database.transaction(county.entry()) as session:
        session.add(org(county, county.path))
    async with database.transaction(county.entry()) as session:
        row = (await session.scalars(sa.select(OrgUnit))).one()
        exchanges.clear()
        row.name = row.name
        await session.flush()
        assert row.version == 1  # nothing is changed by the value that it has
        row.name = "甲甲"
        await session.flush()
        row.name = "甲甲甲"
    assert row.version == 3
    assert not session.sync_session.dirty
    assert exchanges == [
        5
    ]  # the row twice, its line of the index taken out and written, the commit
    async with database.transaction(county.entry()) as session:
        (read,) = (await session.execute(sa.select(OrgUnit.name, OrgUnit.version))).all()
    assert read == ("甲甲甲", 3)


@pytest.mark.exchange
async def test_a_read_goes_out_with_the_next_statement(
    database: Database, county: County, exchanges: list[int]
) -> None:
    async with database.transaction(county.entry()) as session:
        session.add(org(county, county.path))
    exchanges.clear()
    counted = sa.select(sa.func.count()).select_from(OrgUnit.__table__)
    async with database.transaction(county.entry()) as session:
        first, second = [await prefetch(session, counted, {}) for _ in range(2)]
        await session.execute(sa.text("select 1"))
        assert await first.rows() == await second.rows() == [(1,)]
        assert len(exchanges) == 1
        alone = await prefetch(session, counted, {})
        assert await alone.rows() == [(1,)]
    assert len(exchanges) == 3


async def test_rows_that_were_asked_for_ahead_are_those_of_that_moment(
    database: Database, county: County
) -> None:
    """What is written afterwards is not among them, and nobody reads them after the unit of work."""
    counted = sa.select(sa.func.count()).select_from(OrgUnit.__table__)
    async with database.transaction(county.entry()) as session:
        read = await prefetch(session, counted, {})
        session.add(org(county, county.path))
        await session.flush()
        assert await read.rows() == [(0,)]
        late = await prefetch(session, counted, {})
        assert await late.rows() == [(1,)]
    with pytest.raises(NoPrincipal):
        await late.rows()
    with pytest.raises(NoPrincipal):
        await prefetch(session, counted, {})


@pytest.mark.exchange
async def test_a_savepoint_is_undone_also_where_many_statements_are_prepared(
    database: Database, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing may be deallocated in a transaction that has failed."""
    monkeypatch.setattr(exchange, "STATEMENTS", 4)
    for _ in range(4):  # on one connection, which prepares what it has run before
        async with database.transaction(county.entry()) as session:
            with pytest.raises(DBAPIError):
                await _wrong(session)
            assert (await session.execute(sa.text("select 7"))).scalar_one() == 7


async def _wrong(session: AsyncSession) -> None:
    async with session.begin_nested():
        await session.execute(sa.text("select 1 / 0"))
