"""Columns that say everything about themselves once: type, label, description, privacy, who may see
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.orm import MappedColumn, mapped_column

INFO = "yishi"


@dataclass(frozen=True, slots=True)
class Personal:
    """Why personal data is kept, and for how long after the record was closed (months)."""

    purpose: str
    months: int


class Search(StrEnum):
    """What a column is to somebody who searches."""

    TITLE = "title"
    """What a record is called: it is found first, and people name it so."""
    NUMBER = "number"
    """Its number in a register or on a paper: found like a title."""
    TEXT = "text"
    DATE = "date"
    """The day by which newer comes first; without one, the day of entry."""


OnVoid = Literal["restrict", "cascade", "set_null"]
"""What becomes of a record when the one it refers to is taken back, in the words of SQL: it stands
in the way, it is a part and goes with its whole, or the reference is emptied.
"""


@dataclass(frozen=True, slots=True)
class RefInfo:
    """A column that points at another entity of the same county."""

    target: str
    inverse: str | None
    on_void: OnVoid = "restrict"

    def __post_init__(self) -> None:
        if self.on_void not in get_args(OnVoid):
            raise ValueError(f"on_void is one of {', '.join(get_args(OnVoid))}: {self.on_void!r}")


@dataclass(frozen=True, slots=True)
class IdOf:
    """Of which record a column holds the id, where no foreign key says so: always of one entity, or
    of the one that a column beside it names.
    """

    entity: str | None = None
    told_by: str | None = None
    """Column that holds the entity's name, or a word that `entities` translates into it."""
    entities: Mapping[str, str] = field(default_factory=dict)
    county: str = "county"
    """Column with the county in which the record lies."""

    def __post_init__(self) -> None:
        if (self.entity is None) == (self.told_by is None):
            raise TypeError("an id is of one entity, or of the one that another column names")


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """What a column declares beside its SQL type."""

    label: str
    doc: str
    personal: Personal | None = None
    permission: str | None = None
    vocabulary: str | None = None
    ref: RefInfo | None = None
    hidden: bool = False
    """Not part of the API (hashes, sort keys, audience tokens)."""
    search: Search | None = None
    summed: bool = False
    """Whether an aggregate adds it up: money, person-times."""
    id_of: IdOf | None = None
    """Of which record it is the id; the API shows it as a global id."""


def column(
    label: str,
    doc: str,
    *,
    personal: Personal | None = None,
    permission: str | None = None,
    vocabulary: str | None = None,
    hidden: bool = False,
    search: str | None = None,
    summed: bool = False,
    id_of: IdOf | None = None,
    type_: Any = None,
    **options: Any,
) -> MappedColumn[Any]:
    """Declare a column.

    `label` is what a form, a ledger head and an import sheet show; `doc` the GraphQL description.
    With `permission` the column is null for everybody who does not hold that permission at the
    row's place. With `vocabulary` its values come from the tenant's list of that name. `search` is
    a word of `Search`: the record is found by this column. What a reader of the record may lack
    cannot be searched, nor added up (`summed`: an aggregate gives the sum of the column). A column
    of the API that holds an id says of which record (`id_of`).
    """
    if summed and (permission is not None or personal is not None or hidden):
        raise TypeError(
            f"{label}: a sum would tell what not everybody who counts the records may see"
        )
    if search is not None and (permission is not None or hidden):
        raise TypeError(
            f"{label}: a column with a permission, or hidden, would be told by what a search finds"
        )
    info = ColumnInfo(
        label,
        doc,
        personal,
        permission,
        vocabulary,
        None,
        hidden,
        Search(search) if search else None,
        summed,
        id_of,
    )
    args = () if type_ is None else (type_,)
    return mapped_column(*args, info={INFO: info}, **options)


def ref(
    target: str,
    label: str,
    doc: str = "",
    *,
    inverse: str | None = None,
    on_void: OnVoid = "restrict",
    **options: Any,
) -> MappedColumn[Any]:
    """Declare a reference `<name>_id` to the entity `target` of the same county.

    The table gets a composite foreign key `(county, <name>_id)`; the GraphQL type gets the object
    `<name>`; with `inverse` the target gets a connection of that name. `on_void` says what becomes
    of the record when the target is taken back (docs/domain/voiding.md). References are loaded by
    the reader, never by attribute access (decision 0002).
    """
    info = ColumnInfo(label, doc or label, ref=RefInfo(target, inverse, on_void))
    return mapped_column(sa.Uuid(), info={INFO: info}, **options)


def info_of(col: Any) -> ColumnInfo:
    """The declaration of a mapped column; a column without one is a defect of the model."""
    info = col.info.get(INFO)
    if not isinstance(info, ColumnInfo):
        raise TypeError(f"{col.table.name}.{col.name} is not declared with column() or ref()")
    return info
