"""Where models and migrations differ, and the migration that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import render
from alembic.autogenerate.api import AutogenContext
from alembic.operations import ops

from yishi_core.errors import Text
from yishi_core.kernel.database.migrations.render import entity_call, file_of, references_call
from yishi_core.kernel.database.migrations.shapes import Shape, double_quoted, rendering
from yishi_core.kernel.entity.model import EntityModel

MUST_HAVE = "    # Give the rows that are there a value before the column becomes required."


@dataclass(frozen=True)
class Difference:
    """One thing in which a model and the migrations differ.

    `what` is a table, a column (`table.column`), or the words of an index or constraint.
    """

    what: str
    text: Text


@dataclass(frozen=True)
class Following:
    """The step from what the migrations make to what the models say."""

    models: Sequence[EntityModel]
    made: Mapping[str, Shape]

    def differences(self) -> Iterator[Difference]:
        """Everything that another migration would have to change."""
        for model in self.models:
            name, now = model.table.name, Shape.of(model.table)
            before = self.made.get(name)
            if before is None:
                yield Difference(name, Text("没有迁移建立此表", "no migration creates this table"))
                continue
            yield from _columns(name, before, now)
            for words in sorted({*before.rest} ^ {*now.rest}):
                told = ("迁移中没有", "no migration makes it")
                if words in before.rest:
                    told = ("模型中已没有", "the model no longer has it")
                yield Difference(f"{name}: {words}", Text(*told))
            for column in sorted({*before.references} | {*now.references}):
                old, new = before.references.get(column), now.references.get(column)
                if old != new and column in before.columns and column in now.columns:
                    yield Difference(
                        f"{name}.{column}",
                        Text(f"应引用 {new},迁移为 {old}", f"refers to {new}, migrations: {old}"),
                    )

    def file(self, revision: str, after: str, *, op: str) -> str:
        """The text of the next migration file."""
        context = rendering()
        new = [m for m in self.models if m.table.name not in self.made]
        body = [entity_call(model, context) for model in new]
        body += [call for model in new if (call := references_call(model))]
        for model in self.models:
            if (before := self.made.get(model.table.name)) is not None:
                body += _changes(model.table.name, before, Shape.of(model.table), context)
        what = f"What {after} does not make. Written from the models: read it before you keep it."
        return file_of(what, revision, after, body, context, op)

    @property
    def first(self) -> str:
        """The name of the first table that differs, for the name of the file."""
        return next(difference.what for difference in self.differences()).partition(".")[0]


def _columns(table: str, before: Shape, now: Shape) -> Iterator[Difference]:
    for name in {**now.columns, **before.columns}:
        old, new = before.column(name), now.column(name)
        if old == new:
            continue
        text = Text(f"迁移为 {old},模型为 {new}", f"migrations: {old}, model: {new}")
        if not old:
            text = Text("没有迁移建立此列", "no migration makes this column")
        elif not new:
            text = Text("模型中已没有此列", "the model no longer has this column")
        yield Difference(f"{table}.{name}", text)


def _changes(table: str, before: Shape, now: Shape, context: AutogenContext) -> list[str]:
    """The statements that change one table."""
    lost = [item for words, item in before.rest.items() if words not in now.rest]
    found = [item for words, item in now.rest.items() if words not in before.rest]
    added = [name for name in now.columns if name not in before.columns]
    body = [_dropped(table, item) for item in lost]
    for name, column in now.columns.items():
        if name in added:
            body += _added(table, column, context)
        elif before.column(name) != now.column(name):
            body.append(_altered(table, before.columns[name], column, context))
    for name in before.columns:
        if name not in now.columns:
            body.append(f'    op.drop_column("{table}", "{name}")')
    body += [_made(table, item, context) for item in found]
    new = {n: t for n, t in now.references.items() if before.references.get(n) != t}
    for name in new:
        if name in before.references and name in before.columns:
            body.append(f'    op.drop_constraint("fk_{table}_{name}", "{table}")')
    if new:
        given = "".join(f', {name}="{target}"' for name, target in sorted(new.items()))
        body.append(f'    op.create_references("{table}"{given})')
    return [*body, f'    op.protect("{table}")'] if added else body


def _added(table: str, column: sa.Column[Any], context: AutogenContext) -> Iterable[str]:
    """A new column. A required one without a default is required only once rows have a value."""
    filled = column.nullable or column.server_default is not None
    optional = column._copy()
    optional.nullable = column.nullable or not filled
    yield _rendered(ops.AddColumnOp(table, optional), context)
    if not filled:
        yield MUST_HAVE
        yield f'    op.alter_column("{table}", "{column.name}", nullable=False)'


def _altered(
    table: str, before: sa.Column[Any], now: sa.Column[Any], context: AutogenContext
) -> str:
    given: dict[str, Any] = {}
    if before.nullable != now.nullable:
        given["modify_nullable"] = now.nullable
    if _type(before, context) != _type(now, context):
        given["modify_type"] = now.type
    if _default(before, context) != _default(now, context):
        given["modify_server_default"] = now.server_default
    return _rendered(ops.AlterColumnOp(table, str(now.name), **given), context)


def _type(column: sa.Column[Any], context: AutogenContext) -> str:
    return str(render._repr_type(column.type, context))


def _default(column: sa.Column[Any], context: AutogenContext) -> str | None:
    return render._render_server_default(column.server_default, context)


def _dropped(table: str, item: sa.Index | sa.Constraint) -> str:
    if isinstance(item, sa.Index):
        return f'    op.drop_index("{item.name}", "{table}")'
    return f'    op.drop_constraint("{item.name}", "{table}")'


def _made(table: str, item: sa.Index | sa.Constraint, context: AutogenContext) -> str:
    if isinstance(item, sa.Index):
        return _rendered(ops.CreateIndexOp.from_index(item), context)
    if isinstance(item, sa.CheckConstraint):
        condition = f"sa.text({str(item.sqltext)!r})"
        return f'    op.create_check_constraint(op.f("{item.name}"), "{table}", {condition})'
    return _rendered(ops.AddConstraintOp.from_constraint(item), context)


def _rendered(operation: ops.MigrateOperation, context: AutogenContext) -> str:
    """One of Alembic's operations as one line."""
    lines = "".join(render.render_op(context, operation)).splitlines()
    return "    " + double_quoted(" ".join(line.strip() for line in lines))
