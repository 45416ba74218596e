"""What is counted of bodies and of the divisions that have one (domain.md 2.20)."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from yishi_core.facilities.metrics.counter import AsOf, Counter
from yishi_core.facilities.metrics.metric import Metric
from yishi_core.kernel.tree.models import OrgUnit, Region

_LONG_AGO = date(1949, 10, 1)
"""Stands in for a founding day that nobody wrote down: before every period."""

BODY: Any = aliased(OrgUnit, name="body")
"""A body that is counted: the subject of a figure is joined as `OrgUnit`, so that this one needs a
name of its own in the statement.
"""

_FOUNDED = sa.func.coalesce(BODY.founded_on, _LONG_AGO, type_=sa.Date())

_UNTIL_CLOSED = sa.type_coerce(BODY.closed_on - 1, sa.Date())
"""The day of closing is the first without the body."""


def regions(as_of: AsOf | None = None) -> tuple[Counter, ...]:
    """Divisions that have a body in the tenant's tree, each once (GB/T 2260, 10114; domain.md
    5.12); with `as_of` only those for which it holds.
    """
    digits, of = sa.func.length(BODY.region_code), Region.code == BODY.region_code
    level = sa.case(
        (digits == 12, "village"), (digits == 9, "township"), (digits == 6, "county"), else_=None
    )
    kinds = {
        name: sa.select(getattr(Region, name)).where(of).scalar_subquery()
        for name in ("township_kind", "village_kind")
    }
    return (
        Counter(
            BODY,
            _FOUNDED,
            until=_UNTIL_CLOSED,
            as_of=as_of,
            where=(BODY.region_code.is_not(None),),
            distinct=BODY.region_code,
            dims={"level": level, **kinds},
        ),
    )


ORGS = Metric(
    "orgs",
    Counter(
        BODY,
        _FOUNDED,
        distinct=BODY.id,
        until=_UNTIL_CLOSED,
        dims={"kind": BODY.kind, "group_kind": BODY.group_kind},
    ),
)

REGIONS = Metric("regions", *regions())
