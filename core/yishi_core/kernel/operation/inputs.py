"""Inputs, answers and references of operations (access.md 5, 12).

An input is a pydantic model: limits, labels and descriptions stand on its fields. An id in it is
`Ref[Station]`: the client sends the global id `Station:610922:0198…`, the function gets the
`Station`, loaded under the caller's own rights.
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
"""Of every date that is sent. The oldest member was born, the last term planned for will end within
it.
"""
WIDEST = 2**31
"""Whole numbers lie below it, unless the field's own limit is higher: what the API's `Int`
holds.
"""
LONGEST_WORD = 200
"""Of a vocabulary, generously: longer ones are not looked up, nor repeated in an answer."""


class Input(BaseModel):
    """Base of every input: unknown fields are refused, text is trimmed, all errors come at once.

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
            return value.replace(tzinfo=CHINA)  # as a file has it; the API asks for the zone
        return value


class Structure(BaseModel):
    """Base of every answer that is not an entity."""

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True, defer_build=True)


@dataclass(frozen=True, slots=True)
class Pending:
    """A reference read from the input and not loaded yet."""

    type: str
    county: int
    id: UUID


def _longest(value: Any) -> int:
    texts = value if isinstance(value, list) else (value,)
    return max((len(text) for text in texts if isinstance(text, str)), default=0)


def is_wide(field: FieldInfo) -> bool:
    """Whether a whole number may exceed the API's `Int`: money in cents does from 21 million yuan
    on.
    """
    return any(
        isinstance(m, annotated_types.Le) and isinstance(m.le, int) and m.le >= WIDEST
        for m in marks_of(field)
    )


def marks_of(field: FieldInfo) -> list[Any]:
    """What is said of a field beside its type, and of the branches of that: limits, `Term` …"""
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
    """Whether PostgreSQL can hold a text."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text))


def _sound(value: Any) -> None:
    """Refuse what no text can hold and no office means by a date, however deep."""
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
    """The opaque id of a row: it carries type and county."""
    return f"{type(row).__name__}:{row.county}:{row.id}"


def parse_global_id(value: str) -> Pending:
    """Read a global id; raises `ValueError` when it is none."""
    type_, county, id_ = value.split(":")
    if not 0 <= int(county) < WIDEST:
        raise ValueError("no county has this number")
    return Pending(type_, int(county), UUID(id_))


@dataclass(frozen=True, slots=True)
class RefMarker:
    """Marks a field of an input as a reference; its schema is the global id as text."""

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
"""`Ref[Station]` in an input: an id outside, the loaded entity inside."""


@dataclass(frozen=True, slots=True)
class AnyRefMarker:
    """Marks a field as a reference to a record of any entity; it is loaded under the caller's
    rights like every other.
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
"""`AnyRef` in an input: the id of any audited record outside, the loaded record inside."""


@dataclass(frozen=True, slots=True)
class NotImportable:
    """`Annotated[bool, Alone()]`: of use only where one reads the answer; no column of a file whose
    rows come in together.
    """


@dataclass(frozen=True, slots=True)
class Beside:
    """`Annotated[bool, Beside()]`: a field of an entering input that is no column of the row. The
    operation itself reads it; `entered` does not write it.
    """


@dataclass(frozen=True, slots=True)
class Term:
    """`Annotated[str, Term("focus_category")]`: a value of the subject's vocabulary of that
    name.
    """

    vocabulary: str


@dataclass(frozen=True, slots=True)
class Listed:
    """`Annotated[str, Listed("sector")]`: a word of a list that the county keeps itself: the
    operation compares, a template names the choices.
    """

    vocabulary: str
