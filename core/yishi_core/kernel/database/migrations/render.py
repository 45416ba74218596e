"""Generate a first migration file from the models.

Every table is spelled out with its columns, as a record that later models do not change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import render
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext

from yishi_core.kernel.database.policies import Protection
from yishi_core.kernel.entity.base import Base
from yishi_core.kernel.entity.model import EntityModel, Visibility


@dataclass(frozen=True)
class Declared:
    """What the packages of an environment declare."""

    entities: Sequence[EntityModel]
    shared: Sequence[type[Base]]


def render_initial(environment: str, declared: Declared, *, op: str) -> str:
    """The text of an environment's first migration; `op` is the module it imports `op` from."""
    context = _context()
    body = [_shared(table.__table__, context) for table in declared.shared]
    body += [_entity(model, context) for model in declared.entities]
    body += [call for model in declared.entities if (call := _references(model))]
    imports = ["import sqlalchemy as sa"] if any("sa." in part for part in body) else []
    imports += sorted(context.imports)
    return _FILE.format(
        environment=environment,
        imports="\n".join(imports) + "\n\n" if imports else "",
        op=op,
        body="\n".join(body) if body else "    pass",
    )


_FILE = '''"""The tables of {environment}. Written from the models by `python -m yishi_core.testing.snapshot`."""

{imports}from {op} import op

revision = "{environment}_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
{body}
'''


def _entity(model: EntityModel, context: AutogenContext) -> str:
    protection = Protection.of(model)
    options = []
    extra = sorted(v.value for v in protection.visibility - {Visibility.TREE})
    if extra:
        options.append(f"visibility={tuple(extra)!r}".replace("'", '"'))
    if protection.append_only:
        options.append("append_only=True")
    return _call("create_entity", model.table, context, options)


def _shared(table: Any, context: AutogenContext) -> str:
    return _call("create_shared", table, context, [], primary_key=True)


def _call(
    function: str,
    table: sa.Table,
    context: AutogenContext,
    options: list[str],
    *,
    primary_key: bool = False,
) -> str:
    lines = [f'"{table.name}"', *(_column(column, context) for column in table.columns)]
    kept = [c for c in table.constraints if _is_kept(c, primary_key)]
    lines += sorted(text for c in kept if (text := render._render_constraint(c, context, None)))
    lines += [_index(index, context) for index in sorted(table.indexes, key=lambda i: str(i.name))]
    lines += options
    return (
        f"    op.{function}(\n"
        + "".join(f"        {line},\n" for line in map(_double_quoted, lines))
        + "    )"
    )


def _is_kept(constraint: sa.Constraint, primary_key: bool) -> bool:
    if isinstance(constraint, sa.ForeignKeyConstraint):
        return not _is_reference(constraint)
    return primary_key or not isinstance(constraint, sa.PrimaryKeyConstraint)


def _is_reference(constraint: sa.ForeignKeyConstraint) -> bool:
    """Whether `op.create_references` adds it, after all tables have been created."""
    return constraint.column_keys[:1] == ["county"]


def _references(model: EntityModel) -> str:
    found = []
    for constraint in model.table.constraints:
        if isinstance(constraint, sa.ForeignKeyConstraint) and _is_reference(constraint):
            target = constraint.elements[0].target_fullname.rpartition(".")[0]
            found.append(f'{constraint.column_keys[1]}="{target}"')
    if not found:
        return ""
    lines = [f'"{model.table.name}"', *sorted(found)]
    return "    op.create_references(\n" + "".join(f"        {line},\n" for line in lines) + "    )"


def _column(column: sa.Column[Any], context: AutogenContext) -> str:
    text = render._render_column(column, context)
    return re.sub(r", autoincrement=\w+", "", text)


def _index(index: sa.Index, context: AutogenContext) -> str:
    arguments = [_name(str(index.name)), *render._get_index_rendered_expressions(index, context)]
    if index.unique:
        arguments.append("unique=True")
    arguments += render._render_dialect_kwargs_items(context, index.dialect_kwargs)
    return f"sa.Index({', '.join(arguments)})"


def _name(name: str) -> str:
    # PostgreSQL keeps 63 bytes of a name. SQLAlchemy shortens the names that its naming convention
    # makes longer, so such a name is left to it.
    return repr(name) if len(name) <= 63 else "None"


def _context() -> AutogenContext:
    migration = MigrationContext.configure(
        dialect=sa.make_url("postgresql+psycopg://").get_dialect()(),
        opts={
            "sqlalchemy_module_prefix": "sa.",
            "alembic_module_prefix": "op.",
            "user_module_prefix": None,
            "render_item": _plain_type,
        },
    )
    return AutogenContext(migration, opts=migration.opts)


def _plain_type(kind: str, value: Any, _context: AutogenContext) -> str | bool:
    """Render a closed list of values as plain text.

    The model keeps the list of values, so that a new value needs no migration.
    """
    if kind == "type" and isinstance(value, sa.Enum):
        return f"sa.String(length={value.length})"
    if kind == "type" and type(value) is sa.Text and value.collation:
        return f'sa.Text(collation="{value.collation}")'
    return False


def _double_quoted(line: str) -> str:
    """Use double quotes, as the formatter does, except inside a text (an SQL condition)."""
    return re.sub(r"""("[^"\\]*")|'([^'"\\]*)'""", lambda m: m[1] or f'"{m[2]}"', line)
