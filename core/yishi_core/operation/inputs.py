"""Inputs, answers and references of operations (access.md 5, 12).

An input is a pydantic model: limits, labels and descriptions stand on its fields. An id in it is `Ref[Station]`: the client sends the global
id `Station:610922:0198…`, the function gets the `Station`, loaded under the caller's own rights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from yishi_core.entity.base import OrgRow, TenantRow

E = TypeVar("E", bound=TenantRow)


class Input(BaseModel):
    """Base of every input: unknown fields are refused, text is trimmed, all errors come at once."""

    # Built at first use: a process uses few of the hundreds that there are (5 MB).
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, arbitrary_types_allowed=True, frozen=False, defer_build=True)


class Structure(BaseModel):
    """Base of every answer that is not an entity."""

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True, defer_build=True)


@dataclass(frozen=True, slots=True)
class Pending:
    """A reference read from the input and not loaded yet."""

    type: str
    county: int
    id: UUID


def global_id(row: TenantRow) -> str:
    """The opaque id of a row: it carries type and county."""
    return f"{type(row).__name__}:{row.county}:{row.id}"


def parse_global_id(value: str) -> Pending:
    """Read a global id; raises `ValueError` when it is none."""
    type_, county, id_ = value.split(":")
    return Pending(type_, int(county), UUID(id_))


@dataclass(frozen=True, slots=True)
class RefMarker:
    """Marks a field of an input as a reference; its schema is the global id as text."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        expected = source.__name__

        def read(value: Any) -> Any:
            if isinstance(value, source):
                return value
            try:
                pending = parse_global_id(value)
            except (ValueError, AttributeError, TypeError):
                raise PydanticCustomError("ref_malformed", "not an id of {entity}", {"entity": expected}) from None
            if pending.type != expected:
                raise PydanticCustomError("ref_type", "the id is of {found}, not of {entity}", {"found": pending.type, "entity": expected})
            return pending

        return core_schema.no_info_plain_validator_function(read)


Ref = Annotated[E, RefMarker()]
"""`Ref[Station]` in an input: an id outside, the loaded entity inside."""


@dataclass(frozen=True, slots=True)
class AnyRefMarker:
    """Marks a field as a reference to a record of any entity; it is loaded under the caller's rights like every other."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def read(value: Any) -> Any:
            if isinstance(value, TenantRow):
                return value
            try:
                return parse_global_id(value)
            except (ValueError, AttributeError, TypeError):
                raise PydanticCustomError("ref_malformed", "not an id of {entity}", {"entity": "record"}) from None

        return core_schema.no_info_plain_validator_function(read)


AnyRef = Annotated[OrgRow, AnyRefMarker()]
"""`AnyRef` in an input: the id of any audited record outside, the loaded record inside."""


@dataclass(frozen=True, slots=True)
class Alone:
    """`Annotated[bool, Alone()]`: of use only where one reads the answer; no column of a file whose rows come in together."""


@dataclass(frozen=True, slots=True)
class Term:
    """`Annotated[str, Term("focus_category")]`: a value of the subject's vocabulary of that name."""

    vocabulary: str


@dataclass(frozen=True, slots=True)
class Listed:
    """`Annotated[str, Listed("sector")]`: a word of a list that the county keeps itself: the operation compares, a template names the choices."""

    vocabulary: str
