"""Pairing: each studio is one body with one liaison group of its place (domain.md 3.13)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core import Change, ReadContext, Refused, Text, guard, holds, require
from yishi_core.domain.orgs import CloseOrgInput, OrgUnit, close_org
from yishi_core.domain.stations import Station, StationKind, StationState
from yishi_plugins.group_studio_union.rules import UnionRule
from yishi_plugins.group_studio_union.settings import Settings

COUNTY_SEGMENTS = 3
"""Number of path segments of a county: province, city, county."""


def is_studio(station: Station | None) -> bool:
    """Whether the union's rules apply to a station; others follow core's."""
    return station is not None and station.kind is StationKind.MEMBER_STUDIO


@holds(Station, on=("kind", "sub_kind"))
def offered(context: ReadContext, change: Change[Station]) -> None:
    """A studio is of a kind that the county offers."""
    if is_studio(change.row):
        kinds = context.settings.of(Settings).studio_sub_kinds
        known = "、".join(context.settings.label("station_sub_kind", word) for word in kinds)
        offered = Text(known, ", ".join(kinds))
        require(change.row.sub_kind in kinds, UnionRule.STUDIO_KIND, kinds=offered)


@holds(Station, on=("kind", "union_org"))
async def paired(context: ReadContext, change: Change[Station]) -> None:
    """A studio is one body with a liaison group of its place, which has no other studio."""
    studio = change.row
    if not is_studio(studio):
        return
    group = await context.get(OrgUnit, studio.union_org_id)
    if group is None:
        raise Refused(UnionRule.GROUP_MISSING)
    kinds = context.settings.of(Settings).union_group_kinds
    fits = group.kind in kinds and group.closed_on is None
    require(fits, UnionRule.GROUP_KIND, group=group.name)
    require(_same_place(context.org, group), UnionRule.GROUP_ELSEWHERE)
    if taken := await context.first(Station, *_in_union(group), Station.id != studio.id):
        raise Refused(UnionRule.GROUP_TAKEN, studio=taken.name)


@guard(close_org)
async def stands_alone(context: ReadContext, data: CloseOrgInput) -> None:
    """A group that is one body with a studio is not closed."""
    require(not await context.first(Station, *_in_union(data.org)), UnionRule.IN_UNION)


def _in_union(group: OrgUnit) -> tuple[sa.ColumnElement[bool], ...]:
    return Station.union_org_id == group.id, Station.state != StationState.CLOSED


def _same_place(org: OrgUnit, group: OrgUnit) -> bool:
    """Require that studio and group are of the same place.

    The group is the studio's org, lies in one line with it, or beside it within one township; two
    townships are two places.
    """
    if group.org_path.startswith(org.org_path) or org.org_path.startswith(group.org_path):
        return True
    above = group.org_path.rstrip("/").rpartition("/")[0] + "/"
    return above.count("/") > COUNTY_SEGMENTS and org.org_path.startswith(above)
