"""What a table consists of, in the words of a migration file.

Models and migrations are compared by these words, so that they differ exactly where another
migration is needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import render
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext


@dataclass
class Shape:
    """One table: columns by name, column → entity's table, and everything else by its words."""

    columns: dict[str, sa.Column[Any]] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    rest: dict[str, sa.Index | sa.Constraint] = field(default_factory=dict)

    @classmethod
    def of(cls, table: sa.Table) -> Shape:
        """The shape of a table that a model or a migration describes."""
        shape = cls({column.name: column for column in table.columns})
        for constraint in table.constraints:
            if isinstance(constraint, sa.ForeignKeyConstraint) and is_reference(constraint):
                target = constraint.elements[0].target_fullname.rpartition(".")[0]
                shape.references[constraint.column_keys[1]] = target
            elif not isinstance(constraint, sa.PrimaryKeyConstraint):
                shape.add(constraint)
        for index in table.indexes:
            shape.add(index)
        return shape

    def add(self, item: sa.Index | sa.Constraint) -> None:
        """Note an index or a constraint."""
        if words := in_words(item, _comparing()):
            self.rest[words] = item

    def drop(self, name: object) -> None:
        """Forget the index or constraint of this name."""
        self.rest = {words: item for words, item in self.rest.items() if item.name != name}

    def column(self, name: str) -> str:
        """A column in words; empty where there is none."""
        found = self.columns.get(name)
        return "" if found is None else column_in_words(found, _comparing())

    def rename(self, column: str, name: str) -> None:
        """Give a column another name."""
        renamed = self.columns.pop(column)._copy()
        renamed.name = renamed.key = name
        self.columns[name] = renamed
        if column in self.references:
            self.references[name] = self.references.pop(column)


def is_reference(constraint: sa.ForeignKeyConstraint) -> bool:
    """Whether `op.create_references` adds it, after all tables have been created."""
    return constraint.column_keys[:1] == ["county"]


def column_in_words(column: sa.Column[Any], context: AutogenContext) -> str:
    """`sa.Column("title", sa.Text(), nullable=False)`."""
    text = render._render_column(column, context)
    return double_quoted(re.sub(r", autoincrement=\w+", "", text))


def in_words(item: sa.Index | sa.Constraint, context: AutogenContext) -> str:
    """An index or a constraint as an element of `op.create_entity`; empty where it has no words."""
    if isinstance(item, sa.Index):
        return double_quoted(_index(item, context))
    return double_quoted(render._render_constraint(item, context, None) or "")


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


def rendering() -> AutogenContext:
    """A context of Alembic's that writes Python; its `imports` collects what the words need."""
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


@cache
def _comparing() -> AutogenContext:
    """The context for words that are compared and not written."""
    return rendering()


def _plain_type(kind: str, value: Any, _context: AutogenContext) -> str | bool:
    """Render a closed list of values as plain text.

    The model keeps the list of values, so that a new value needs no migration.
    """
    if kind == "type" and isinstance(value, sa.Enum):
        return f"sa.String(length={value.length})"
    if kind == "type" and type(value) is sa.Text and value.collation:
        return f'sa.Text(collation="{value.collation}")'
    return False


def double_quoted(line: str) -> str:
    """Use double quotes, as the formatter does, except inside a text (an SQL condition)."""
    return re.sub(r"""("[^"\\]*")|'([^'"\\]*)'""", lambda m: m[1] or f'"{m[2]}"', line)
