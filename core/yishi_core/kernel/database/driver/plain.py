"""The driver without anything of ours: psycopg's connections and cursors, SQLAlchemy's unit of
work, each statement in a round trip of its own.

It is several times slower and otherwise the same; whether a fault stays under it tells whether the
fault is the exchange's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from yishi_core.kernel.access.places import TenantScope
from yishi_core.kernel.database.driver.driver import DeferredRead, Driver
from yishi_core.kernel.database.driver.unit import ENTER, UnitSession, entry_of, entry_parameters
from yishi_core.kernel.database.patience import PatientConnection


@dataclass(frozen=True, slots=True)
class Fetched(DeferredRead):
    """Rows that have been read at once."""

    session: AsyncSession
    found: list[tuple[Any, ...]]

    async def rows(self) -> list[tuple[Any, ...]]:
        entry_of(self.session.sync_session)
        return self.found


class Plain(Driver):
    connections = PatientConnection
    sessions = UnitSession

    def attach(self, engine: AsyncEngine) -> None:
        """SQLAlchemy's statements go their own way."""

    async def read(
        self,
        connection: AsyncConnection[Any],
        scope: TenantScope,
        query: str,
        values: Mapping[str, Any],
    ) -> bytes | None:
        entering = entry_parameters(scope)
        async with connection.transaction():
            await connection.execute("set transaction read only")
            await connection.execute(ENTER, entering)
            answer = (await connection.execute(query, values)).pgresult
        return answer.get_value(0, 0) if answer and answer.ntuples else None

    async def begin(self, connection: AsyncConnection[Any], scope: TenantScope) -> None:
        entering = entry_parameters(scope)
        await connection.execute("begin")
        try:
            await connection.execute(ENTER, entering)
        except BaseException:
            await connection.rollback()
            raise

    async def send(
        self, session: AsyncSession, text: str, rows: Iterable[Mapping[str, Any]]
    ) -> None:
        connection = await session.connection()
        for values in rows:
            await connection.exec_driver_sql(text, dict(values))

    async def prefetch(
        self, session: AsyncSession, text: str, values: Mapping[str, Any]
    ) -> DeferredRead:
        connection = await session.connection()
        rows = await connection.exec_driver_sql(text, dict(values))
        return Fetched(session, [tuple(row) for row in rows])


PLAIN = Plain()
