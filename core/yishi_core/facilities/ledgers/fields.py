"""The columns of an import file, derived from the input of the operation that enters its rows.

Every field is a column under its title. A reference is written as the other record's name or number
(`张三@柳湾村` where several have the same name), a closed list and a vocabulary by their labels. A list
stands in one cell, its items separated by 、 or ; or a line break; free text is separated by line
breaks only. An item with several fields is written `群众代表|人次:20`: the first field, then the others
with their titles. Attachments cannot be imported; they are added afterwards.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.ledgers.cells import NO, YES
from yishi_core.kernel.entity import Labelled, TenantRow
from yishi_core.kernel.operation import Input, NotImportable, Term
from yishi_core.kernel.operation.inputs import Listed
from yishi_core.kernel.operation.own_inputs import kept_in

LINE = re.compile(r"\s*\n\s*")
ITEM = re.compile(r"\s*[\n;；、]\s*")
PART = re.compile(r"\s*[|｜]\s*")
TITLE = re.compile(r"[:：]")


@dataclass(frozen=True, slots=True)
class SheetField:
    """One field of an input as a column, or as part of an item in a cell."""

    name: str
    title: str
    doc: str
    type: Any
    """The type without None, list and annotations."""
    required: bool
    many: bool
    term: str | None
    listed: str | None = None
    """The county's own list whose entries the operation accepts, by code or name."""
    plugin: str = ""
    """The plugin of whose own fields it is one: its value stands below the plugin's code."""

    @property
    def path(self) -> tuple[str, ...]:
        """Where the value stands in the input."""
        return (self.plugin, self.name) if self.plugin else (self.name,)

    @property
    def reference(self) -> type[TenantRow] | None:
        return (
            self.type if isinstance(self.type, type) and issubclass(self.type, TenantRow) else None
        )

    @property
    def words(self) -> type[Labelled] | None:
        return (
            self.type if isinstance(self.type, type) and issubclass(self.type, Labelled) else None
        )

    @property
    def vocabulary(self) -> str | None:
        """The vocabulary, enumeration or list of the county from which it takes its words."""
        return self.term or self.listed or (self.words.__vocabulary__ if self.words else None)

    @property
    def nested(self) -> tuple[SheetField, ...]:
        """The fields of an item; empty for a plain value."""
        inner = self.type
        return fields_of(inner) if isinstance(inner, type) and issubclass(inner, BaseModel) else ()

    @property
    def sentences(self) -> bool:
        """Whether it is free text, in which 、 and ; do not separate items."""
        first = self.nested[0] if self.nested else self
        return first.type is str and first.term is None

    def items(self, cell: str) -> list[str]:
        """Split a cell into its items."""
        return [item for item in (LINE if self.sentences else ITEM).split(cell) if item]

    def hint(self, vocabulary: dict[str, str]) -> str:
        """What may be written in the column, for the template's line of explanations."""
        return ";".join(
            filter(None, ("必填" if self.required else "", self._kind(vocabulary), self._shape()))
        )

    def _kind(self, vocabulary: dict[str, str]) -> str:
        if self.words is not None:
            return "/".join(vocabulary.values() or (member.label for member in self.words))
        if self.term or self.listed:
            return "/".join(vocabulary.values())
        if self.reference is not None:
            return (
                f"{self.reference.__label__}的名称或编号"
                if hasattr(self.reference, "__label__")
                else "编号"
            )
        return {
            bool: f"{YES}/{NO}",
            int: "整数",
            dt.date: "如2026-03-15",
            dt.time: "如09:30",
            dt.datetime: "如2026-03-15 09:30",
        }.get(self.type, "")

    def _shape(self) -> str:
        parts = [f.title for f in self.nested]
        shape = (
            "每项写作 " + "|".join([parts[0], *(f"{title}:…" for title in parts[1:])])
            if parts
            else ""
        )
        return (
            "".join((shape, "(多项每项一行)" if self.sentences else "(多项用、分隔)"))
            if self.many
            else shape
        )


def fields_of(model: type[BaseModel]) -> tuple[SheetField, ...]:
    """The fields of an input that a file can hold, in order."""
    kept = (
        (name, info)
        for name, info in model.model_fields.items()
        if not any(isinstance(m, NotImportable) for m in info.metadata)
    )
    found = (f for name, info in kept for f in _fields(name, info))
    return tuple(f for f in found if f.type is not Attachment)


def _fields(name: str, info: FieldInfo) -> Iterator[SheetField]:
    """The field, or each of the own fields that it holds: none of them is required, since a record
    may have none.
    """
    mark = kept_in(info)
    if mark is None:
        yield _field(name, info)
    else:
        for one in fields_of(mark.entering):
            yield replace(one, required=False, plugin=name)


def _field(name: str, info: FieldInfo) -> SheetField:
    marks = [m for m in info.metadata if isinstance(m, Term)] + list(_marks(info.annotation))
    type_, many = _plain(info.annotation)
    listed = next((m.vocabulary for m in info.metadata if isinstance(m, Listed)), None)
    term = marks[0].vocabulary if marks else None
    return SheetField(
        name,
        info.title or name,
        info.description or "",
        type_,
        info.is_required(),
        many,
        term,
        listed,
    )


def _marks(annotation: Any) -> Iterator[Term]:
    for mark in getattr(annotation, "__metadata__", ()):
        if isinstance(mark, Term):
            yield mark
    for inner in get_args(annotation):
        yield from _marks(inner)


def _plain(annotation: Any) -> tuple[Any, bool]:
    """The type behind an annotation, and whether it is a list."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _plain(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return _plain(next(a for a in get_args(annotation) if a is not type(None)))
    if origin in (list, tuple, set, frozenset):
        return _plain(get_args(annotation)[0])[0], True
    return annotation, False


def fields_by_title(
    model: type[Input], plugins: Container[str] | None = None
) -> dict[str, SheetField]:
    """Fields by title, with the own fields of these plugins, by default of all.

    An own field whose title is taken has the plugin's name behind it. Raises `ValueError` when two
    fields of the input itself share a title.
    """
    found: dict[str, SheetField] = {}
    for field in fields_of(model):
        if field.plugin and plugins is not None and field.plugin not in plugins:
            continue
        if field.plugin and field.title in found:
            whose = model.model_fields[field.plugin].title
            field = replace(field, title=f"{field.title}({whose})")
        if field.title in found:
            raise ValueError(f"{model.__name__}: two fields are called {field.title}")
        found[field.title] = field
    return found
