"""Inputs that take their words from the column they fill."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict, TypeVar, Unpack, overload

from pydantic import Field
from pydantic_core import PydanticUndefined
from sqlalchemy.orm import InstrumentedAttribute

from yishi_core.kernel.entity.columns import info_of

T = TypeVar("T")


class Limits(TypedDict, total=False):
    """What else pydantic's `Field` may be told of an input."""

    min_length: int
    max_length: int
    ge: Any
    gt: Any
    le: Any
    lt: Any
    pattern: str
    decimal_places: int
    repr: bool
    json_schema_extra: dict[str, Any]


@overload
def like(
    column: InstrumentedAttribute[Any], *, doc: str = ..., **limits: Unpack[Limits]
) -> Any: ...
@overload
def like(
    column: InstrumentedAttribute[Any], default: T, *, doc: str = ..., **limits: Unpack[Limits]
) -> T: ...
@overload
def like(
    column: InstrumentedAttribute[Any],
    *,
    default_factory: Callable[[], T],
    doc: str = ...,
    **limits: Unpack[Limits],
) -> T: ...


def like(
    column: InstrumentedAttribute[Any],
    default: Any = PydanticUndefined,
    *,
    doc: str | None = None,
    **limits: Any,
) -> Any:
    """A field of an input, with the label and the description of a column.

        title: TopicTitle = like(Topic.title)
        proposer: str | None = like(Topic.proposer, None, max_length=60)
        approved_on: date | None = like(Topic.approved_on, None, doc="Today unless named.")

    `doc` is said instead of the column's description where the caller needs to know something else,
    such as what a value left out stands for. The field is required unless it has a default.
    """
    info = info_of(column.class_.__table__.columns[column.key])
    described = info.doc if doc is None else doc
    title = info.label
    return Field(
        default, title=title, description=described if described != title else None, **limits
    )
