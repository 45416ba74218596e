"""The question `coverage`: the share of places with an active station.

It is the townships (villages) with at least one active station divided by all, and those without
one (domain.md 2.3, 2.20).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from pydantic import Field

from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.rules import active_on
from yishi_core.errors import Text
from yishi_core.facilities.metrics.percent import percent
from yishi_core.kernel.access import Permission
from yishi_core.kernel.entity import Labelled
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.operation.rules import not_future
from yishi_core.kernel.tree.models import OrgUnit


class CoverageLevel(Labelled):
    TOWNSHIP = "township", "乡镇(街道)"
    VILLAGE = "village", "村(社区)"


CODE_LENGTH = {CoverageLevel.TOWNSHIP: 9, CoverageLevel.VILLAGE: 12}
"""Digits of a division code (GB/T 10114; domain.md 5.12)."""


class CoverageInput(Input):
    """The level of the places, the org above them, and the day."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="The places below it are looked at.")
    level: CoverageLevel = Field(title="层级", description="Townships or villages.")
    on: date | None = Field(None, title="截至日期", description="Today unless named.")


class Uncovered(Structure):
    """A place without an active station."""

    org: OrgUnit = Field(title="组织", description="The place's body.")
    name: str = Field(title="名称", description="Its name.")
    region_code: str = Field(title="行政区划代码", description="Its division code.")


class Coverage(Structure):
    """The share of places that have at least one active station."""

    level: CoverageLevel = Field(title="层级", description="Townships or villages.")
    on: date = Field(title="截至日期", description="As of this day.")
    covered: int = Field(title="已覆盖", description="Places with at least one active station.")
    total: int = Field(title="总数", description="All places of the level.")
    share: Decimal | None = Field(
        title="覆盖率(%)",
        description="Covered ÷ total, in percent; None without any place of the level.",
    )
    missing: list[Uncovered] = Field(
        title="未覆盖名单", description="Those without, in the order of their codes."
    )


@question(Text("站点覆盖率", "Coverage"), permission=Permission.OVERVIEW, subject="org")
async def coverage(context: OperationContext, data: CoverageInput) -> Coverage:
    """The coverage by stations.

    It has the bodies of divisions below the org that have an active station on a day, and those
    that have none. A station counts for the place at whose body it is kept and for the division it
    stands in, with those above.
    """
    on = data.on or context.today
    not_future(on, "on", context)
    places = await context.find(
        OrgUnit,
        OrgUnit.org_path.bool_op("^@")(data.org.org_path),
        sa.func.length(OrgUnit.region_code) == CODE_LENGTH[data.level],
        sa.or_(OrgUnit.closed_on.is_(None), OrgUnit.closed_on > on),
        order=OrgUnit.org_path,
    )
    stands_in = sa.or_(
        Station.org_path.bool_op("^@")(OrgUnit.org_path),
        Station.region_code.bool_op("^@")(OrgUnit.region_code),
    )
    query = (
        sa.select(OrgUnit.id)
        .distinct()
        .join(Station, sa.and_(Station.county == OrgUnit.county, stands_in))
        .where(
            OrgUnit.county == context.county,
            OrgUnit.id.in_([p.id for p in places]),
            Station.voided_at.is_(None),
            *active_on(on),
        )
    )
    reached = set((await context.session.scalars(query)).all())
    missing = [
        Uncovered(org=p, name=p.name, region_code=p.region_code or "")
        for p in places
        if p.id not in reached
    ]
    return Coverage(
        level=data.level,
        on=on,
        covered=len(reached),
        total=len(places),
        share=percent(len(reached), len(places)),
        missing=missing,
    )
