"""How a metric is counted: which rows, by which day, for whom (domain.md 2.20)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from yishi_core.kernel.entity import OrgRow

AsOf = Callable[[date], tuple[sa.ColumnElement[bool], ...]]
"""Conditions as things stood on a day."""


class CountedFor(StrEnum):
    """Whose records are counted."""

    PERSON = "person"
    STATION = "station"
    CASE = "case"
    ORG = "org"
    """With everything below it."""


@dataclass(frozen=True)
class Counter:
    """Rows of `entity` dated by `day`; several counters of one metric are added up.

    `person`, `station` and `case` are the columns that name whose they are; a counter without one
    does not count for such subjects. An org counts what lies at it and below, so it needs no
    column. `through` is a parent row (with its join) that must live, too.
    """

    entity: type[OrgRow]
    day: Any
    """None: what `as_of` says decides alone, not a day within the period."""
    person: Any = None
    station: Any = None
    case: Any = None
    where: tuple[sa.ColumnElement[bool], ...] = ()
    through: tuple[type[OrgRow], Any] | None = None
    dims: Mapping[str, Any] = field(default_factory=dict)
    """Dimension → column; its value is compared with what the metric says."""
    needs: frozenset[str] = frozenset()
    """Dimensions without which it counts nothing: what may only be asked for by name."""
    value: Any = None
    """What is added up, or a function of the period's last day that says it; without it rows are
    counted.
    """
    largest: bool = False
    """The largest value instead of the sum."""
    distinct: Any = None
    """What is counted once each, instead of rows: the persons of memberships. Over all counters of
    a metric together.
    """
    until: Any = None
    """The last day of what runs from `day`: only what runs on the period's last day counts, not
    what happened within the period.
    """
    past_only: bool = False
    """Only days before today: what is due today is not late yet."""
    as_of: AsOf | None = None
    """What else must hold, as things stood on the period's last day, or stand today while it
    runs.
    """
    money: bool = False
    """Its value is in cents."""

    def subject(self, for_: CountedFor) -> Any:
        """The column that names the subject; None when it is not counted for such."""
        return {
            CountedFor.PERSON: self.person,
            CountedFor.STATION: self.station,
            CountedFor.CASE: self.case,
        }.get(for_)

    def counts_for(self, for_: CountedFor) -> bool:
        return for_ is CountedFor.ORG or self.subject(for_) is not None

    @property
    def entities(self) -> tuple[type[OrgRow], ...]:
        """The entities whose rows it counts: whoever asks must be allowed to read them."""
        named = (self.entity, *(self.through[:1] if self.through else ()))
        return tuple(sa.inspect(entity).mapper.class_ for entity in named)
