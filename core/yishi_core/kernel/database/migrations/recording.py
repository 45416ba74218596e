"""What the migrations of an environment make, found without a database.

Every operation is noted in place of being carried out: tables, columns, keys. What a migration
reads through `op.get_bind()` is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import MigrateOperation, Operations, ops
from alembic.script import ScriptDirectory

from yishi_core.kernel.database.migrations.environment import Environment
from yishi_core.kernel.database.migrations.operations import (
    CreateEntity,
    CreateReferences,
    CreateShared,
    DropEntity,
    naming,
)
from yishi_core.kernel.database.migrations.shapes import Shape


class BrokenMigration(Exception):
    """A migration that cannot be run: its file, and what it raised."""

    def __init__(self, file: str, error: Exception) -> None:
        super().__init__(f"{file}: {type(error).__name__}: {error}")
        self.file, self.error = file, error


def scripts_of(environment: Environment) -> ScriptDirectory:
    """The migration files of an environment."""
    place = str(environment.directory)
    return ScriptDirectory(place, version_locations=[place])


def made_by(environment: Environment) -> dict[str, Shape]:
    """Table → what it consists of after all migrations; raises `BrokenMigration`."""
    tables: dict[str, Shape] = {}
    broken: BrokenMigration | None = None
    with Operations.context(MigrationContext.configure(dialect_name="postgresql")) as operations:
        vars(operations).update(invoke=partial(_note, tables), get_bind=_Empty)
        file = environment.name
        try:
            for script in reversed([*scripts_of(environment).walk_revisions()]):
                file = Path(script.path).name
                script.module.upgrade()
        except Exception as error:  # whatever a migration does, and a file that cannot be imported
            broken = BrokenMigration(file, error)
    if broken is not None:  # raised outside, since Alembic's context is left in order only
        raise broken from broken.error
    return tables


def _note(tables: dict[str, Shape], operation: MigrateOperation) -> None:
    """Note an operation instead of carrying it out."""
    if isinstance(operation, CreateEntity):
        tables[operation.name] = Shape.of(operation.table(naming()))
    elif isinstance(operation, CreateShared):
        tables[operation.name] = Shape.of(sa.Table(operation.name, naming(), *operation.elements))
    elif isinstance(operation, DropEntity):
        tables.pop(operation.name, None)
    elif isinstance(operation, CreateReferences):
        tables[operation.name].references.update(operation.columns)
    elif (shape := tables.get(getattr(operation, "table_name", None) or "")) is not None:
        _change(shape, operation)
    elif isinstance(operation, ops.DropIndexOp):  # Alembic does not need the table here
        for shape in tables.values():
            shape.drop(operation.index_name)


def _change(shape: Shape, operation: MigrateOperation) -> None:
    """Note one of Alembic's operations on a table."""
    match operation:
        case ops.AddColumnOp(column=column):
            shape.columns[column.name] = column
        case ops.DropColumnOp(column_name=name):
            shape.columns.pop(name, None)
            shape.references.pop(name, None)
        case ops.AlterColumnOp():
            _alter(shape, operation)
        case ops.CreateIndexOp():
            shape.add(operation.to_index())
        case ops.CreateUniqueConstraintOp() | ops.CreateCheckConstraintOp():
            shape.add(operation.to_constraint())
        case ops.DropIndexOp(index_name=name) | ops.DropConstraintOp(constraint_name=name):
            shape.drop(name)


def _alter(shape: Shape, operation: ops.AlterColumnOp) -> None:
    column = shape.columns[operation.column_name]
    if operation.modify_nullable is not None:
        column.nullable = operation.modify_nullable
    if operation.modify_type is not None:
        column.type = sa.types.to_instance(operation.modify_type)
    if operation.modify_server_default is not False:
        given = operation.modify_server_default
        column.server_default = None if given is None else sa.DefaultClause(given)
    if operation.modify_name is not None:
        shape.rename(operation.column_name, operation.modify_name)


class _Empty:
    """Stands for the connection and for every answer: nothing is there."""

    def __getattr__(self, name: str) -> _Empty:
        return self

    def __call__(self, *given: object, **named: object) -> _Empty:
        return self

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def __bool__(self) -> bool:
        return False
