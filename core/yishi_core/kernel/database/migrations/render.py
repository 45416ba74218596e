"""Generate migration files from the models: the first one, and the next.

Every table is spelled out with its columns, as a record that later models do not change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate.api import AutogenContext

from yishi_core.kernel.database.migrations.shapes import (
    Shape,
    column_in_words,
    in_words,
    is_reference,
    rendering,
)
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
    context = rendering()
    body = [_shared(table.__table__, context) for table in declared.shared]
    body += [entity_call(model, context) for model in declared.entities]
    body += [call for model in declared.entities if (call := references_call(model))]
    what = f"The tables of {environment}. Written from the models by `{COMMAND}`."
    return file_of(what, f"{environment}_0001", None, body, context, op)


COMMAND = "python -m yishi_core.testing.snapshot"


def file_of(
    what: str,
    revision: str,
    after: str | None,
    body: Sequence[str],
    context: AutogenContext,
    op: str,
) -> str:
    """The text of a migration file, whose statements are `body`."""
    imports = ["import sqlalchemy as sa"] if any("sa." in part for part in body) else []
    imports += sorted(context.imports)
    return _FILE.format(
        what=what,
        imports="\n".join(imports) + "\n\n" if imports else "",
        op=op,
        revision=revision,
        after=f'"{after}"' if after else None,
        body="\n".join(body) if body else "    pass",
    )


_FILE = '''"""{what}"""

{imports}from {op} import op

revision = "{revision}"
down_revision = {after}
branch_labels = None
depends_on = None


def upgrade() -> None:
{body}
'''


def entity_call(model: EntityModel, context: AutogenContext) -> str:
    """`op.create_entity(…)` for a model."""
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
    lines = [f'"{table.name}"', *(column_in_words(column, context) for column in table.columns)]
    kept = [c for c in table.constraints if _is_kept(c, primary_key)]
    lines += sorted(text for c in kept if (text := in_words(c, context)))
    lines += [in_words(i, context) for i in sorted(table.indexes, key=lambda i: str(i.name))]
    lines += options
    return f"    op.{function}(\n" + "".join(f"        {line},\n" for line in lines) + "    )"


def _is_kept(constraint: sa.Constraint, primary_key: bool) -> bool:
    if isinstance(constraint, sa.ForeignKeyConstraint):
        return not is_reference(constraint)
    return primary_key or not isinstance(constraint, sa.PrimaryKeyConstraint)


def references_call(model: EntityModel) -> str:
    """`op.create_references(…)` for a model; empty without references."""
    found = [f'{name}="{target}"' for name, target in Shape.of(model.table).references.items()]
    if not found:
        return ""
    lines = [f'"{model.table.name}"', *sorted(found)]
    return "    op.create_references(\n" + "".join(f"        {line},\n" for line in lines) + "    )"
