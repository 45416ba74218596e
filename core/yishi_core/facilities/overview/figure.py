"""How a noun or a plugin declares what the overview counts of it: `overview.py` beside its models.

    WAITING = OverviewFigure("intakes_waiting", Intake, lambda p: (Intake.state == …,))

Each figure is one statement, counted by the segment of the path below the org.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from yishi_core import clock
from yishi_core.kernel.entity import Entity
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import OrgUnit

Where = tuple[sa.ColumnElement[bool], ...]


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included, and what day it is now."""

    from_on: date
    to_on: date
    today: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Begin (included) and end (excluded) in China time, for columns that hold a moment."""
        first = datetime.combine(self.from_on, time(), clock.CHINA)
        return first, datetime.combine(self.to_on + timedelta(days=1), time(), clock.CHINA)


@dataclass(frozen=True, eq=False)
class OverviewFigure:
    """Rows of an entity that are counted, or the sum of `value` over them; voided rows never count.

    Several figures of one name are added up, so that a plugin's records count beside those of core.
    """

    name: str
    """The field of `OverviewRow` in which it is shown; any other name is refused at start."""
    entity: type[Entity]
    where: Callable[[Period], Where]
    value: Any = None
    join: tuple[type[Entity], sa.ColumnElement[bool]] | None = None


def between(column: Any) -> Callable[[Period], Where]:
    """The rows whose day lies within the period."""
    return lambda p: (column >= p.from_on, column <= p.to_on)


async def count(
    context: OperationContext, figure: OverviewFigure, org: OrgUnit, period: Period
) -> dict[str, int]:
    """A figure by the segment below `org`; its own rows stand under the empty segment. Voided rows
    never count.
    """
    entity = figure.entity
    depth = org.org_path.count("/") + 1
    segment = sa.func.split_part(entity.org_path, "/", depth)
    value = (
        sa.func.count() if figure.value is None else sa.func.coalesce(sa.func.sum(figure.value), 0)
    )
    query = (
        sa.select(segment, value)
        .select_from(entity)
        .where(
            entity.county == org.county,
            entity.org_path.bool_op("^@")(org.org_path),
            entity.voided_at.is_(None),
            *figure.where(period),
        )
        .group_by(segment)
    )
    if figure.join is not None:
        other, on = figure.join
        query = query.join(other, sa.and_(on, other.county == org.county))
    return {name: int(number) for name, number in await context.session.execute(query)}
