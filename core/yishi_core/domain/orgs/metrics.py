"""What is counted of bodies and of the divisions that have one (domain.md 2.20)."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from yishi_core.facilities.metrics.counter import AsOf, Counter, among
from yishi_core.facilities.metrics.metric import Metric
from yishi_core.kernel.tree.models import AREAS, OrgKind, OrgLink, OrgLinkKind, OrgUnit, Region
from yishi_core.kernel.tree.regions import RegionLevel, TownshipKind, VillageKind

_LONG_AGO = date(1949, 10, 1)
"""Stands in for a founding day that nobody wrote down: before every period."""

BODY: Any = aliased(OrgUnit, name="body")
"""A body that is counted: the subject of a figure is joined as `OrgUnit`, so that this one needs a
name of its own in the statement.
"""

AT_WORK = AREAS | {
    OrgKind.LIAISON_COMMITTEE,
    OrgKind.WORK_LIAISON_COMMITTEE,
    OrgKind.LIAISON_GROUP,
    OrgKind.SPECIAL_GROUP,
    OrgKind.MEMBER_GROUP,
}
"""Kinds of bodies that do the committee's work in a division."""

_FOUNDED = sa.func.coalesce(BODY.founded_on, _LONG_AGO, type_=sa.Date())

_UNTIL_CLOSED = sa.type_coerce(BODY.closed_on - 1, sa.Date())
"""The day of closing is the first without the body."""


def kinds_of(township: Any, village: Any) -> dict[str, Any]:
    """The dimensions `township_kind` and `village_kind` of what lies in these divisions."""
    return {
        "township_kind": among(
            TownshipKind,
            sa.select(Region.township_kind).where(Region.code == township).scalar_subquery(),
        ),
        "village_kind": among(
            VillageKind,
            sa.select(Region.village_kind).where(Region.code == village).scalar_subquery(),
        ),
    }


def regions(as_of: AsOf | None = None, **dims: str) -> Counter:
    """Divisions that have a body in the tenant's tree, each once (GB/T 2260, 10114; domain.md
    5.12); with `as_of` only those for which it holds. `dims` are further dimensions, each with its
    only word.
    """
    digits = sa.func.length(BODY.region_code)
    level = sa.case(
        (digits == 12, "village"), (digits == 9, "township"), (digits == 6, "county"), else_=None
    )
    return Counter(
        BODY,
        _FOUNDED,
        until=_UNTIL_CLOSED,
        as_of=as_of,
        where=(BODY.region_code.is_not(None),),
        distinct=BODY.region_code,
        dims={
            "level": among(RegionLevel, level),
            **kinds_of(BODY.region_code, BODY.region_code),
            **dims,
        },
    )


def with_body_at_work(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that a body at work is kept in a division, or covers it or a part of it."""
    body, link, place = aliased(OrgUnit), aliased(OrgLink), aliased(OrgUnit)
    covers = (
        sa.exists()
        .where(
            link.county == body.county,
            link.guide_id == body.id,
            link.link_kind == OrgLinkKind.COVERS,
            link.from_on <= day,
            sa.or_(link.to_on.is_(None), link.to_on >= day),
            place.county == link.county,
            place.id == link.guided_id,
            sa.or_(
                place.org_path.bool_op("^@")(BODY.org_path),
                BODY.org_path.bool_op("^@")(place.org_path),
            ),
        )
        .correlate(body, BODY)
    )
    return (
        sa.exists().where(
            body.county == BODY.county,
            body.kind.in_(AT_WORK),
            sa.func.coalesce(body.founded_on, _LONG_AGO) <= day,
            sa.or_(body.closed_on.is_(None), body.closed_on > day),
            sa.or_(body.org_path.bool_op("^@")(BODY.org_path), covers),
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

REGIONS = Metric("regions", regions())
