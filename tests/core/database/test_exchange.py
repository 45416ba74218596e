"""One round trip of a read: what is prepared, what is undone, and what becomes of the
connection.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest

from tests.fixtures.database import County, Urls
from yishi_core.errors import Unavailable
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.database import Database
from yishi_core.kernel.database.database import Limits
from yishi_core.kernel.database.driver.exchange import STATEMENTS, Connection, Encoder, positional

pytestmark = [pytest.mark.anyio, pytest.mark.exchange]
HERE = County(960101).entry()
PREPARED = (
    r"select count(*)::text from pg_prepared_statements where name like 'ys\_%%' and "
    r"statement like %(like)s::text"
)


@asynccontextmanager
async def one_connection(urls: Urls, limits: Limits | None = None) -> AsyncIterator[Database]:
    database = await Database.open(
        urls.app, size=1, limits=limits or Limits(), closing=[IndexBuffer]
    )
    try:
        yield database
    finally:
        await database.close()


async def ask(database: Database, query: str, **params: Any) -> str | None:
    answer = await database.read(HERE, query, params)
    return None if answer is None else bytes(answer).decode()


def test_names_become_numbers_and_two_percents_one() -> None:
    assert positional("a %(b)s like '%%x' and %(c)s = %(b)s") == (
        b"a $1 like '%x' and $2 = $1",
        ("b", "c"),
    )


def test_values_go_over_the_wire_with_their_types() -> None:
    message = Encoder().message(
        "select %(a)s, %(b)s, %(c)s", {"a": None, "b": ["x,", '"'], "c": True, "unused": object()}
    )
    assert message.values[0] is None
    assert bytes(message.values[1] or b"") == b'{"x,","\\""}'
    assert len(message.types) == len(message.formats) == 3


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        Encoder().message("select %(a)s", {})


async def test_a_statement_is_prepared_at_its_second_use(database_urls: Urls) -> None:
    async with one_connection(database_urls) as database:
        seen = []
        for _ in range(4):
            assert await ask(database, "select %(n)s::int::text", n=7) == "7"
            seen.append(await ask(database, PREPARED, like="select $1::int::text"))
        assert seen == ["0", "1", "1", "1"]


async def test_nothing_is_prepared_behind_a_pooler_that_cannot_keep_it(database_urls: Urls) -> None:
    async with one_connection(database_urls, Limits(prepare=False)) as database:
        for _ in range(3):
            assert await ask(database, "select 'x'") == "x"
        assert await ask(database, PREPARED, like="%") == "0"


async def test_a_connection_keeps_so_many_statements_and_no_more(database_urls: Urls) -> None:
    async with one_connection(database_urls) as database:
        for _ in range(2):
            for number in range(STATEMENTS + 20):
                assert await ask(database, f"select '{number}'") == str(number)
                assert await ask(database, f"select '{number}'") == str(number)
        assert int(await ask(database, PREPARED, like="%") or 0) == STATEMENTS


async def test_what_the_server_has_forgotten_is_prepared_anew(database_urls: Urls) -> None:
    async with one_connection(database_urls) as database:
        for _ in range(3):
            assert await ask(database, "select 'kept'") == "kept"
        async with database._pool.connection() as connection:
            await connection.execute("deallocate all")
        assert await ask(database, "select 'kept'") == "kept"


async def test_a_failure_is_raised_and_the_connection_goes_on(database_urls: Urls) -> None:
    async with one_connection(database_urls) as database:
        before = await ask(database, "select pg_backend_pid()::text")
        for _ in range(3):
            with pytest.raises(psycopg.errors.DivisionByZero):
                await ask(database, "select (1 / %(n)s::int)::text", n=0)
        assert await ask(database, "select pg_backend_pid()::text") == before
        assert (
            await ask(database, "select nullif(current_setting('app.counties', true), '')")
            == "{960101}"
        )


async def test_no_row_is_no_answer(database_urls: Urls) -> None:
    async with one_connection(database_urls) as database:
        assert await ask(database, "select 'x' where false") is None


async def test_an_answer_of_many_packets_is_whole(database_urls: Urls) -> None:
    async with one_connection(database_urls) as database:
        for _ in range(3):
            assert len(await ask(database, "select repeat('议', 1000000)") or "") == 1_000_000
        assert (
            await ask(database, "select length(%(t)s::text)::text", t="议" * 1_000_000) == "1000000"
        )


async def test_a_caller_who_goes_away_cancels_what_runs(database_urls: Urls) -> None:
    async with one_connection(database_urls) as database:
        asked = asyncio.create_task(ask(database, "select pg_sleep(30)::text"))
        await asyncio.sleep(0.3)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        running = (
            "select count(*)::text from pg_stat_activity where query like 'select "
            "pg_sleep(30)%%' and state = 'active'"
        )
        assert await ask(database, running) == "0"


async def test_a_connection_that_is_cut_is_replaced(database_urls: Urls) -> None:
    async with one_connection(database_urls) as database:
        with pytest.raises(Unavailable):
            await ask(database, "select pg_terminate_backend(pg_backend_pid())::text")
        assert await ask(database, "select 'again'") == "again"


async def test_the_pool_gives_our_connections(database_urls: Urls) -> None:
    async with one_connection(database_urls) as database, database._pool.connection() as connection:
        assert type(connection) is Connection


async def test_what_makes_room_within_an_exchange_is_not_named_after_it(database: Database) -> None:
    """A long exchange prepares more than is kept, and names again what it has just let go, and what
    it has just prepared.
    """
    async with database._pool.connection() as connection:
        assert isinstance(connection, Connection)
        oldest = [Encoder().message(f"select {number} as kept", {}) for number in range(STATEMENTS)]
        for _ in range(2):
            await connection.exchange(oldest)
        newer = [
            Encoder().message(f"select {number} as newer", {}) for number in range(STATEMENTS // 2)
        ]
        await connection.exchange(newer)
        mixed = [*newer, *newer, *oldest]
        for _ in range(2):
            answers = await connection.exchange(mixed)
            assert [int(r.get_value(0, 0) or -1) for r in answers] == [
                *range(len(newer)),
                *range(len(newer)),
                *range(STATEMENTS),
            ]
