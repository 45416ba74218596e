"""procrastinate's connector with all its tables and functions qualified by the schema `queue`.

It therefore needs no search path, and works in our own transactions and behind a pooler that
forgets session settings.
"""

from __future__ import annotations

import re
from typing import Any, LiteralString

import psycopg
from procrastinate import PsycopgConnector
from psycopg_pool import AsyncConnectionPool

from yishi_core.kernel.database.queue_schema import SCHEMA

_NAME = re.compile(r"(?<![\w#])procrastinate_\w+")


def qualified(query: LiteralString) -> LiteralString:
    """`procrastinate_jobs` → `queue.procrastinate_jobs`, wherever such a name occurs."""
    return _NAME.sub(rf"{SCHEMA}.\g<0>", query)


class QueueConnector(PsycopgConnector):
    """A connector to the queue.

    With `conninfo` of the serving role it runs jobs; without being opened it defers jobs on
    connections that are passed to it.
    """

    async def open_async(self, pool: AsyncConnectionPool[Any] | None = None) -> None:
        """Open the pool without waiting for a connection, unlike procrastinate's own method.

        The first statement shows at once whether the database is there.
        """
        if pool is None and self._async_pool is None:
            pool = await self._create_pool(self._pool_args)
            await pool.open()
            self._async_pool = pool
        else:
            await super().open_async(pool)

    async def execute_query_async(self, query: LiteralString, **arguments: Any) -> None:
        await super().execute_query_async(qualified(query), **arguments)

    async def execute_query_one_async(
        self, query: LiteralString, **arguments: Any
    ) -> dict[str, Any]:
        row: dict[str, Any] = await super().execute_query_one_async(qualified(query), **arguments)
        return row

    async def execute_query_all_async(
        self, query: LiteralString, **arguments: Any
    ) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = await super().execute_query_all_async(
            qualified(query), **arguments
        )
        return rows

    async def execute_query_one_async_with_connection(
        self, connection: psycopg.AsyncConnection, query: LiteralString, **arguments: Any
    ) -> dict[str, Any]:
        row: dict[str, Any] = await super().execute_query_one_async_with_connection(
            connection, qualified(query), **arguments
        )
        return row

    async def execute_query_all_async_with_connection(
        self, connection: psycopg.AsyncConnection, query: LiteralString, **arguments: Any
    ) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = await super().execute_query_all_async_with_connection(
            connection, qualified(query), **arguments
        )
        return rows
