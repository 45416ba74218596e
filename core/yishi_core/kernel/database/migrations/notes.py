"""The database's own record of its tables, in the schema `sec`.

It says which tables belong to tenants and how they are protected, and which are shared.
"""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.kernel.database.policies import Protection
from yishi_core.kernel.entity.model import Visibility


def note_entity(connection: sa.Connection, protection: Protection) -> None:
    """Record how a tenant table is protected.

    Policies can then be regenerated without the models, even for the tables of a plugin that is no
    longer installed.
    """
    connection.execute(
        sa.text(
            "insert into sec.entity (name, visibility, append_only) values (:name, "
            "cast(:visibility as text[]), :append_only)"
            " on conflict (name) do update set visibility = excluded.visibility, append_only = "
            "excluded.append_only"
        ),
        {
            "name": protection.table,
            "visibility": sorted(v.value for v in protection.visibility),
            "append_only": protection.append_only,
        },
    )


def note_shared(connection: sa.Connection, name: str) -> None:
    """Record a shared table, one without county."""
    connection.execute(
        sa.text("insert into sec.shared (name) values (:name) on conflict do nothing"),
        {"name": name},
    )


def noted_entities(connection: sa.Connection) -> list[Protection]:
    """The protection of every tenant table of the database, ordered by table name."""
    rows = connection.execute(
        sa.text("select name, visibility, append_only from sec.entity order by name")
    )
    return [
        Protection(name, frozenset(map(Visibility, visibility)), append_only)
        for name, visibility, append_only in rows
    ]


def noted_shared(connection: sa.Connection) -> list[str]:
    """The names of all shared tables, in order."""
    return list(connection.scalars(sa.text("select name from sec.shared order by name")))
