"""The GraphQL type of a column, and the operators by which it is compared."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from yishi_core.kernel.entity import EntityModel, Field, Labelled
from yishi_core.kernel.entity.names import summary
from yishi_graphql.schema import names, scalars
from yishi_graphql.schema.build import ID, Builder, Many


class Sort(StrEnum):
    """Families of columns; each has one filter input."""

    ID = "ID"
    ENUM = "Enum"
    STRING = "String"
    BOOLEAN = "Boolean"
    INT = "Int"
    BIGINT = "BigInt"
    FLOAT = "Float"
    DECIMAL = "Decimal"
    DATE = "Date"
    DATETIME = "DateTime"
    TIME = "Time"
    LIST = "StringList"
    JSON = "Json"


_SORTS: tuple[tuple[type[sa.types.TypeEngine[Any]], Sort], ...] = (
    (sa.Enum, Sort.ENUM),
    (sa.String, Sort.STRING),
    (sa.Uuid, Sort.ID),
    (sa.Boolean, Sort.BOOLEAN),
    (sa.BigInteger, Sort.BIGINT),
    (sa.Integer, Sort.INT),
    (sa.Float, Sort.FLOAT),
    (sa.Numeric, Sort.DECIMAL),
    (sa.DateTime, Sort.DATETIME),
    (sa.Date, Sort.DATE),
    (sa.Time, Sort.TIME),
    (sa.ARRAY, Sort.LIST),
    (sa.JSON, Sort.JSON),
)
PYTHON: dict[Sort, Any] = {
    Sort.ID: ID,
    Sort.STRING: str,
    Sort.BOOLEAN: bool,
    Sort.INT: int,
    Sort.BIGINT: scalars.BigInt,
    Sort.FLOAT: float,
    Sort.DECIMAL: scalars.Decimal,
    Sort.DATE: scalars.Date,
    Sort.DATETIME: scalars.DateTime,
    Sort.TIME: scalars.Time,
    Sort.JSON: scalars.JSON,
}
ORDERED = frozenset(Sort) - {Sort.LIST, Sort.JSON}
GROUPED = frozenset({Sort.ID, Sort.ENUM, Sort.STRING, Sort.BOOLEAN})


def sort_of(field: Field) -> Sort:
    """The family of a column.

    Raises `TypeError` at start-up when the API has no type for its SQL type, or when it is an id
    without `id_of`.
    """
    at = f"{field.column.table.name}.{field.column.name}"
    sort = sort_of_type(field.column.type, at)
    if sort is Sort.ID and field.info.id_of is None:
        raise TypeError(
            f"{at}: the API shows global ids, so say of which record this is the id (id_of)"
        )
    return sort


def sort_of_type(type_: sa.types.TypeEngine[Any], at: str) -> Sort:
    for kind, sort in _SORTS:
        if isinstance(type_, kind):
            return sort
    raise TypeError(f"{at}: the API has no type for {type_!r}")


def graphql_type(builder: Builder, model: EntityModel, field: Field) -> Any:
    """The GraphQL type of a column, before it is made nullable."""
    return _of_type(builder, model, field.column.type, sort_of(field))


def _of_type(builder: Builder, model: EntityModel, type_: Any, sort: Sort) -> Any:
    if sort is Sort.LIST:
        inner = type_.item_type
        return Many(_of_type(builder, model, inner, sort_of_type(inner, model.name)))
    if sort is Sort.ENUM:
        return enum_of(builder, type_.enum_class, model.plugin)
    return PYTHON[sort]


def enum_of(builder: Builder, members: Any, plugin: str | None) -> Any:
    """The GraphQL enum of a `Labelled` class, whose values are the stored values."""
    if not (isinstance(members, type) and issubclass(members, Labelled)):
        raise TypeError(f"{members!r} is no Labelled enumeration")
    values = {names.checked_word(m.value, members.__name__): m.label for m in members}
    doc = summary(members.__doc__)
    return builder.enum(members.__name__, values, description=doc or None, plugin=plugin)
