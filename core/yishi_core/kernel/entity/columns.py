"""Column declarations: type, label, description, privacy, permission and search in one place."""

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
    """Why personal data is kept, and for how many months after the record is closed."""

    purpose: str
    months: int


class Search(StrEnum):
    """The role of a column in full-text search."""

    TITLE = "title"
    """The name of the record; matches here rank first."""
    NUMBER = "number"
    """A number in a register or on a document; matches rank like those of a title."""
    TEXT = "text"
    DATE = "date"
    """The day by which results are sorted, newest first; without one, the day of entry is used."""


OnVoid = Literal["restrict", "cascade", "set_null"]
"""What becomes of a record when the one it refers to is taken back, in the words of SQL: it stands
in the way, it is a part and goes with its whole, or the reference is emptied.
"""


@dataclass(frozen=True, slots=True)
class RefInfo:
    """A reference to another entity of the same county, with the name of the inverse relation."""

    target: str
    inverse: str | None
    on_void: OnVoid = "restrict"
    bound: bool = False
    """Whether the record stands under the settings of the one it refers to, as of a case."""

    def __post_init__(self) -> None:
        if self.on_void not in get_args(OnVoid):
            raise ValueError(f"on_void is one of {', '.join(get_args(OnVoid))}: {self.on_void!r}")


@dataclass(frozen=True, slots=True)
class IdOf:
    """Names the entity whose id a column holds where there is no foreign key.

    The entity is either fixed (`entity`) or named by another column of the row (`told_by`).
    """

    entity: str | None = None
    told_by: str | None = None
    """Column that holds the entity's name, or a word that `entities` maps to it."""
    entities: Mapping[str, str] = field(default_factory=dict)
    county: str = "county"
    """Column that holds the county of the record."""

    def __post_init__(self) -> None:
        if (self.entity is None) == (self.told_by is None):
            raise TypeError("an id is of one entity, or of the one that another column names")


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """What a column declares beyond its SQL type."""

    label: str
    doc: str
    personal: Personal | None = None
    permission: str | None = None
    vocabulary: str | None = None
    ref: RefInfo | None = None
    hidden: bool = False
    """Excluded from the API: hashes, sort keys, audience tokens."""
    search: Search | None = None
    summed: bool = False
    """Whether aggregates offer the sum of the column: amounts of money, person-times."""
    id_of: IdOf | None = None
    """The entity whose id the column holds; the API shows it as a global id."""


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
    """Declare a column of an entity.

    `label` is the Chinese text shown on forms, ledger headings and import sheets; `doc` is the
    GraphQL description. With `permission`, the column is null for callers who do not hold that
    permission at the row's place. With `vocabulary`, its values come from the tenant's list of that
    name. `search` is a value of `Search` and makes records findable by this column; `summed` makes
    aggregates offer its sum. `id_of` names the entity whose id the column holds and is required for
    any such column of the API.

    Raises `TypeError` for a searched or summed column that some readers of the record may not see,
    since search results and sums would disclose it.
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
    bound: bool = False,
    **options: Any,
) -> MappedColumn[Any]:
    """Declare a reference `<name>_id` to the entity `target` of the same county.

    The table gets a composite foreign key `(county, <name>_id)`; the GraphQL type gets the object
    `<name>`; with `inverse` the target gets a connection of that name. `on_void` says what becomes
    of the record when the target is taken back (docs/domain/voiding.md). With `bound` the record
    belongs to the target and stands under its settings, as those of a case; a part of its target
    (`on_void="cascade"`) always does. References are loaded by
    the reader, never by attribute access (decision 0002).
    """
    info = ColumnInfo(label, doc or label, ref=RefInfo(target, inverse, on_void, bound))
    return mapped_column(sa.Uuid(), info={INFO: info}, **options)


def info_of(col: Any) -> ColumnInfo:
    """Return the declaration of a mapped column; raises `TypeError` when it has none."""
    info = col.info.get(INFO)
    if not isinstance(info, ColumnInfo):
        raise TypeError(f"{col.table.name}.{col.name} is not declared with column() or ref()")
    return info
