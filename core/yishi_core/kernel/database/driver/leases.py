"""Connections that a plugin's code took and never gave back (K42).

A plugin may open transactions of its own. One that enters `Database.transaction` by hand and
forgets to leave it would hold a connection of the pool for ever: after ten of them nobody would be
served. So its code runs in a lease, and what is still open at the end is taken from it.
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
    """The transactions opened by one piece of code, in its task and in those that it started."""

    def __init__(self) -> None:
        self.over = False
        self._taken: list[tuple[AsyncConnection, Session]] = []

    def note(self, connection: AsyncConnection, session: Session) -> None:
        self._taken.append((connection, session))

    async def end(self) -> int:
        """Roll back and give back what is still open; how many there were."""
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
    """The lease under which the running code opens transactions."""
    return _lease.get()


@asynccontextmanager
async def leased(plugin: str, what: str) -> AsyncIterator[None]:
    """Run a plugin's code: at the end none of its transactions is open any more, and none can be
    opened by what it left running.
    """
    lease = Lease()
    token = _lease.set(lease)
    try:
        yield
    finally:
        _lease.reset(token)
        if left := await lease.end():
            log.error("plugin kept connections", plugin=plugin, during=what, connections=left)
