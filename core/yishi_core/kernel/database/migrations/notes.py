"""What the database itself knows of its tables: which are tenants' and how protected, which are
shared (schema `sec`).
"""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.kernel.database.policies import Protection
from yishi_core.kernel.entity.model import Visibility


def note_entity(connection: sa.Connection, protection: Protection) -> None:
    """Remember how a tenant table is protected; policies can be written anew without the models, of
    an uninstalled plugin's tables too.
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
    """Remember a table without county."""
    connection.execute(
        sa.text("insert into sec.shared (name) values (:name) on conflict do nothing"),
        {"name": name},
    )


def noted_entities(connection: sa.Connection) -> list[Protection]:
    """Every tenant table of the database, by name."""
    rows = connection.execute(
        sa.text("select name, visibility, append_only from sec.entity order by name")
    )
    return [
        Protection(name, frozenset(map(Visibility, visibility)), append_only)
        for name, visibility, append_only in rows
    ]


def noted_shared(connection: sa.Connection) -> list[str]:
    """Every shared table, by name."""
    return list(connection.scalars(sa.text("select name from sec.shared order by name")))
