"""The connection pool and the two ways to use it: a read in one round trip, or a transaction.

Nothing else hands out a connection. Every use states its tenant scope (`TenantScope`); without one
it raises `NoPrincipal` and never gives an empty answer.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol, cast

import psycopg
from psycopg_pool import AsyncConnectionPool
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from yishi_core import clock
from yishi_core.kernel.access.places import TenantScope
from yishi_core.kernel.database.address import conninfo_of
from yishi_core.kernel.database.driver import leases
from yishi_core.kernel.database.driver.driver import Driver, bind_driver
from yishi_core.kernel.database.driver.exchanged import EXCHANGE
from yishi_core.kernel.database.driver.failures import NoPrincipal, translated
from yishi_core.kernel.database.driver.looking import watch_statements
from yishi_core.kernel.database.driver.plain import PLAIN
from yishi_core.kernel.database.driver.rows import send
from yishi_core.kernel.database.driver.unit import (
    ENTER,
    bind_to_entry,
    entry_of,
    entry_parameters,
    expire,
    forget_notices,
)
from yishi_core.kernel.database.patience import PatientConnection
from yishi_core.kernel.database.roles import APP

Pool = AsyncConnectionPool[PatientConnection]
#: What the creator of connections has to do for the unit of work that is being opened in this task.
_opening: ContextVar[TenantScope | None] = ContextVar("yishi_opening", default=None)


class Overprivileged(RuntimeError):
    """The login could bypass row-level security; the process refuses to serve with it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits in seconds, and how connections behave.

    Set `prepare` to false behind a pooler that cannot keep prepared statements. With `durable`
    false a commit does not wait for the disk, so a crash may lose the latest commits; use it only
    for data that can be loaded again.
    """

    statement: float = 15.0
    idle: float = 60.0
    connection: float = 5.0
    connect: int = 5
    prepare: bool = True
    durable: bool = True

    @property
    def answer(self) -> float:
        """How long to wait for the answer to one exchange.

        An exchange holds several statements, and each of them has the full statement timeout.
        """
        return self.statement + max(self.statement, 5.0)

    def options(self) -> str:
        """The options of the start-up packet.

        Behind PgBouncer the defaults of the role `yishi_app` apply instead (docs/database.md).
        """
        return (
            f"-c statement_timeout={round(self.statement * 1000)}"
            f" -c idle_in_transaction_session_timeout={round(self.idle * 1000)} -c jit=off"
            + ("" if self.durable else " -c synchronous_commit=off")
        )


class Conclusion(Protocol):
    """What one transaction still has to write before it is committed."""

    async def conclude(self, database: Database, session: AsyncSession) -> None:
        """Write it; everything else of the transaction has been flushed."""
        ...


Closing = Callable[[Session], Conclusion]
"""Called with each new session; returns the work to do before its commit.

