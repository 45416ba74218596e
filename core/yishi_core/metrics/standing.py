"""What stands on a period's last day: stations, councils, bodies, and the people who hold a place in them (domain.md 2.20)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from yishi_core.metrics.counter import Counter
from yishi_core.orgs.models import OrgUnit
from yishi_core.people.deployments.models import MemberDeployment
from yishi_core.people.models import Council, CouncilMember, Expert, Member, OrgMembership
from yishi_core.people.talents.models import TalentEntry
from yishi_core.stations.models import Station, StationAssignment, StationState

LONG_AGO = date(1949, 10, 1)
"""Of a body whose founding day nobody wrote down: it was there before every period."""

# The subject of a figure is joined as OrgUnit; a body that is counted needs a name of its own in the statement.
_Body: Any = aliased(OrgUnit, name="body")
_OF_STATION = {"kind": Station.kind, "sub_kind": Station.sub_kind, "level": Station.level}


def _stations(*where: sa.ColumnElement[bool], distinct: Any = None) -> tuple[Counter, ...]:
    """Active stations. Of a suspended one the day of the last change alone is known, so it is missing in earlier periods too."""
    at_work = Station.state.in_((StationState.ACTIVE, StationState.CLOSED))
    last = Station.closed_on - 1  # the day of its closing is the first without it
    return (
        Counter(
            Station, Station.opened_on, where=(at_work, *where), dims=_OF_STATION, distinct=distinct, until=sa.type_coerce(last, sa.Date())
        ),
    )  # fmt: skip


STANDING: Mapping[str, tuple[Counter, ...]] = {
    "council_members": (
        Counter(
            CouncilMember, CouncilMember.from_on, station=Council.station_id, through=(Council, CouncilMember.council_id == Council.id),
            dims={"identity": CouncilMember.identity}, distinct=CouncilMember.person_id, until=CouncilMember.to_on,
        ),
    ),
    "councils": (
        Counter(
            Council, Council.founded_on, through=(Station, Council.station_id == Station.id), dims={"level": Station.level},
            distinct=Council.id, until=sa.type_coerce(Station.closed_on - 1, sa.Date()),
        ),
    ),
    "demo_points": _stations(Station.is_demo_point.is_(True)),
    "experts": (
        Counter(
            Expert, Expert.from_on, dims={"expert_role": Expert.expert_role}, distinct=Expert.person_id, until=Expert.to_on,
        ),
    ),
    "members_deployed": (
        Counter(
            MemberDeployment, MemberDeployment.from_on, station=MemberDeployment.station_id,
            through=(Member, MemberDeployment.member_id == Member.id), dims={"level": Member.level, "place_kind": MemberDeployment.place_kind},
            distinct=Member.person_id, until=MemberDeployment.to_on,
        ),
    ),
    "org_members": (
        Counter(
            OrgMembership, OrgMembership.from_on, distinct=OrgMembership.person_id, until=OrgMembership.to_on,
            dims={"group_position": OrgMembership.group_position},
        ),
    ),
    "orgs": (
        Counter(
            _Body, sa.func.coalesce(_Body.founded_on, LONG_AGO, type_=sa.Date()), distinct=_Body.id,
            until=sa.type_coerce(_Body.closed_on - 1, sa.Date()), dims={"kind": _Body.kind, "group_kind": _Body.group_kind},
        ),
    ),
    "staff": (
        Counter(
            StationAssignment, StationAssignment.from_on, station=StationAssignment.station_id, dims={"role": StationAssignment.role},
            distinct=StationAssignment.person_id, until=StationAssignment.to_on,
        ),
    ),
    "stations": _stations(),
    "talents": (
        Counter(TalentEntry, TalentEntry.from_on, dims={"field": TalentEntry.field}, distinct=TalentEntry.person_id, until=TalentEntry.to_on),
    ),
    "themes": _stations(Station.plus_theme.is_not(None), distinct=Station.plus_theme),
}  # fmt: skip
"""Persons are counted once each, however many places they hold."""
