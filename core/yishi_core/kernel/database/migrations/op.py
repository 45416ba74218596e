"""The operations available to migrations.

Tables are created only here, so that none lacks keys, policies or grants (access.md 9). Use `op` in
a migration file like Alembic's; everything that is not defined here is Alembic's own:
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
    """Create a tenant table with its keys, policies and grants.

    `elements` are the columns, among them `county`, `id` and `org_path`, and further constraints
    and indexes. The primary key is `(county, id)`. Every unique key and index must start with
    `county`; anything else is refused by the catalogue check after the run. `visibility` holds
    values of `Visibility`; `append_only` grants the serving role only INSERT and SELECT. Raises
    `ValueError` when one of the three columns is missing.
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
    """Create a table without county, such as regions or working days.

    Everyone may read it; only the owner role may write it.
    """
    bind = get_bind()
    table = sa.Table(name, _metadata(), *elements)
    as_written(bind, *table_ddl(bind, table), *policies.shared_ddl(name))
    note_shared(bind, name)


def create_references(name: str, **columns: str) -> None:
    """Add references from columns of a tenant table to entities.

    For example `create_references("topic", station_id="station")`. The keys are composite,
    `(county, x_id) → (county, id)`, so that a row cannot point into another county. They are
    checked at commit, so that one flush may write rows in any order. They have no ON DELETE action:
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
    """Rewrite the grants and policies of a table, after a column was added."""
    bind = get_bind()
    for protection in noted_entities(bind):
        if protection.table == name:
            policies.protect(bind, protection)


def drop_entity(name: str) -> None:
    """Drop a tenant table and the record of its protection."""
    alembic.drop_table(name)
    get_bind().execute(sa.text("delete from sec.entity where name = :name"), {"name": name})


def _metadata() -> sa.MetaData:
    return sa.MetaData(naming_convention=Base.metadata.naming_convention)
