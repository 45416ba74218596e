"""Pairing: each studio is one body with one liaison group of its place (domain.md 3.13)."""

from __future__ import annotations

from yishi_core import OperationContext, Refused, Text
from yishi_core.domain.orgs import CloseOrgInput, OrgUnit
from yishi_core.domain.stations import (
    ChangeStationInput,
    OpenStationInput,
    Station,
    StationKind,
    StationState,
)
from yishi_plugins.group_studio_union.rules import UnionRule
from yishi_plugins.group_studio_union.settings import Settings

COUNTY_SEGMENTS = 3
"""Number of path segments of a county: province, city, county."""


def is_studio(station: Station | None) -> bool:
    """Whether the union's rules apply to a station; others follow core's."""
    return station is not None and station.kind is StationKind.MEMBER_STUDIO


async def opening(
    context: OperationContext, settings: Settings, data: OpenStationInput
) -> Refused | None:
    """Require that a new studio is of an offered kind and names its group."""
    if data.kind is not StationKind.MEMBER_STUDIO:
        return None
    return _kind(context, settings, data.sub_kind) or await _group(
        context, settings, data.org, data.union_org, None
    )


async def changing(
    context: OperationContext, settings: Settings, data: ChangeStationInput
) -> Refused | None:
    """Require that a changed studio keeps a kind and a group; fields not sent stay."""
    if not is_studio(data.station):
        return None
    sent = data.model_fields_set
    refused = _kind(context, settings, data.sent("sub_kind")) if "sub_kind" in sent else None
    if refused or "union_org" not in sent:
        return refused
    return await _group(context, settings, context.org, data.sent("union_org"), data.station)


async def closing(context: OperationContext, data: CloseOrgInput) -> Refused | None:
    """Refuse to close a group that is one body with a studio."""
    if await context.first(
        Station, Station.union_org_id == data.org.id, Station.state != StationState.CLOSED
    ):
        return Refused(UnionRule.IN_UNION)
    return None


def _kind(context: OperationContext, settings: Settings, sub_kind: str | None) -> Refused | None:
    if sub_kind in settings.studio_sub_kinds:
        return None
    known = "、".join(
        context.settings.label("station_sub_kind", word) for word in settings.studio_sub_kinds
    )
    return Refused(UnionRule.STUDIO_KIND, kinds=Text(known, ", ".join(settings.studio_sub_kinds)))


async def _group(
    context: OperationContext,
    settings: Settings,
    org: OrgUnit,
    group: OrgUnit | None,
    studio: Station | None,
) -> Refused | None:
    if group is None:
        return Refused(UnionRule.GROUP_MISSING)
    if group.kind not in settings.union_group_kinds or group.closed_on is not None:
        return Refused(UnionRule.GROUP_KIND, group=group.name)
    if not _same_place(org, group):
        return Refused(UnionRule.GROUP_ELSEWHERE)
    others = (Station.union_org_id == group.id, Station.state != StationState.CLOSED)
    taken = next(
        (s for s in await context.find(Station, *others) if studio is None or s.id != studio.id),
        None,
    )
    if taken:
        return Refused(UnionRule.GROUP_TAKEN, studio=taken.name)
    return None


def _same_place(org: OrgUnit, group: OrgUnit) -> bool:
    """Require that studio and group are of the same place.

    The group is the studio's org, lies in one line with it, or beside it within one township; two
    townships are two places.
    """
    if group.org_path.startswith(org.org_path) or org.org_path.startswith(group.org_path):
        return True
    above = group.org_path.rstrip("/").rpartition("/")[0] + "/"
    return above.count("/") > COUNTY_SEGMENTS and org.org_path.startswith(above)
