"""`upgrade`: bring every environment to its newest migration, in one transaction (access.md 9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import psycopg
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from yishi_core.kernel.database import functions, policies, queue_schema
from yishi_core.kernel.database.migrations.catalogue import require_sound
from yishi_core.kernel.database.migrations.environment import Environment, in_order
from yishi_core.kernel.database.migrations.fitting import newest, present, require_not_newer
from yishi_core.kernel.database.migrations.notes import noted_entities
from yishi_core.kernel.database.migrations.recording import scripts_of
from yishi_core.kernel.database.roles import APP
from yishi_core.kernel.database.script import as_written

#: Key of the advisory lock that makes simultaneous upgrades wait for each other. The number is
#: arbitrary but used only by this module.
_LOCK = 990102
_VERSION_TABLES = sa.text(
    "select substr(relname, 17)::text from pg_class where relnamespace = 'public'::regnamespace "
    "and relkind = 'r' and relname ^@ 'alembic_version_' order by 1"
)
_NOTE_GENERATION = sa.text("insert into sec.generation (digest) values (:digest)")


def engine(owner_url: str) -> sa.Engine:
    """An engine that connects as the owner role, for migrations and offline commands only."""
    url = sa.make_url(owner_url).set(drivername="postgresql+psycopg")
    return sa.create_engine(url, poolclass=sa.NullPool)


def upgrade(
    owner_url: str,
    environments: Iterable[Environment],
    fill: Sequence[Callable[[psycopg.Connection], object]] = (),
) -> None:
    """Bring the database up to date in one transaction: on any error nothing has changed.

    Raises `Unfit` when the database is newer than this code.

    `fill` writes data that is not part of a migration, such as the known working days, in the same
    transaction. After each environment the catalogue is checked (K1, K4, K5); a violation raises
    `Unsound`. When the generator of policies has changed, the policies of all tables are rewritten,
    including those of plugins that are no longer installed.
    """
    ordered = in_order(environments)
    owner = engine(owner_url)
    try:
        with owner.begin() as connection:
            connection.execute(sa.text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            as_written(connection, *functions.STATEMENTS)
            require_not_newer(connection, ordered)
            note_generation(connection)
            for environment in ordered:
                _run(connection, environment)
                _show_version(connection, environment)
                require_sound(connection)
            renew_policies(connection)
            _fill(connection, fill)
            require_sound(connection)
    finally:
        owner.dispose()


def versions(
    owner_url: str, environments: Iterable[Environment]
) -> dict[str, tuple[str | None, str | None]]:
    """Environment → (revision in the database, newest revision of the migration files)."""
    owner = engine(owner_url)
    try:
        with owner.connect() as connection:
            return {e.name: (present(connection, e), newest(e)) for e in in_order(environments)}
    finally:
        owner.dispose()


def orphans(owner_url: str, environments: Iterable[Environment]) -> dict[str, str | None]:
    """Environment → revision, of those that have tables in the database and no code here."""
    known = {e.name for e in environments}
    owner = engine(owner_url)
    try:
        with owner.connect() as connection:
            names = connection.scalars(_VERSION_TABLES).all()
            found = [Environment(name, Path()) for name in names if name not in known]
            return {e.name: present(connection, e) for e in found}
    finally:
        owner.dispose()


def note_generation(connection: sa.Connection) -> None:
    """In a database without tables, record that this generator makes its policies."""
    if (
        not list(noted_entities(connection))
        and connection.scalar(sa.text("select digest from sec.generation")) is None
    ):
        connection.execute(_NOTE_GENERATION, {"digest": policies.generation()})


def renew_policies(connection: sa.Connection) -> bool:
    """Rewrite all policies if another generator wrote them; return whether it did."""
    digest = policies.generation()
    if connection.scalar(sa.text("select digest from sec.generation")) == digest:
        return False
    for protection in noted_entities(connection):
        policies.protect(connection, protection)
    connection.execute(sa.text("delete from sec.generation"))
    connection.execute(_NOTE_GENERATION, {"digest": digest})
    return True


def _fill(
    connection: sa.Connection, fill: Sequence[Callable[[psycopg.Connection], object]]
) -> None:
    """Install the queue's tables and call the functions that fill in data."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    queue_schema.install(driver)
    for write in fill:
        write(driver)


def _show_version(connection: sa.Connection, environment: Environment) -> None:
    """Let the serving role see the version, so that a server or worker tells that it is behind."""
    if present(connection, environment) is not None:
        as_written(connection, f"grant select on {environment.version_table} to {APP}")


def _run(connection: sa.Connection, environment: Environment) -> None:
    scripts = scripts_of(environment)
    context = _context(connection, environment, scripts)
    with Operations.context(context):
        context.run_migrations()


def _context(
    connection: sa.Connection, environment: Environment, scripts: ScriptDirectory
) -> MigrationContext:
    options: dict[str, object] = {
        "version_table": environment.version_table,
        "transactional_ddl": True,
        "fn": lambda revision, _context: scripts._upgrade_revs("heads", revision),
    }
    return MigrationContext.configure(connection, opts=options)
