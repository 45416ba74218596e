"""procrastinate's connector, with every name of its tables and functions qualified by the schema
`queue`.

So it needs no search path: it works in a transaction of ours and behind a pooler that forgets
session settings.
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
    """`procrastinate_jobs` → `queue.procrastinate_jobs`, wherever it stands."""
    return _NAME.sub(rf"{SCHEMA}.\g<0>", query)


class QueueConnector(PsycopgConnector):
    """Give it `conninfo` of the serving role to work jobs off; unopened it defers on connections
    that it is handed.
    """

    async def open_async(self, pool: AsyncConnectionPool[Any] | None = None) -> None:
        """Unlike procrastinate's own it does not wait for a connection: the first statement tells
        at once whether there is one.
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
