"""The record of what each plugin is bound to, in the table `sec.plugin`.

The owner writes it with every upgrade, for the plugins that are loaded; nothing is removed. The
serving role reads it when a process starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import psycopg
from pydantic import TypeAdapter

from yishi_core.kernel.access.places import TenantScope
from yishi_core.kernel.database import Database
from yishi_core.kernel.plugins.plugin import Plugin
from yishi_core.kernel.variants.kept import Kept

_KEPT = TypeAdapter(tuple[Kept, ...])
_READ = "select coalesce(jsonb_agg(kept order by code), '[]')::text from sec.plugin"
_WRITE = """
    insert into sec.plugin (code, kept) values (%s, %s::jsonb)
    on conflict (code) do update set kept = excluded.kept
"""


def kept_of(plugin: Plugin) -> Kept:
    """What is kept of a loaded plugin."""
    rules: dict[str, set[str]] = {}
    guarded: set[str] = set()
    for _, hook in plugin.hooks():
        if hook.kind == "guard":
            guarded.update(hook.targets)
        elif hook.entity is not None:
            rules.setdefault(hook.entity.__name__, set()).update(hook.on)
    return Kept(
        code=plugin.code,
        label=plugin.variant.label,
        version=plugin.variant.version,
        operations=tuple(sorted(guarded)),
        rules={entity: tuple(sorted(on)) for entity, on in sorted(rules.items())},
        procedures=tuple(procedure.code for procedure in plugin.variant.procedures),
        tables={model.table.name: model.label for model in plugin.entities()},
    )


def keep(plugins: Iterable[Plugin]) -> Callable[[psycopg.Connection], None]:
    """What writes the record of these plugins, in a transaction of the owner role."""
    rows = [(plugin.code, kept_of(plugin).model_dump_json()) for plugin in plugins]

    def write(connection: psycopg.Connection) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(_WRITE, rows)

    return write


async def kept_in(database: Database, nobody: TenantScope) -> tuple[Kept, ...]:
    """What is kept of all plugins that were ever loaded; nothing in a database before its first
    upgrade. `nobody` is the scope of a caller without rights.
    """
    try:
        found = await database.read(nobody, _READ, {})
    except (
        psycopg.errors.UndefinedTable,
        psycopg.errors.UndefinedFunction,
        psycopg.errors.InvalidSchemaName,
        psycopg.errors.InsufficientPrivilege,
    ):
        return ()
    return _KEPT.validate_json(found or b"[]")
