"""The shared state of building one statement, and the conditions that hold at every level.

The state says who reads, where, and with which values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from yishi_core.errors import Forbidden, Text, TooComplex
from yishi_core.facilities.ledgers.vocabularies import Vocabularies
from yishi_core.kernel.entity import EntityModel, Field, OwnFields
from yishi_core.kernel.entity.own_fields import reference_to
from yishi_graphql.reader.binding import Binder
from yishi_graphql.reader.read_scope import Reach, ReadScope
from yishi_graphql.reader.selection import Selector
from yishi_graphql.schema.catalogue import Catalogue

Conditions = list[sa.ColumnElement[bool]]
MOST_ARMS = 40
"""With more counties than this, a list is one scan with `= any` instead of one arm per county."""

MOST_CONDITIONS = 400
"""Most conditions in all filters of one statement.

A list whose `totalCount` is selected contains its filter twice.
"""


@cache
def _lean(table: sa.Table) -> sa.TableClause:
    """A table with nothing but its name, columns and types.

    To alias it costs a tenth, which a document of a hundred lists does hundreds of times.
    """
    return sa.table(table.name, *(sa.column(c.name, c.type) for c in table.columns))


@dataclass(frozen=True, slots=True)
class Place:
    """The counties of a part of the statement: one, by parameter name, or all of the caller's."""

    parameter: str | None

    def of(self, row: Any, parent: Any = None) -> Conditions:
        """The county condition that every table reference carries (design.md 5, citus.md 3)."""
        if self.parameter is not None:
            return [row.c.county == sa.bindparam(self.parameter, type_=sa.Integer())]
        held: Conditions = [
            row.c.county == sa.any_(sa.bindparam("counties", type_=ARRAY(sa.Integer())))
        ]
        return held if parent is None else [*held, row.c.county == parent.c.county]


def of_record(own: EntityModel, fields: Any, row: Any, place: Place) -> Conditions:
    """The conditions under which own fields are those of a row: whoever reads the row reads them.

    Those of a voided row are those that were voided with it.
    """
    assert issubclass(own.entity, OwnFields)
    return [
        *place.of(fields, row),
        fields.c[reference_to(own.entity.__of__)] == row.c.id,
        fields.c.voided_at.is_not_distinct_from(row.c.voided_at),
    ]


@dataclass
class Planning:
    """A statement that is being built."""

    catalogue: Catalogue
    sight: ReadScope
    selector: Selector
    variables: Mapping[str, Any] = field(default_factory=dict)
    """The variables of the request; only `node` reads one, for the type that its id names."""
    binder: Binder = field(default_factory=Binder)
    words: Vocabularies = field(default_factory=dict)
    """The words of the vocabularies that a filter may name; of others it may name any."""
    typed: bool = False
    """Whether graphql-core processes the answer further; `node` then always includes its type."""
    _aliases: int = 0
    _conditions: int = 0

    @property
    def place(self) -> Place:
        """The place of root lists and aggregates."""
        return Place("county" if self.sight.single else None)

    def row(self, model: EntityModel) -> Any:
        """A new alias of an entity's table."""
        self._aliases += 1
        return _lean(model.table).alias(f"t{self._aliases}")

    def visible(self, model: EntityModel, row: Any, place: Place, parent: Any = None) -> Conditions:
        """The conditions on a row's place and on what the caller may read, beside the policies."""
        rule = self.sight.rule(model).predicate(row)
        return [*place.of(row, parent), *([] if rule is None else [rule])]

    def column(self, model: EntityModel, row: Any, column: Field) -> sa.ColumnElement[Any]:
        """A column as the caller sees it: null where they lack its permission."""
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
        """Count one condition of a filter; raises `TooComplex` beyond the limit."""
        self._conditions += 1
        if self._conditions > MOST_CONDITIONS:
            text = Text(
                f"筛选条件过多,最多{MOST_CONDITIONS}个。",
                f"Too many conditions: at most {MOST_CONDITIONS}.",
            )
            raise TooComplex(text, (), limit="conditions", allowed=MOST_CONDITIONS)

    def require(self, model: EntityModel, column: Field) -> None:
        """Raise `Forbidden` for filtering or sorting by a column not visible everywhere."""
        permission = column.info.permission
        if permission and self.sight.mask(model, permission).reach is not Reach.EVERYWHERE:
            raise Forbidden.lacking(permission)
