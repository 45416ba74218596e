"""What our migrations do besides Alembic's own operations, as operations of Alembic.

Everything that a migration does is thereby one value that is handed to `invoke`: the database
carries it out, and `recording.py` notes it without a database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from alembic.operations import MigrateOperation, Operations
from sqlalchemy.schema import SchemaItem

from yishi_core.kernel.database import policies
from yishi_core.kernel.database.migrations.notes import note_entity, note_shared, noted_entities
from yishi_core.kernel.database.policies import Protection
from yishi_core.kernel.database.script import as_written, table_ddl
from yishi_core.kernel.entity.base import Base
from yishi_core.kernel.entity.model import Visibility

KEYS = ("county", "id", "org_path")


@dataclass
class CreateEntity(MigrateOperation):
    """A tenant table with its keys, policies and grants."""

    name: str
    elements: Sequence[SchemaItem]
    visibility: Sequence[str]
    append_only: bool

    def table(self, metadata: sa.MetaData) -> sa.Table:
        """The table; raises `ValueError` when a column of every tenant table is missing."""
        columns = {element.name for element in self.elements if isinstance(element, sa.Column)}
        if missing := [key for key in KEYS if key not in columns]:
            raise ValueError(f"{self.name} lacks {', '.join(missing)}: it is no tenant table")
        key = sa.PrimaryKeyConstraint("county", "id")
        return sa.Table(self.name, metadata, *self.elements, key)


@dataclass
class CreateShared(MigrateOperation):
    """A table without county."""

    name: str
    elements: Sequence[SchemaItem]


@dataclass
class CreateReferences(MigrateOperation):
    """References from columns of a tenant table to entities."""

    name: str
    columns: Mapping[str, str]


@dataclass
class Protect(MigrateOperation):
    """The grants and policies of a table, written again."""

    name: str


@dataclass
class DropEntity(MigrateOperation):
    """A tenant table and the record of its protection."""

    name: str


def naming() -> sa.MetaData:
    """Metadata by whose convention the models' constraints and indexes are named."""
    return sa.MetaData(naming_convention=Base.metadata.naming_convention)


@Operations.implementation_for(CreateEntity)
def _create_entity(operations: Operations, operation: CreateEntity) -> None:
    bind, table = operations.get_bind(), operation.table(naming())
    protection = Protection(
        operation.name,
        frozenset({Visibility.TREE, *map(Visibility, operation.visibility)}),
        operation.append_only,
    )
    grants = policies.grant_ddl(protection, table.c.keys())
    as_written(bind, *table_ddl(bind, table), *policies.policy_ddl(protection), *grants)
    note_entity(bind, protection)


@Operations.implementation_for(CreateShared)
def _create_shared(operations: Operations, operation: CreateShared) -> None:
    bind = operations.get_bind()
    table = sa.Table(operation.name, naming(), *operation.elements)
    as_written(bind, *table_ddl(bind, table), *policies.shared_ddl(operation.name))
    note_shared(bind, operation.name)


@Operations.implementation_for(CreateReferences)
def _create_references(operations: Operations, operation: CreateReferences) -> None:
    bind = operations.get_bind()
    quote = bind.dialect.identifier_preparer.quote
    name = operation.name
    keys = (
        f"add constraint {quote(f'fk_{name}_{column}')} foreign key (county, {quote(column)}) "
        f"references {quote(target)} (county, id)"
        " deferrable initially deferred"
        for column, target in operation.columns.items()
    )
    as_written(bind, f"alter table {quote(name)} {', '.join(keys)}")


@Operations.implementation_for(Protect)
def _protect(operations: Operations, operation: Protect) -> None:
    bind = operations.get_bind()
    for protection in noted_entities(bind):
        if protection.table == operation.name:
            policies.protect(bind, protection)


@Operations.implementation_for(DropEntity)
def _drop_entity(operations: Operations, operation: DropEntity) -> None:
    operations.drop_table(operation.name)
    named = {"name": operation.name}
    operations.get_bind().execute(sa.text("delete from sec.entity where name = :name"), named)
