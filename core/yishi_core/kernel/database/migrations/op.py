"""What a migration may do. Tables come into being only here, so that none lacks keys, policies or
rights (access.md 9).

Use `op` in a migration file as alembic's; what is not defined here is alembic's own:
`op.add_column`, `op.execute` …
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op as alembic
from sqlalchemy.schema import SchemaItem

from yishi_core.kernel.database import policies
from yishi_core.kernel.database.migrations.notes import note_entity, note_shared, noted_entities
from yishi_core.kernel.database.policies import Protection
from yishi_core.kernel.database.script import as_written, table_ddl
from yishi_core.kernel.entity.base import Base
from yishi_core.kernel.entity.model import Visibility

f = alembic.f
execute = alembic.execute
get_bind = alembic.get_bind
add_column = alembic.add_column
alter_column = alembic.alter_column
drop_column = alembic.drop_column
create_index = alembic.create_index
drop_index = alembic.drop_index
create_check_constraint = alembic.create_check_constraint
create_unique_constraint = alembic.create_unique_constraint
drop_constraint = alembic.drop_constraint

KEYS = ("county", "id", "org_path")


def create_entity(
    name: str,
    *elements: SchemaItem,
    visibility: Sequence[str] = ("tree",),
    append_only: bool = False,
) -> None:
    """Create a tenant table: columns `county`, `id`, `org_path` among `elements`, beside them
    constraints and indexes.

    The primary key is `(county, id)`. Every unique key and index starts with `county`; anything
    else is refused by the check of the catalogue after the run. `visibility` holds words of
    `Visibility`; `append_only` leaves the serving role INSERT and SELECT.
    """
    table = sa.Table(name, _metadata(), *elements, sa.PrimaryKeyConstraint("county", "id"))
    if missing := [key for key in KEYS if key not in table.c]:
        raise ValueError(f"{name} lacks {', '.join(missing)}: it is no tenant table")
    bind = get_bind()
    protection = Protection(
        name, frozenset({Visibility.TREE, *map(Visibility, visibility)}), append_only
    )
    grants = policies.grant_ddl(protection, table.c.keys())
    as_written(bind, *table_ddl(bind, table), *policies.policy_ddl(protection), *grants)
    note_entity(bind, protection)


def create_shared(name: str, *elements: SchemaItem) -> None:
    """Create a table without county that all read and only the owner writes (region, working
    days).
    """
    bind = get_bind()
    table = sa.Table(name, _metadata(), *elements)
    as_written(bind, *table_ddl(bind, table), *policies.shared_ddl(name))
    note_shared(bind, name)


def create_references(name: str, **columns: str) -> None:
    """Let columns of a tenant table point at entities: `create_references("topic",
    station_id="station")`.

    Composite keys `(county, x_id) → (county, id)`: a row cannot even point into another county.
    They are checked at commit, so that one flush may write rows in any order. Without ON DELETE:
    nothing is deleted, and Citus refuses SET NULL.
    """
    bind = get_bind()
    quote = bind.dialect.identifier_preparer.quote
    keys = (
        f"add constraint {quote(f'fk_{name}_{column}')} foreign key (county, {quote(column)}) "
        f"references {quote(target)} (county, id)"
        " deferrable initially deferred"
        for column, target in columns.items()
    )
    as_written(bind, f"alter table {quote(name)} {', '.join(keys)}")


def protect(name: str) -> None:
    """Write rights and policies of a table anew: after a column was added."""
    bind = get_bind()
    for protection in noted_entities(bind):
        if protection.table == name:
            policies.protect(bind, protection)


def drop_entity(name: str) -> None:
    """Drop a tenant table and what is noted of it."""
    alembic.drop_table(name)
    get_bind().execute(sa.text("delete from sec.entity where name = :name"), {"name": name})


def _metadata() -> sa.MetaData:
    return sa.MetaData(naming_convention=Base.metadata.naming_convention)
