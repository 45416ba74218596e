"""What the making of one statement shares: who reads, where, with which values. And the two rules
that hold at every level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from yishi_core.errors import Forbidden, Text, TooComplex
from yishi_core.kernel.entity import EntityModel, Field
from yishi_graphql.reader.binding import Binder
from yishi_graphql.reader.read_scope import Reach, ReadScope
from yishi_graphql.reader.selection import Selector
from yishi_graphql.schema.catalogue import Catalogue

Conditions = list[sa.ColumnElement[bool]]
MOST_ARMS = 40
"""Above so many counties a list is one scan with `= any` and not one limited arm per county."""

MOST_CONDITIONS = 400
"""In all filters of one statement; a list that is counted too (`totalCount`) holds its filter
twice.
"""


@cache
def _lean(table: sa.Table) -> sa.TableClause:
    """A table's name, columns and types, and nothing else: to alias it costs a tenth, which a
    document of a hundred lists does hundreds of times.
    """
    return sa.table(table.name, *(sa.column(c.name, c.type) for c in table.columns))


@dataclass(frozen=True, slots=True)
class Place:
    """The counties of a part of the statement: one, by the name of its parameter, or all of the
    caller's.
    """

    parameter: str | None

    def of(self, row: Any, parent: Any = None) -> Conditions:
        """The county condition that every table reference carries at every level (design.md 5,
        citus.md 3).
        """
        if self.parameter is not None:
            return [row.c.county == sa.bindparam(self.parameter, type_=sa.Integer())]
        held: Conditions = [
            row.c.county == sa.any_(sa.bindparam("counties", type_=ARRAY(sa.Integer())))
        ]
        return held if parent is None else [*held, row.c.county == parent.c.county]


@dataclass
class Planning:
    """One statement in the making."""

    catalogue: Catalogue
    sight: ReadScope
    selector: Selector
    variables: Mapping[str, Any] = field(default_factory=dict)
    """The request's own values; only `node` looks at one, to learn the type that the id names."""
    binder: Binder = field(default_factory=Binder)
    typed: bool = False
    """Whether graphql-core goes on with the answer: then `node` tells its type, asked or not."""
    _aliases: int = 0
    _conditions: int = 0

    @property
    def place(self) -> Place:
        """The place of root lists and aggregates."""
        return Place("county" if self.sight.single else None)

    def row(self, model: EntityModel) -> Any:
        """A fresh alias of an entity's table."""
        self._aliases += 1
        return _lean(model.table).alias(f"t{self._aliases}")

    def visible(self, model: EntityModel, row: Any, place: Place, parent: Any = None) -> Conditions:
        """Where a row must lie, and what this caller reads of the entity beyond row level
        security.
        """
        rule = self.sight.rule(model).predicate(row)
        return [*place.of(row, parent), *([] if rule is None else [rule])]

    def column(self, model: EntityModel, row: Any, column: Field) -> sa.ColumnElement[Any]:
        """A column as this caller sees it: null where he lacks its permission."""
        value: sa.ColumnElement[Any] = row.c[column.column.name]
        if column.info.permission is None:
            return value
        mask = self.sight.mask(model, column.info.permission)
        if mask.reach is Reach.EVERYWHERE:
            return value
        if mask.reach is Reach.NOWHERE:
            return sa.cast(sa.null(), column.column.type)
        return sa.case((mask.condition(row), value))

    def count_condition(self) -> None:
        """A filter may hold so many conditions and no more."""
        self._conditions += 1
        if self._conditions > MOST_CONDITIONS:
            text = Text(
                f"筛选条件过多,最多{MOST_CONDITIONS}个。",
                f"Too many conditions: at most {MOST_CONDITIONS}.",
            )
            raise TooComplex(text, (), limit="conditions", allowed=MOST_CONDITIONS)

    def require(self, model: EntityModel, column: Field) -> None:
        """Refuse to filter or sort by a column that the caller does not see everywhere."""
        permission = column.info.permission
        if permission and self.sight.mask(model, permission).reach is not Reach.EVERYWHERE:
            raise Forbidden.lacking(permission)
