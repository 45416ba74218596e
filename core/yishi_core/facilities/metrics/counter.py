"""How a metric is counted: which rows, by which day, for which subject (domain.md 2.20)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from yishi_core.kernel.entity import OrgRow

Join = tuple[type[OrgRow], Any]
"""A further entity with the condition under which its rows belong to those that are counted."""

AsOf = Callable[[date], tuple[sa.ColumnElement[bool], ...]]
"""Conditions as things stood on a day."""


class CountedFor(StrEnum):
    """The kind of subject whose records are counted."""

    PERSON = "person"
    STATION = "station"
    CASE = "case"
    UNIT = "unit"
    """A handling unit, with what is assigned to it by whomever."""
    ORG = "org"
    """An org with everything below it."""


def among(words: type[StrEnum], expression: Any) -> Any:
    """An expression of a dimension, with the words that it may have.

    Without them any word would be taken, and a misspelt one would count 0 for ever.
    """
    kind = sa.Enum(
        words, native_enum=False, length=40, values_callable=lambda all_: [w.value for w in all_]
    )
    return sa.type_coerce(expression, kind)


@dataclass(frozen=True)
class Counter:
    """Counts rows of `entity` by the day in `day`; the counters of one metric are added up.

    `person`, `station`, `case` and `unit` are the columns that name the subject; a counter without
    one does not count for that kind of subject. An org counts the rows at its place and below, so it
    needs no column. `through` is a parent entity with its join condition; the parent row must not be
    voided either.
    """

    entity: type[OrgRow]
    day: Any
    """The column with the day, or None when only `as_of` decides and not a day in the period."""
    person: Any = None
    station: Any = None
    case: Any = None
    unit: Any = None
    where: tuple[sa.ColumnElement[bool], ...] = ()
    through: Join | None = None
    reach: Join | None = None
    """The entity that names a subject which neither the rows nor their parent name.

    It is joined only where such a subject is asked for, and then like a parent: the station of an
    outcome is that of its case, and an org also counts the outcomes without a case.
    """
    only: CountedFor | None = None
    """The only kind of subject for which it counts: a further way in which rows are theirs, such as
    the events that treat a case beside another one.
    """
    dims: Mapping[str, Any] = field(default_factory=dict)
    """Dimension → column, which is compared with the metric's value of that dimension."""
    needs: frozenset[str] = frozenset()
    """Dimensions without which it counts nothing."""
    value: Any = None
    """What is added up, instead of counting rows: an expression or a function of the last day."""
    largest: bool = False
    """Take the largest value instead of the sum."""
    distinct: Any = None
    """Count distinct values of this instead of rows, over all counters of a metric together.

    For example, the persons of memberships.
    """
    until: Any = None
    """The last day of what runs from `day`.

    With it, only what runs on the period's last day is counted, not what happened in the period.
    """
    past_only: bool = False
    """Count only days before today: what is due today is not late yet."""
    as_of: AsOf | None = None
    """Further conditions as of a day.

    Of what stands (without a `day`, or with `until`) it is the period's last day, or today while the
    period runs. Of what happened in the period it is the day by which it is asked what became of it,
    today unless one is named: events of March, converted by now.
    """
    money: bool = False
    """The value is in cents."""

    @property
    def stands(self) -> bool:
        """Whether it counts what stands on the period's last day, not what happened in the period."""
        return self.day is None or self.until is not None

    @property
    def follows_up(self) -> bool:
        """Whether it asks what became of the period's records by a day."""
        return self.as_of is not None and not self.stands

    def subject(self, for_: CountedFor) -> Any:
        """The column that names the subject; None when it does not count for such subjects."""
        return {
            CountedFor.PERSON: self.person,
            CountedFor.STATION: self.station,
            CountedFor.CASE: self.case,
            CountedFor.UNIT: self.unit,
        }.get(for_)

    def counts_for(self, for_: CountedFor) -> bool:
        if self.only not in (None, for_):
            return False
        return for_ is CountedFor.ORG or self.subject(for_) is not None

    def joins(self, for_: CountedFor) -> Iterator[Join]:
        """The entities that are joined to the rows for such subjects."""
        if self.through:
            yield self.through
        if self.reach and getattr(self.subject(for_), "class_", None) is self.reach[0]:
            yield self.reach

    def entities(self, for_: CountedFor) -> tuple[type[OrgRow], ...]:
        """The entities whose rows are counted for such subjects, which the caller must be allowed to
        read.
        """
        named = (self.entity, *(entity for entity, _ in self.joins(for_)))
        return tuple(sa.inspect(entity).mapper.class_ for entity in named)
