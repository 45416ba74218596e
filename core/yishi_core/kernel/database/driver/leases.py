"""Reclaiming database connections that a plugin's code took and never returned (K42).

A plugin may open transactions of its own. One that enters `Database.transaction` by hand and never
leaves it would hold a connection of the pool for ever, and after ten of them nobody could be
served. Therefore its code runs in a lease, and what is still open at the end is closed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import Session

from yishi_core.kernel.database.driver.unit import expire

log = structlog.get_logger(__name__)


class Lease:
    """The transactions opened by one piece of code, in its task and those that it started."""

    def __init__(self) -> None:
        self.over = False
        self._taken: list[tuple[AsyncConnection, Session]] = []

    def note(self, connection: AsyncConnection, session: Session) -> None:
        self._taken.append((connection, session))

    async def end(self) -> int:
        """Roll back and return what is still open; the number of such connections."""
        self.over = True
        left = [
            (connection, session) for connection, session in self._taken if not connection.closed
        ]
        for connection, session in left:
            expire(session)
            await connection.close()
        return len(left)


_lease: ContextVar[Lease | None] = ContextVar("yishi_lease", default=None)


def current() -> Lease | None:
    """The lease under which the running code opens transactions, or None."""
    return _lease.get()


@asynccontextmanager
async def leased(plugin: str, what: str) -> AsyncIterator[None]:
    """Run a plugin's code in the block; at the end its open transactions are closed.

    Tasks that it left running cannot open any more.
    """
    lease = Lease()
    token = _lease.set(lease)
    try:
        yield
    finally:
        _lease.reset(token)
        if left := await lease.end():
            log.error("plugin kept connections", plugin=plugin, during=what, connections=left)
