"""The rows that a transaction writes and that rules of plugins are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.entity.base import values_of


@dataclass(frozen=True)
class Part:
    """An inverse relation that a rule names: a row of it is a part of the row that it refers to."""

    key: str
    """The attribute of the part that holds the id of its whole."""
    whole: type[TenantRow]
    name: str
    """The name of the relation, as the rule spells it."""


@dataclass(frozen=True)
class Watched:
    """What the rules of the installed plugins are about."""

    names: Mapping[type[TenantRow], Mapping[str, str]] = field(default_factory=dict)
    """For each entity: attribute → the name by which rules know it."""
    parts: Mapping[type[TenantRow], Sequence[Part]] = field(default_factory=dict)
    on: Mapping[type[TenantRow], frozenset[str]] = field(default_factory=dict)
    """For each entity: all that its rules are about. A change of nothing of it asks none of them."""


@dataclass
class Fact:
    """A row that was made or changed."""

    entity: type[TenantRow]
    id: UUID
    county: int
    row: TenantRow | None = None
    """None where only parts of it were written."""
    new: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    """Attribute → value before the transaction, of what has changed."""
    changed: set[str] = field(default_factory=set)
    """The names of what has changed, as rules spell them."""


class Facts:
    """Collects the rows of a session as they are written."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched
        self._found: dict[tuple[type[TenantRow], UUID], Fact] = {}

    def made(self, row: TenantRow) -> None:
        """Note a new row."""
        if (names := self._watched.names.get(type(row))) is not None:
            fact = self._fact(type(row), row.id, row.county)
            fact.row, fact.new = row, True
            fact.changed.update(names.values())
        self._note_parts(row, values_of(row), {})

    def wrote(self, row: TenantRow, before: Mapping[str, Any]) -> None:
        """Note a changed row; `before` has the values that its changed attributes had."""
        if (names := self._watched.names.get(type(row))) is not None:
            named = {names[key] for key in before if key in names}
            # It may get a named change at a later flush, so its old values are kept.
            fact = self._fact(type(row), row.id, row.county)
            fact.row = row
            for key, value in before.items():
                fact.before.setdefault(key, value)
            fact.changed |= named
        self._note_parts(row, values_of(row), before)

    def take(self) -> Iterator[Fact]:
        """The rows that were made or changed in what rules name, each once, in order."""
        found, self._found = self._found, {}
        for fact in found.values():
            fact.changed -= self._as_before(fact)
            if not fact.changed.isdisjoint(self._watched.on[fact.entity]):
                yield fact

    def forget(self) -> None:
        """Drop what was collected."""
        self._found.clear()

    def _as_before(self, fact: Fact) -> set[str]:
        """The columns that were changed at one flush and changed back at a later one."""
        if fact.row is None or fact.new:
            return set()
        now, names = values_of(fact.row), self._watched.names[fact.entity]
        return {
            names[key]
            for key, value in fact.before.items()
            if key in names and now.get(key) == value
        }

    def _fact(self, entity: type[TenantRow], id_: UUID, county: int) -> Fact:
        return self._found.setdefault((entity, id_), Fact(entity, id_, county))

    def _note_parts(
        self, row: TenantRow, now: Mapping[str, Any], before: Mapping[str, Any]
    ) -> None:
        for part in self._watched.parts.get(type(row), ()):
            wholes = {now.get(part.key), before.get(part.key)}
            for whole in (id_ for id_ in wholes if id_ is not None):
                self._fact(part.whole, whole, row.county).changed.add(part.name)
