"""The question `memberPlacement`: whether every member has a place at a station (domain.md 3.3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from pydantic import Field

from yishi_core.domain.people.models import Member, MemberLevel, Person
from yishi_core.domain.stations.models import Station, StationAssignment, StationKind
from yishi_core.domain.stations.rules import active_on
from yishi_core.errors import Text
from yishi_core.facilities.metrics.percent import percent
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.operation.rules import not_future
from yishi_core.kernel.tree.models import OrgUnit


class MemberPlacementInput(Input):
    """The org whose members are looked at, and the day."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="Members kept there and below.")
    kind: StationKind | None = Field(
        None, title="站点类型", description="Only posts at stations of this kind; all unless named."
    )
    on: date | None = Field(None, title="截至日期", description="Today unless named.")


class Unplaced(Structure):
    """A member without a post at a station."""

    member: Member = Field(title="委员")
    name: str = Field(title="姓名", description="The member's name.")
    level: MemberLevel = Field(title="层级", description="Of which committee.")


class MembersAtStation(Structure):
    """The members who have a post at one station."""

    station: Station = Field(title="站点")
    name: str = Field(title="名称", description="Name of the station.")
    members: int = Field(title="委员数", description="Distinct persons.")


class MemberPlacement(Structure):
    """How many members in office have a post at an active station, and who has none."""

    on: date = Field(title="截至日期", description="As of this day.")
    members: int = Field(
        title="委员数", description="In office; a member at two levels is one of each."
    )
    placed: int = Field(title="已编入站点", description="Of these, with a post at a station.")
    share: Decimal | None = Field(
        title="编入率(%)", description="Placed ÷ members, in percent; None without members."
    )
    missing: list[Unplaced] = Field(title="未编入名单", description="By name.")
    stations: list[MembersAtStation] = Field(
        title="各站委员", description="Active stations of the org, also those without a member."
    )


@question(
    Text("委员编入站点情况", "Member placement"), permission=Permission.OVERVIEW, subject="org"
)
async def member_placement(
    context: OperationContext, data: MemberPlacementInput
) -> MemberPlacement:
    """Whether every member has a place: members in office with a post at an active station, in
    whatever role, and those without one.
    """
    on = data.on or context.today
    not_future(on, "on", context)
    members = await context.find(
        Member,
        Member.org_path.bool_op("^@")(data.org.org_path),
        Member.joined_on <= on,
        sa.or_(Member.left_on.is_(None), Member.left_on >= on),
    )
    people = [member.person_id for member in members]
    kinds = (Station.kind == data.kind,) if data.kind else ()
    stations = {s.id: s for s in await context.find(Station, *active_on(on), *kinds)}
    posts = await context.find(
        StationAssignment,
        StationAssignment.person_id.in_(people),
        StationAssignment.from_on <= on,
        sa.or_(StationAssignment.to_on.is_(None), StationAssignment.to_on >= on),
    )
    at = {(post.station_id, post.person_id) for post in posts if post.station_id in stations}
    placed = {person for _, person in at}
    names = {p.id: p.name for p in await context.find(Person, Person.id.in_(people))}
    missing = [
        Unplaced(member=member, name=names.get(member.person_id, ""), level=member.level)
        for member in members
        if member.person_id not in placed
    ]
    here = [s for s in stations.values() if s.org_path.startswith(data.org.org_path)]
    return MemberPlacement(
        on=on,
        members=len(members),
        placed=len(members) - len(missing),
        share=percent(len(members) - len(missing), len(members)),
        missing=sorted(missing, key=lambda one: (one.name, one.level.value)),
        stations=[
            MembersAtStation(
                station=one, name=one.name, members=sum(there == one.id for there, _ in at)
            )
            for one in sorted(here, key=lambda s: (s.org_path, s.name))
        ],
    )
