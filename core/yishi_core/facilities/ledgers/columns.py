"""The columns of an entity's ledger, from its columns or from its `__ledger__`.

    __ledger__ = ("no", "title", "station", "proposer", "state")

The names are columns and references of the entity; `person.post` follows a reference. A reference
is shown by the other record's title or number.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from yishi_core.kernel.entity import ColumnInfo, EntityModel, OwnFields, Registry
from yishi_core.kernel.entity.columns import Search, info_of
from yishi_core.kernel.entity.own_fields import own_columns

MACHINERY = frozenset(
    {"county", "id", "version", "created_at", "updated_at", "voided_at", "void_reason"}
)
"""Columns that no register on paper has."""


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column of a ledger; `path` leads through references (without `_id`) to `column`."""

    title: str
    path: tuple[str, ...]
    column: sa.Column[Any]

    @property
    def info(self) -> ColumnInfo:
        return info_of(self.column)


def ledger_columns(
    registry: Registry, model: EntityModel, plugins: Container[str | None] = ()
) -> tuple[LedgerColumn, ...]:
    """The columns of an entity's ledger, in order; after them the own fields that these plugins
    keep of its records.

    Raises `KeyError` when `__ledger__` names something that is not a column or reference.
    """
    asked: tuple[str, ...] | None = getattr(model.entity, "__ledger__", None)
    if asked is not None:
        found = [_at(registry, model, tuple(name.split(".")), ()) for name in asked]
    else:
        found = list(_plain(registry, model.table.c))
    for kept in registry.own_fields(model.name):
        if kept.plugin in plugins and issubclass(kept.entity, OwnFields):
            found += _plain(registry, own_columns(kept.entity), (str(kept.plugin),))
    return tuple(found)


def _plain(
    registry: Registry, columns: Iterable[sa.Column[Any]], through: tuple[str, ...] = ()
) -> Iterator[LedgerColumn]:
    """The columns that a register on paper has, references by the name of the other record."""
    for column in columns:
        info = info_of(column)
        if info.hidden or column.name in MACHINERY or isinstance(column.type, sa.JSON):
            continue
        if info.ref is None:
            yield LedgerColumn(info.label, (*through, column.name), column)
        elif (called := shown_by(registry[info.ref.target])) is not None:
            reference = column.name.removesuffix("_id")
            yield LedgerColumn(info.label, (*through, reference, called.name), called)


def shown_by(model: EntityModel) -> sa.Column[Any] | None:
    """The column by which other records show a record of this entity: its title or number."""
    return (
        model.called
        if model.called is not None
        else next(iter(model.searched(Search.NUMBER)), None)
    )


def ledger_order(model: EntityModel) -> tuple[str, ...]:
    """The columns by which a ledger is sorted.

    Names by pinyin, else the day of the event and the number, else the day of entry.
    """
    columns = model.table.c
    if "sort_key" in columns and "name" in columns:
        return ("name",)
    named = [*model.searched(Search.DATE), *model.searched(Search.NUMBER)]
    plain = [c.name for c in named if info_of(c).permission is None]
    return tuple(plain) or (("created_at",) if "created_at" in columns else ())


def _at(
    registry: Registry, model: EntityModel, path: tuple[str, ...], through: tuple[str, ...]
) -> LedgerColumn:
    name, *rest = path
    if name in model.table.c:
        column = model.table.c[name]
        return LedgerColumn(info_of(column).label, (*through, name), column)
    reference = model.table.c[f"{name}_id"]
    target = info_of(reference).ref
    if target is None:
        raise KeyError(f"{model.name}.{name} is no reference")
    other = registry[target.target]
    if rest:
        return _at(registry, other, tuple(rest), (*through, name))
    called = shown_by(other)
    if called is None:
        raise KeyError(f"{other.name} is called by nothing")
    return LedgerColumn(info_of(reference).label, (*through, name, called.name), called)
