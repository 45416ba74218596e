"""GraphQL types of Pydantic models: inputs and structures of operations (access.md 12)."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

import annotated_types
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.types import StringConstraints

from yishi_core.kernel.entity import Labelled, TenantRow, camel
from yishi_core.kernel.entity.names import summary
from yishi_core.kernel.operation import Term
from yishi_core.kernel.operation.inputs import Pending, is_wide
from yishi_core.kernel.operation.own_inputs import kept_in
from yishi_graphql.schema import names, scalars
from yishi_graphql.schema.build import ID, Builder, Declared, Many, Member, optional
from yishi_graphql.schema.columns import enum_of
from yishi_graphql.schema.entities import EntityTypes

PLAIN: dict[type, Any] = {
    str: str,
    bool: bool,
    int: int,
    float: float,
    Decimal: scalars.Decimal,
    date: scalars.Date,
    datetime: scalars.DateTime,
    time: scalars.Time,
    UUID: str,
    dict: scalars.JSON,
    object: scalars.JSON,
    list: Many(scalars.JSON),
}
SEQUENCES = (list, tuple, set, frozenset, Sequence, AbstractSet)


class ModelTypes:
    """The input and output types of models, each made once."""

    def __init__(self, builder: Builder, entities: EntityTypes) -> None:
        self.builder = builder
        self.entities = entities
        self._made: dict[str, type[BaseModel]] = {}

    def input(
        self, model: type[BaseModel], plugin: str | None, name: str | None = None
    ) -> Declared:
        """The input type of a model, under its own name unless another is given.

        Every optional field may be left out, which is not the same as null.
        """
        own = model.__name__ if model.__name__.endswith("Input") else f"{model.__name__}Input"
        return self._once(name or own, model, "input", plugin)

    def output(self, model: type[BaseModel], plugin: str | None) -> Declared:
        """The object type of a structure; fields that are entities get the entity's type."""
        return self._once(model.__name__, model, "object", plugin)

    def members(
        self, model: type[BaseModel], kind: Literal["input", "object"], plugin: str | None
    ) -> Iterator[Member]:
        """The fields of a model."""
        for name, field in model.model_fields.items():
            kept = kept_in(field)
            brings = kept.plugin if kept else plugin
            made, may_be_null = self.type_of(
                field.annotation, kind, brings, f"{model.__name__}.{name}"
            )
            if made is int and is_wide(field):
                made = scalars.BigInt
            omittable = kind == "input" and not field.is_required()
            yield Member(
                camel(name),
                optional(made) if may_be_null or omittable else made,
                _describe(field),
                plugin=brings,
            )

    def type_of(
        self, annotation: Any, kind: Literal["input", "object"], plugin: str | None, at: str
    ) -> tuple[Any, bool]:
        """The type of an annotation, and whether it may be null.

        Raises `TypeError` at start-up for an annotation without a GraphQL type.
        """
        inner, may_be_null = without_none(annotation)
        return self._plain(inner, kind, plugin, at), may_be_null

    def _plain(
        self, inner: Any, kind: Literal["input", "object"], plugin: str | None, at: str
    ) -> Any:
        origin = get_origin(inner)
        if inner is Any or origin in (dict, Mapping):
            return scalars.JSON
        if origin in SEQUENCES:
            item, may_be_null = self.type_of(get_args(inner)[0], kind, plugin, at)
            return Many(optional(item) if may_be_null else item)
        if origin is Literal:
            return str
        if not isinstance(inner, type):
            raise TypeError(f"{at}: the API has no type for {inner!r}")
        return self._of_class(inner, kind, plugin, at)

    def _of_class(
        self, inner: type, kind: Literal["input", "object"], plugin: str | None, at: str
    ) -> Any:
        if issubclass(inner, TenantRow):
            return ID if kind == "input" else self.entities.of(inner.__name__)
        if issubclass(inner, Pending):
            return ID if kind == "input" else self.entities.node
        if issubclass(inner, Labelled):
            return enum_of(self.builder, inner, plugin)
        if issubclass(inner, BaseModel):
            return self.input(inner, plugin) if kind == "input" else self.output(inner, plugin)
        if issubclass(inner, StrEnum):
            return str
        if inner not in PLAIN:
            raise TypeError(f"{at}: the API has no type for {inner!r}")
        return PLAIN[inner]

    def _once(
        self,
        name: str,
        model: type[BaseModel],
        kind: Literal["input", "object"],
        plugin: str | None,
    ) -> Declared:
        if self._made.setdefault(name, model) is not model:
            raise ValueError(
                f"two structures are named {name}: {model.__module__} and "
                f"{self._made[name].__module__}"
            )
        return self.builder.once(
            name,
            lambda: self.builder.declare(
                name,
                lambda: list(self.members(model, kind, plugin)),
                kind=kind,
                plugin=plugin,
                description=summary(model.__doc__ or name),
            ),
        )


def without_none(annotation: Any) -> tuple[Any, bool]:
    """`X | None` → (X, True); `Annotated[X, …]` → (X, False)."""
    if get_origin(annotation) is Annotated:
        return without_none(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [a for a in get_args(annotation) if a is not type(None)]
        if len(rest) == 1:
            return without_none(rest[0])[0], len(rest) < len(get_args(annotation))
    return annotation, False


def _describe(field: FieldInfo) -> str | None:
    """The label, description and limits of a field."""
    text = names.described(field.title or "", field.description or "").removeprefix(" — ")
    marks = [
        *field.metadata,
        *(m for a in _branches(field.annotation) for m in getattr(a, "__metadata__", ())),
    ]
    notes = [*_choices(field.annotation), *(note for mark in marks for note in _limits(mark))]
    return f"{text} [{', '.join(notes)}]".strip() if notes else text or None


def _branches(annotation: Any) -> tuple[Any, ...]:
    return (annotation, *get_args(annotation))


def _choices(annotation: Any) -> list[str]:
    inner, _ = without_none(annotation)
    return ["one of " + " ".join(map(str, get_args(inner)))] if get_origin(inner) is Literal else []


def _limits(mark: Any) -> Iterator[str]:
    match mark:
        case annotated_types.Ge(ge=value):
            yield f"≥ {value}"
        case annotated_types.Gt(gt=value):
            yield f"> {value}"
        case annotated_types.Le(le=value):
            yield f"≤ {value}"
        case annotated_types.Lt(lt=value):
            yield f"< {value}"
        case annotated_types.MinLen(min_length=value):
            yield f"length ≥ {value}"
        case annotated_types.MaxLen(max_length=value):
            yield f"length ≤ {value}"
        case StringConstraints():
            yield from _limits_of_text(mark)
        case Term(vocabulary=value):
            yield f"vocabulary: {value}"
        case _ if getattr(mark, "pattern", None):
            yield f"pattern {mark.pattern}"


def _limits_of_text(mark: StringConstraints) -> Iterator[str]:
    if mark.min_length is not None:
        yield f"length ≥ {mark.min_length}"
    if mark.max_length is not None:
        yield f"length ≤ {mark.max_length}"
    if mark.pattern is not None:
        yield f"pattern {getattr(mark.pattern, 'pattern', mark.pattern)}"
