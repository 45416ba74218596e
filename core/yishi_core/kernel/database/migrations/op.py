"""The operations available to migrations.

Tables are created only here, so that none lacks keys, policies or grants (access.md 9). Use `op` in
a migration file like Alembic's; everything that is not defined here is Alembic's own:
`op.add_column`, `op.execute` …
"""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op as alembic
from sqlalchemy.schema import SchemaItem

from yishi_core.kernel.database.migrations.operations import (
    CreateEntity,
    CreateReferences,
    CreateShared,
    DropEntity,
    Protect,
)

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
    alembic.invoke(CreateEntity(name, elements, visibility, append_only))


def create_shared(name: str, *elements: SchemaItem) -> None:
    """Create a table without county, such as regions or working days.

    Everyone may read it; only the owner role may write it.
    """
    alembic.invoke(CreateShared(name, elements))


def create_references(name: str, **columns: str) -> None:
    """Add references from columns of a tenant table to entities.

    For example `create_references("topic", station_id="station")`. The keys are composite,
    `(county, x_id) → (county, id)`, so that a row cannot point into another county. They are
    checked at commit, so that one flush may write rows in any order. They have no ON DELETE action:
    nothing is deleted, and Citus refuses SET NULL.
    """
    alembic.invoke(CreateReferences(name, columns))


def protect(name: str) -> None:
    """Rewrite the grants and policies of a table, after a column was added."""
    alembic.invoke(Protect(name))


def drop_entity(name: str) -> None:
    """Drop a tenant table and the record of its protection."""
    alembic.invoke(DropEntity(name))
