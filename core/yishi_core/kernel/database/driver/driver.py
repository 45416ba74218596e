"""What the database room asks of a driver, whichever of the two it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Protocol

from psycopg import AsyncConnection
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import Session

from yishi_core.kernel.access.places import TenantScope
from yishi_core.kernel.database.driver.unit import UnitSession, entry_of
from yishi_core.kernel.database.patience import PatientConnection

DRIVER, CONNECTION = "yishi_driver", "yishi_connection"
"""Where a session's `info` has its driver and the connection of its unit of work."""


class DeferredRead(Protocol):
    """A read that was asked for before its answer is needed."""

    async def rows(self) -> list[tuple[Any, ...]]:
        """Its rows, as psycopg makes them. Raises `NoPrincipal` once the unit of work is over."""
        ...


class Driver(ABC):
    """How statements reach PostgreSQL. It keeps nothing of a database or a unit of work.

    Every text is in psycopg's named style (`%(name)s`). Failures come as psycopg's errors or as
    SQLAlchemy's around them; `translated` knows both.
    """

    connections: ClassVar[type[PatientConnection]]
    """What the pool opens, in autocommit: transactions begin and end with statements of their
    own."""
    sessions: ClassVar[type[UnitSession]]
    """What a unit of work is given."""

    @abstractmethod
    def attach(self, engine: AsyncEngine) -> None:
        """Take over what has to be taken over of an engine's statements."""

    @abstractmethod
    async def read(
        self,
        connection: AsyncConnection[Any],
        scope: TenantScope,
        query: str,
        values: Mapping[str, Any],
    ) -> bytes | None:
        """Run one query in a read-only transaction of its own, entered as `scope`; the first
        column of its first row as PostgreSQL's text, None without a row. Stale grants end it
        before the query runs.
        """

    @abstractmethod
    async def begin(self, connection: AsyncConnection[Any], scope: TenantScope) -> None:
        """Begin a transaction that is entered as `scope` before its first statement runs. The one
        whose answer tells of stale grants is this call or that statement.
        """

    @abstractmethod
    async def send(
        self, session: AsyncSession, text: str, rows: Iterable[Mapping[str, Any]]
    ) -> None:
        """Run a statement whose answer nobody reads for each set of values, now or with a later
        statement of the transaction, in order.
        """

    @abstractmethod
    async def prefetch(
        self, session: AsyncSession, text: str, values: Mapping[str, Any]
    ) -> DeferredRead:
        """Ask for rows that are needed later; they are read now or with the next statement."""


def bind_driver(session: Session, driver: Driver, connection: Any) -> None:
    """Let a session's messages go over a connection."""
    session.info[DRIVER], session.info[CONNECTION] = driver, connection


def driver_of(session: AsyncSession) -> Driver:
    """The driver of a running unit of work; raises `NoPrincipal` when it is over."""
    entry_of(session.sync_session)
    driver: Driver = session.sync_session.info[DRIVER]
    return driver


def aborted(session: Session) -> bool:
    """Whether the transaction takes no further statement: one has failed, or its connection is
    gone.
    """
    connection: AsyncConnection[Any] = session.info[CONNECTION]
    return lost(session) or connection.info.transaction_status is TransactionStatus.INERROR


def lost(session: Session) -> bool:
    """Whether the connection of the transaction is gone, e.g. with a statement that was ended."""
    connection = session.get_bind()
    return isinstance(connection, Connection) and connection.invalidated
