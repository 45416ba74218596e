"""Inputs, answers and references of operations (access.md 5, 12).

An input is a Pydantic model: limits, labels and descriptions stand on its fields. A reference is
declared as `Ref[Station]`: the client sends the global id `Station:610922:0198…`, and the function
receives the `Station`, loaded under the caller's own rights.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from types import NoneType
from typing import Annotated, Any, ClassVar, TypeVar, get_args
from uuid import UUID

import annotated_types
from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError, core_schema

from yishi_core.clock import CHINA
from yishi_core.kernel.entity.base import OrgRow, TenantRow
from yishi_core.kernel.messages import UNSTORABLE, BadValue

E = TypeVar("E", bound=TenantRow)
YEARS = range(1900, 2101)
"""Years accepted in any date that is sent."""
WIDEST = 2**31
"""Whole numbers must be below this, unless the field's own limit is higher.

It is the limit of GraphQL's `Int`.
"""
LONGEST_WORD = 200
"""Longest vocabulary value that is looked up; longer ones are refused unread."""


class Input(BaseModel):
    """Base of every input: unknown fields are refused and text is trimmed.

    What no field of any operation can mean is refused here: see `_fit`. An optional text that is
    left blank is not given.

    An input of which `entered` makes a row names its entity: `class ProposeTopicInput(Input,
    enters=Topic)`. Each of its fields must then be a column of that entity or be marked `Beside`.
    """

    enters: ClassVar[type[TenantRow] | None] = None
    """The entity of which this input makes a row, if any."""

    # Built at first use: a process uses few of the hundreds that there are (5 MB).
    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        arbitrary_types_allowed=True,
        frozen=False,
        defer_build=True,
    )

    def __init_subclass__(cls, *, enters: type[TenantRow] | None = None, **config: Any) -> None:
        super().__init_subclass__(**config)
        if enters is not None:
            cls.enters = enters

    @field_validator("*")
    @classmethod
    def _fit(cls, value: Any, info: ValidationInfo) -> Any:
        field = cls.model_fields[info.field_name or ""]
        if value == "" and NoneType in get_args(field.annotation):
            return None
        if type(value) is int and not -WIDEST <= value < WIDEST and not is_wide(field):
            raise BadValue("数值过大。", "The number is too large.")
        if (
            isinstance(value, list)
            and value
            and isinstance(value[0], Pending)
            and len(set(value)) < len(value)
        ):
            raise BadValue("同一对象重复填写。", "One of them is named twice.")
        if _longest(value) > LONGEST_WORD and any(
            isinstance(m, Term | Listed) for m in marks_of(field)
        ):
            raise BadValue("没有这个选项。", "There is no such choice.")
        _sound(value)
        if isinstance(value, datetime) and value.tzinfo is None:
            return value.replace(
                tzinfo=CHINA
            )  # a spreadsheet has local times; the API requires the zone
        return value


class Structure(BaseModel):
    """Base of every answer that is not an entity."""

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True, defer_build=True)


@dataclass(frozen=True, slots=True)
class Pending:
    """A reference that is not loaded yet: one that was read from an input or, in an answer, the
    record of any type that the API reads in its place, under the caller's rights.
    """

    type: str
    county: int
    id: UUID

    def __str__(self) -> str:
        return f"{self.type}:{self.county}:{self.id}"


def _longest(value: Any) -> int:
    texts = value if isinstance(value, list) else (value,)
    return max((len(text) for text in texts if isinstance(text, str)), default=0)


def is_wide(field: FieldInfo) -> bool:
    """Whether a whole number may exceed GraphQL's `Int`: large amounts of money in cents do."""
    return any(
        isinstance(m, annotated_types.Le) and isinstance(m.le, int) and m.le >= WIDEST
        for m in marks_of(field)
    )


def marks_of(field: FieldInfo) -> list[Any]:
    """All metadata of a field, of its annotation and of the members of a union: limits, `Term` …"""
    given = [
        m
        for a in (field.annotation, *get_args(field.annotation))
        for m in getattr(a, "__metadata__", ())
    ]
    return [
        *field.metadata,
        *(m for g in given for m in (g.metadata if isinstance(g, FieldInfo) else [g])),
    ]


def storable(text: str) -> bool:
    """Whether PostgreSQL can store the text."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text))


def _sound(value: Any) -> None:
    """Refuse text that cannot be stored and dates outside `YEARS`, at any depth."""
    match value:
        case str() if not storable(value):
            raise BadValue(*UNSTORABLE)
        case date() if value.year not in YEARS:
            raise BadValue(
                f"年份应在{YEARS[0]}年至{YEARS[-1]}年之间。",
                f"The year must lie between {YEARS[0]} and {YEARS[-1]}.",
            )
        case dict():
            for key, item in value.items():
                _sound(key)
                _sound(item)
        case list():
            for item in value:
                _sound(item)


def global_id(row: TenantRow) -> str:
    """The opaque id of a row, which contains its type and county."""
    return f"{type(row).__name__}:{row.county}:{row.id}"


def parse_global_id(value: str) -> Pending:
    """Parse a global id; raises `ValueError` when it is not one."""
    type_, county, id_ = value.split(":")
    if not 0 <= int(county) < WIDEST:
        raise ValueError("no county has this number")
    return Pending(type_, int(county), UUID(id_))


@dataclass(frozen=True, slots=True)
class RefMarker:
    """Marks an input field as a reference; in the schema it is the global id as text."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        expected = source.__name__

        def read(value: Any) -> Any:
            if isinstance(value, source):
                return value
            try:
                pending = parse_global_id(value)
            except (ValueError, AttributeError, TypeError):
                raise PydanticCustomError(
                    "ref_malformed", "not an id of {entity}", {"entity": expected}
                ) from None
            if pending.type != expected:
                raise PydanticCustomError(
                    "ref_type",
                    "the id is of {found}, not of {entity}",
                    {"found": pending.type, "entity": expected},
                )
            return pending

        return core_schema.no_info_plain_validator_function(read)


Ref = Annotated[E, RefMarker()]
"""`Ref[Station]` in an input: clients send an id, the function receives the loaded entity."""


@dataclass(frozen=True, slots=True)
class AnyRefMarker:
    """Marks an input field as a reference to a record of any entity.

    It is loaded under the caller's rights, like any reference.
    """

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def read(value: Any) -> Any:
            if isinstance(value, TenantRow):
                return value
            try:
                return parse_global_id(value)
            except (ValueError, AttributeError, TypeError):
                raise PydanticCustomError(
                    "ref_malformed", "not an id of {entity}", {"entity": "record"}
                ) from None

        return core_schema.no_info_plain_validator_function(read)


AnyRef = Annotated[OrgRow, AnyRefMarker()]
"""`AnyRef` in an input: the id of any audited record, which the function receives loaded."""


@dataclass(frozen=True, slots=True)
class NotImportable:
    """Excludes a field from spreadsheet import: `Annotated[bool, NotImportable()]`.

    Such a field is useful only to a caller who reads the answer of a single operation.
    """


@dataclass(frozen=True, slots=True)
class Beside:
    """`Annotated[bool, Beside()]`: a field of an entering input that is no column of the row. The
    operation itself reads it; `entered` does not write it.
    """


@dataclass(frozen=True, slots=True)
class Term:
    """Requires a value of the subject's vocabulary: `Annotated[str, Term("focus_category")]`."""

    vocabulary: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A value from a list that the county maintains itself: `Annotated[str, Listed("sector")]`.

    The operation checks the value; an import template offers the list's entries as choices.
    """

    vocabulary: str
