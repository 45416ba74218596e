"""How a metric is counted: which rows, by which day, for whom (domain.md 2.20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from yishi_core.entity import OrgRow


class CountedFor(StrEnum):
    """Whose records are counted."""

    PERSON = "person"
    STATION = "station"
    ORG = "org"
    """With everything below it."""


@dataclass(frozen=True)
class Counter:
    """Rows of `entity` dated by `day`; several counters of one metric are added up.

    `person` and `station` are the columns that name whose they are; a counter without one does not count for such subjects. An org counts
    what lies at it and below, so it needs no column. `through` is a parent row (with its join) that must live, too.
    """

    entity: type[OrgRow]
    day: Any
    person: Any = None
    station: Any = None
    where: tuple[sa.ColumnElement[bool], ...] = ()
    through: tuple[type[OrgRow], Any] | None = None
    dims: Mapping[str, Any] = field(default_factory=dict)
    """Dimension → column; its value is compared with what the metric says."""
    value: Any = None
    """What is added up; without it rows are counted."""
    distinct: Any = None
    """What is counted once each, instead of rows: the persons of memberships."""
    until: Any = None
    """The last day of what runs from `day`: only what runs on the period's last day counts, not what happened within the period."""
    past_only: bool = False
    """Only days before today: what is due today is not late yet."""

    def subject(self, for_: CountedFor) -> Any:
        """The column that names the subject; None when it is not counted for such."""
        return self.person if for_ is CountedFor.PERSON else self.station

    def counts_for(self, for_: CountedFor) -> bool:
        return for_ is CountedFor.ORG or self.subject(for_) is not None
