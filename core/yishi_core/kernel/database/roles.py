"""The four roles of the database and what each may do (access.md 2).

yishi_owner   owns every table; logs in for `yishi db …` only
yishi_app     serves; owns nothing, bypasses nothing
yishi_search  no login; owns the search table and the one definer function
yishi_dump    bypasses row-level security: backup, restore, bulk load, all of them offline

They are created once per server by its superuser.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

OWNER = "yishi_owner"
APP = "yishi_app"
SEARCH = "yishi_search"
DUMP = "yishi_dump"

#: Default settings of a role's sessions; they also apply behind a connection pooler that drops
#: start-up options.
SESSION = {
    APP: {
        "statement_timeout": "15s",
        "idle_in_transaction_session_timeout": "60s",
        "jit": "off",
        "timezone": "UTC",
    },
    OWNER: {"jit": "off", "timezone": "UTC"},
    DUMP: {"jit": "off", "timezone": "UTC"},
}
_BOOTSTRAP_LOCK = 990101  # the number is arbitrary but used only by this module


def bootstrap(admin_url: str, database: str) -> None:
    """Create missing roles and the database, and bring their rights up to date.

    `admin_url` is a superuser's, for any database. On a server without superuser access, an
    administrator runs the same statements by hand: docs/database.md.
    """
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", [_BOOTSTRAP_LOCK])
        for role in (OWNER, APP, SEARCH, DUMP):
            create_role(connection, role)
        for role, settings in SESSION.items():
            for name, value in settings.items():
                connection.execute(
                    sql.SQL("alter role {} set {} = {}").format(
                        sql.Identifier(role), sql.Identifier(name), value
                    )
                )
        connection.execute(
            sql.SQL("grant {} to {}").format(sql.Identifier(SEARCH), sql.Identifier(OWNER))
        )
        create_database(connection, database)


def create_role(connection: psycopg.Connection, role: str) -> None:
    """Create a role, or reset it to exactly the attributes that it should have."""
    name = sql.Identifier(role)
    if connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone() is None:
        connection.execute(sql.SQL("create role {}").format(name))
    login = sql.SQL("nologin" if role == SEARCH else "login")
    bypass = sql.SQL("bypassrls" if role == DUMP else "nobypassrls")
    connection.execute(
        sql.SQL("alter role {} {} {} nosuperuser nocreatedb nocreaterole noreplication").format(
            name, login, bypass
        )
    )


def create_database(
    connection: psycopg.Connection, database: str, template: str | None = None
) -> None:
    """Create a database that belongs to the owner role and admits only the four roles.

    `template` names a database to copy.
    """
    name = sql.Identifier(database)
    if (
        connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone()
        is None
    ):
        source = (
            sql.SQL(" template {}").format(sql.Identifier(template)) if template else sql.SQL("")
        )
        connection.execute(
            sql.SQL("create database {} owner {}").format(name, sql.Identifier(OWNER)) + source
        )
    connection.execute(sql.SQL("revoke all on database {} from public").format(name))
    for role in (APP, DUMP):
        connection.execute(
            sql.SQL("grant connect on database {} to {}").format(name, sql.Identifier(role))
        )
