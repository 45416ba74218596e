"""What is past its day and still waits, by the entity that has the day (domain.md 2.20
`overdue{entity}`, 5.15). What is due today is not late.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Addend, Metric
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.entity.names import snake

OVERDUE = Metric("overdue")


def late(entity: type[OrgRow], day: Any, waits: sa.ColumnElement[bool], **more: Any) -> Addend:
    """The rows of an entity that wait although their day has passed; its noun declares them. `more`
    are further fields of the counter.
    """
    dims = {"entity": snake(entity.__name__)}
    return Addend(OVERDUE, Counter(entity, day, where=(waits,), past_only=True, dims=dims, **more))
