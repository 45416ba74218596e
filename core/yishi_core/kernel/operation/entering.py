"""Entering a record: the columns that have the names of an input's fields are written, and an input
with a field that would be lost is refused when its operation is declared.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar, get_args

import sqlalchemy as sa
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.operation.inputs import Beside, Input

R = TypeVar("R", bound=TenantRow)
OWNER = "org"
"""Who a record belongs to is never changed: it is voided there and entered where it belongs
(access.md 1, 10).
"""


def entered(entity: type[R], data: Input, **more: Any) -> R:
    """A new row with the columns that have the names of the input's fields, and `more` before them.
    It is not in the transaction yet (`context.add`).

    Raises `TypeError` when the input does not declare `enters=entity`: only of those that do is it
    known that none of their fields is forgotten.
    """
    if type(data).enters is not entity:
        raise TypeError(f"{type(data).__name__} does not declare enters={entity.__name__}")
    for name, field in type(data).model_fields.items():
        column, given = _written(entity, name, field), getattr(data, name)
        if column is not None and given is not None and given != []:
            more.setdefault(column.name, value_of(given))
    return entity(**more)


def written_fields(data: type[Input]) -> frozenset[str]:
    """The fields that `entered` writes."""
    entity = data.enters
    return frozenset(
        name
        for name, field in data.model_fields.items()
        if entity is not None and _written(entity, name, field) is not None
    )


def require_nothing_dropped(operation: str, data: type[BaseModel]) -> None:
    """Check the input of an operation, and the inputs inside it, when the operation is declared.

    Raises `TypeError` for a field of an entering input that is neither a column of its entity nor
    marked `Beside`: `entered` would not write it, and the caller would be told of success.
    """
    entity = data.enters if issubclass(data, Input) else None
    for name, field in data.model_fields.items():
        if entity is not None and not _has_a_place(entity, name, field):
            raise TypeError(
                f"{operation}: {data.__name__}.{name} is no column of {entity.__name__} and is not "
                "marked Beside()"
            )
        for inner in inner_models(field.annotation):
            require_nothing_dropped(operation, inner)


def column_of(entity: type[TenantRow], name: str) -> sa.Column[Any] | None:
    """The column that an input field of this name stands for, if any: `station` is `station_id`."""
    columns: Any = entity.__table__.columns
    found: sa.Column[Any] | None = columns.get(name)
    return columns.get(f"{name}_id") if found is None else found


def _written(entity: type[TenantRow], name: str, field: FieldInfo) -> sa.Column[Any] | None:
    """The column that `entered` writes a field to, if any."""
    return None if name == OWNER or _is_beside(field) else column_of(entity, name)


def _has_a_place(entity: type[TenantRow], name: str, field: FieldInfo) -> bool:
    return name == OWNER or _is_beside(field) or column_of(entity, name) is not None


def _is_beside(field: FieldInfo) -> bool:
    return any(isinstance(mark, Beside) for mark in field.metadata)


def inner_models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models inside a field's type: one, an optional one or a list of them."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from inner_models(inner)


def value_of(given: Any) -> Any:
    """What a column stores of an input's value: of a record its id."""
    return given.id if isinstance(given, TenantRow) else given