For example, writing the search index.
"""


class Database:
    """The database of one process, opened once by `Database.open`."""

    def __init__(
        self, pool: Pool, driver: Driver, version: str, closing: Sequence[Closing] = ()
    ) -> None:
        self._pool = pool
        self._driver = driver
        self._closing = tuple(closing)
        self._engine = _engine_over(pool, driver)
        self.server_version = version
        """The version of the server, e.g. `18.1`."""

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        size: int = 10,
        limits: Limits = Limits(),
        closing: Sequence[Closing] = (),
        plain: bool = False,
    ) -> Database:
        """Connect as the serving role; `closing` is done at the end of every transaction, `plain`
        leaves all statements to SQLAlchemy and psycopg (docs/database.md, The driver).

        Raises `Overprivileged` when the login is more than the serving role (K2), `Unavailable`
        when nobody answers.
        """
        driver: Driver = PLAIN if plain else EXCHANGE

        async def configure(connection: PatientConnection) -> None:
            connection.patience = limits.answer

        pool: Pool = AsyncConnectionPool(
            conninfo_of(url),
            connection_class=driver.connections,
            configure=configure,
            min_size=min(2, size),
            max_size=size,
            timeout=limits.connection,
            open=False,
            close_returns=True,
            name="yishi",
            kwargs={
                "autocommit": True,
                "connect_timeout": limits.connect,
                "options": limits.options(),
                "prepare_threshold": 5 if limits.prepare else None,
            },
        )
        with translated():
            await pool.open()
            try:
                async with pool.connection() as connection:
                    version = await _require_unprivileged(connection)
                database = cls(pool, driver, version, closing)
                await database._warm_up()
            except BaseException:
                await pool.close()
                raise
        return database

    async def close(self) -> None:
        await self._engine.dispose()
        await self._pool.close()

    async def read(self, entry: TenantScope, query: str, params: Mapping[str, Any]) -> bytes | None:
        """Run one query in one round trip and return its single text value as bytes.

        The query must yield one column and at most one row; None is returned when it yields none.
        BEGIN READ ONLY, `sec.enter`, the query and COMMIT go out as one pipeline, so that stale
        grants abort before the query runs.
        """
        with translated():
            connection = await self._pool.getconn()
            try:
                return await self._driver.read(connection, entry, query, params)
            finally:
                await self._pool.putconn(connection)

    @asynccontextmanager
    async def transaction(self, entry: TenantScope) -> AsyncIterator[AsyncSession]:
        """Open a session in a transaction, committed at the end and rolled back on any error.

        BEGIN and `sec.enter` go out with the first statement, which they precede: so that one
        raises `StaleGrants`. On the plain driver it is raised here.
        """
        entry_parameters(entry)
        lease = leases.current()
        if lease is not None and lease.over:
            raise NoPrincipal("what a plugin left running opens no transaction")
        with translated():
            connection = await self._begin(entry)
            try:
                async with AsyncSession(
                    connection, expire_on_commit=False, sync_session_class=self._driver.sessions
                ) as session:
                    bind_to_entry(session.sync_session, entry)
                    raw = await connection.get_raw_connection()
                    bind_driver(session.sync_session, self._driver, raw.driver_connection)
                    conclusions = [watch(session.sync_session) for watch in self._closing]
                    if lease is not None:
                        lease.note(connection, session.sync_session)
                    try:
                        yield session
                        await session.flush()
                        for conclusion in conclusions:
                            await conclusion.conclude(self, session)
                        await session.commit()
                    finally:
                        expire(session.sync_session)
            # Also when the task is cancelled: the connection is rolled back and returned to the
            # pool.
            finally:
                await asyncio.shield(asyncio.create_task(connection.close()))

    async def enter(self, session: AsyncSession, entry: TenantScope) -> None:
        """Change the scope within the transaction, flushing pending changes under the old one."""
        await session.flush()
        if entry_of(session.sync_session) == entry:
            return
        with translated():
            await send(session, ENTER, entry_parameters(entry))
        bind_to_entry(session.sync_session, entry)

    async def whoami(self, county: int, hash_: str) -> Mapping[str, Any] | None:
        """The account, grants and limits behind a token's hash; None without a valid token.

        The keys are `{account, county, name, version, token, expires_at, until, read_only, scopes,
        must_change_password, grants: [{role, county, path}]}`, with ids as text. `until` is the
        moment at which links of a committee begin or end and the grants therefore change.
        """
        with translated():
            async with self._pool.connection() as connection:
                async with connection.pipeline():
                    await connection.execute("begin read only")
                    cursor = await connection.execute(
                        "select sec.whoami(%s::int, %s::text, %s::timestamptz)::text",
                        [county, hash_, clock.now()],
                    )
                    await connection.execute("commit")
                row = await cursor.fetchone()
        return cast("Mapping[str, Any]", json.loads(row[0])) if row and row[0] else None

    async def ping(self) -> bool:
        """Check that a connection answers, for health checks; raises `Unavailable` otherwise."""
        with translated():
            async with self._pool.connection() as connection:
                await connection.execute("select 1")
        return True

    async def _begin(self, entry: TenantScope) -> AsyncConnection:
        token = _opening.set(entry)
        try:
            return await self._engine.connect()
        finally:
            _opening.reset(token)

    async def _warm_up(self) -> None:
        # SQLAlchemy queries the server on its first connection and rolls back afterwards, so let
        # this happen before the first unit of work instead of inside it.
        await (await self._begin(_NOBODY)).close()


_NOBODY = TenantScope((), (), (), ())


def _engine_over(pool: Pool, driver: Driver) -> AsyncEngine:
    async def create() -> psycopg.AsyncConnection[Any]:
        entry = _opening.get()
        if entry is None:
            raise NoPrincipal("a connection is handed out inside Database.transaction only")
        connection = await pool.getconn()
        try:
            forget_notices(connection)
            if entry is not _NOBODY:
                await driver.begin(connection, entry)
        except BaseException:
            await pool.putconn(connection)
            raise
        return connection

    engine = create_async_engine("postgresql+psycopg://", async_creator=create, poolclass=NullPool)
    # A caller may write rows that they cannot read afterwards (a submitter), which RETURNING would
    # refuse. Ids and defaults are made in Python, so nothing needs to be returned.
    dialect = engine.sync_engine.dialect
    dialect.insert_returning = dialect.update_returning = dialect.delete_returning = False
    dialect.use_insertmanyvalues = False
    watch_statements(engine)
    driver.attach(engine)
    return engine


async def _require_unprivileged(connection: psycopg.AsyncConnection[Any]) -> str:
    """Return the server's version; raises `Overprivileged` for a login with too many rights."""
    cursor = await connection.execute("""
        select current_user::text, current_setting('server_version'), r.rolsuper, r.rolbypassrls, r.rolcreaterole,
               exists (select from pg_class c where c.relowner = r.oid),
               array(select m.rolname::text from pg_roles m where m.oid <> r.oid and pg_has_role(r.oid, m.oid, 'member'))
        from pg_roles r where r.rolname = current_user and session_user = current_user
    """)
    row = await cursor.fetchone()
    if row is None:
        raise Overprivileged("the session has changed its role")
    name, version, superuser, bypass, createrole, owns, member_of = row
    reasons = [
        reason
        for wrong, reason in (
            (superuser, "is a superuser"),
            (bypass, "bypasses row level security"),
            (createrole, "may create roles"),
            (owns, "owns tables"),
            (bool(member_of), f"is a member of {', '.join(member_of)}"),
        )
        if wrong
    ]
    if reasons:
        raise Overprivileged(f"{name} {' and '.join(reasons)}: serve as {APP}")
    return str(version)
