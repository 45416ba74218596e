"""Inputs that take their words from the column they fill, or from the entity they point at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict, TypeVar, Unpack, overload

from pydantic import Field
from pydantic_core import PydanticUndefined
from sqlalchemy.orm import InstrumentedAttribute

from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.entity.columns import info_of

T = TypeVar("T")
Source = InstrumentedAttribute[Any] | type[TenantRow]
TODAY = "Today unless named."
"""What `like` says of a day that may be left out."""


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
def like(source: Source, *, doc: str = ..., **limits: Unpack[Limits]) -> Any: ...
@overload
def like(source: Source, default: T, *, doc: str = ..., **limits: Unpack[Limits]) -> T: ...
@overload
def like(
    source: Source,
    *,
    default_factory: Callable[[], T],
    doc: str = ...,
    **limits: Unpack[Limits],
) -> T: ...


def like(
    source: Source,
    default: Any = PydanticUndefined,
    *,
    doc: str | None = None,
    **limits: Any,
) -> Any:
    """A field of an input with the label and the description of the column that it fills, or, for a
    reference, with the label of its entity.

        topic: Ref[Topic] = like(Topic)
        title: TopicTitle = like(Topic.title)
        proposer: str | None = like(Topic.proposer, None, max_length=60)
        approved_on: date | None = like(Topic.approved_on, None, doc=TODAY)

    `doc` stands in for the column's description where the caller needs to know something else, such
    as what a value left out stands for. The field is required unless it has a default.
    """
    title, described = _words(source)
    described = doc or described
    return Field(
        default, title=title, description=described if described != title else None, **limits
    )


def _words(source: Source) -> tuple[str, str | None]:
    """Label and description."""
    if isinstance(source, type):
        return str(vars(source)["__label__"]), None
    info = info_of(source.class_.__table__.columns[source.key])
    return info.label, info.doc
