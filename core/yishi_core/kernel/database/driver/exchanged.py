"""The default driver: what a unit of work writes goes out together, over our own exchange
(decisions 0060, 0064, 0065).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from yishi_core.kernel.access.places import TenantScope
from yishi_core.kernel.database.driver.changed import write_changed
from yishi_core.kernel.database.driver.driver import CONNECTION, DeferredRead, Driver
from yishi_core.kernel.database.driver.exchange import Connection, HeldRead, Message
from yishi_core.kernel.database.driver.messages import ENCODER
from yishi_core.kernel.database.driver.statements import Statements
from yishi_core.kernel.database.driver.unit import ENTER, UnitSession, entry_of, entry_parameters

KNOWN_SCOPES = 4096
"""Scopes whose `sec.enter` is kept as a message."""
_BEGIN, _BEGIN_READ, _COMMIT = Message(b"begin"), Message(b"begin read only"), Message(b"commit")


class ExchangeSession(UnitSession):
    """A session whose changed rows wait for the commit, instead of SQLAlchemy's UPDATE."""

    def write_changed(self) -> None:
        super().write_changed()
        write_changed(self)


@dataclass(frozen=True, slots=True)
class Awaited(DeferredRead):
    """A read that goes out with the next statement whose answer is waited for."""

    session: AsyncSession
    held: HeldRead

    async def rows(self) -> list[tuple[Any, ...]]:
        return await connection_of(self.session).answer(self.held)


class Exchange(Driver):
    connections = Connection
    sessions = ExchangeSession

    def attach(self, engine: AsyncEngine) -> None:
        Statements(engine)

    async def read(
        self,
        connection: AsyncConnection[Any],
        scope: TenantScope,
        query: str,
        values: Mapping[str, Any],
    ) -> bytes | None:
        messages = (_BEGIN_READ, _entering(scope), ENCODER.message(query, values), _COMMIT)
        _, _, answer, _ = await cast("Connection", connection).exchange(messages)
        return answer.get_value(0, 0) if answer.ntuples else None

    async def begin(self, connection: AsyncConnection[Any], scope: TenantScope) -> None:
        cast("Connection", connection).hold((_BEGIN, _entering(scope)))

    async def send(
        self, session: AsyncSession, text: str, rows: Iterable[Mapping[str, Any]]
    ) -> None:
        connection = connection_of(session)
        if connection.hold([ENCODER.message(text, values) for values in rows]):
            await connection.ask()

    async def prefetch(
        self, session: AsyncSession, text: str, values: Mapping[str, Any]
    ) -> DeferredRead:
        held = connection_of(session).hold_read(ENCODER.message(text, values))
        return Awaited(session, held)


def connection_of(session: AsyncSession) -> Connection:
    """The connection of a running unit of work; raises `NoPrincipal` when it is over."""
    entry_of(session.sync_session)
    connection: Connection = session.sync_session.info[CONNECTION]
    return connection


@lru_cache(maxsize=KNOWN_SCOPES)
def _entering(scope: TenantScope) -> Message:
    return ENCODER.message(ENTER, entry_parameters(scope))


EXCHANGE = Exchange()
