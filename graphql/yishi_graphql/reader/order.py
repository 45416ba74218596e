"""The order of a list: the requested fields, then county and id, so that no two rows are equal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from yishi_core.errors import InvalidInput
from yishi_core.kernel.entity import EntityModel
from yishi_graphql.reader.planning import Planning
from yishi_graphql.schema.catalogue import ColumnPart

SORT_KEY = "sort_key"


@dataclass(frozen=True, slots=True)
class Key:
    """One column of the order; empty values come last in either direction."""

    column: str
    type: sa.types.TypeEngine[Any]
    descending: bool
    nullable: bool

    def of(self, row: Any) -> Any:
        return row.c[self.column]

    def by(self, row: Any) -> Any:
        value = self.of(row).desc() if self.descending else self.of(row).asc()
        return value.nulls_last() if self.nullable else value


@dataclass(frozen=True, slots=True)
class Order:
    """The complete order; `signature` identifies the requested fields in cursors."""

    keys: tuple[Key, ...]
    signature: str

    @property
    def ties(self) -> tuple[Key, ...]:
        """County and id, in the direction of the last key, so that one index can serve both."""
        descending = bool(self.keys) and self.keys[-1].descending
        return (
            Key("county", sa.Integer(), descending, False),
            Key("id", sa.Uuid(), descending, False),
        )

    @property
    def all(self) -> tuple[Key, ...]:
        return (*self.keys, *self.ties)

    def by(self, row: Any) -> list[Any]:
        return [key.by(row) for key in self.all]


def order_of(p: Planning, model: EntityModel, given: Any) -> Order:
    """Read `orderBy`.

    Raises `InvalidInput` unless each item names exactly one field, and `Forbidden` for a column
    that the caller cannot see everywhere.
    """
    keys: list[Key] = []
    words: list[str] = []
    for item in given or ():
        named = {name: direction for name, direction in item.items() if direction is not None}
        if len(named) != 1:
            text = "orderBy 的每一项须且只须写一个字段。"
            raise InvalidInput.of("orderBy", text, "Each item of orderBy names exactly one field.")
        [(name, direction)] = named.items()
        keys.append(_key(p, model, name, direction == "desc"))
        words.append(f"{name}:{direction}")
    return Order(tuple(keys), ",".join(words))


def _key(p: Planning, model: EntityModel, name: str, descending: bool) -> Key:
    part = p.catalogue.part(model, name)
    assert isinstance(part, ColumnPart)
    p.require(model, part.field)
    column = part.field.column
    if column.name == "name" and SORT_KEY in model.table.c:
        column = model.table.c[SORT_KEY]
    return Key(column.name, column.type, descending, bool(column.nullable))
