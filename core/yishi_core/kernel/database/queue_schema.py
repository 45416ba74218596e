"""The queue's tables: procrastinate's own schema, in the PostgreSQL schema `queue` (access.md 6).

Its functions have a fixed search path, so that they work in our transactions, whose search path
does not contain that schema. `queue.applied` records which of its files were applied; a newer
procrastinate brings migrations, of which only the missing ones run.
"""

from __future__ import annotations

from pathlib import Path

import psycopg
from procrastinate.schema import SchemaManager

from yishi_core.kernel.database.roles import APP

SCHEMA = "queue"

_BEGIN = f"""
create schema if not exists queue;
grant usage on schema queue to {APP};
create table if not exists queue.applied (file text primary key);
"""

_RIGHTS = f"""
do $$
declare
  found regprocedure;
begin
  for found in select p.oid from pg_proc p where p.pronamespace = 'queue'::regnamespace loop
    execute format('alter function %s set search_path = queue, pg_catalog, pg_temp', found);
  end loop;
end $$;
revoke all on all tables in schema queue from {APP};
grant select, insert, update, delete on all tables in schema queue to {APP};
revoke all on queue.applied from {APP};
grant usage on all sequences in schema queue to {APP};
"""  # APP is a constant of roles.py  # nosec B608


def install(connection: psycopg.Connection) -> list[str]:
    """Create or update the queue's tables as the owner, in the connection's transaction.

    Returns the names of the files that were new. It may be repeated; `upgrade` calls it after the
    migrations.
    """
    connection.execute(_BEGIN.encode())
    folder = Path(SchemaManager.get_migrations_path())
    known = {row[0] for row in connection.execute("select file from queue.applied")}
    new = [name for name in sorted(p.name for p in folder.glob("*.sql")) if name not in known]
    scripts = (
        [(folder / name).read_text("utf-8") for name in new]
        if known
        else [SchemaManager.get_schema()]
    )
    path = connection.execute("select current_setting('search_path')").fetchone()
    assert path is not None
    connection.execute("set local search_path = queue, pg_catalog")
    for script in scripts:
        connection.execute(script.encode())
    connection.execute("select set_config('search_path', %s, true)", [path[0]])
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into queue.applied (file) values (%s)", [(name,) for name in new]
        )
    connection.execute(_RIGHTS.encode())
    return new
