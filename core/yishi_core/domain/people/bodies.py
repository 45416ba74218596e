"""Councils (议事会) and expert committees (智囊团): set up, seats given and ended.

Source: domain.md 2.4, 3.9 and 3.10.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from yishi_core.domain.people import rules
from yishi_core.domain.people.models import (
    Council,
    CouncilMember,
    Expert,
    ExpertCommittee,
    ExpertRole,
    Person,
)
from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.rules import require_active
from yishi_core.errors import Conflict, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, Term, operation
from yishi_core.kernel.operation.changing import require_same_county
from yishi_core.kernel.operation.rules import not_before, not_future
from yishi_core.kernel.tree.models import OrgUnit


class FoundCouncilInput(Input):
    """The standing team of a council room."""

    station: Ref[Station] = Field(title="站点")
    name: str = Field(title="名称", min_length=2, max_length=60)
    seats: int | None = Field(None, title="席位", ge=1, le=500)
    founded_on: date | None = Field(None, title="成立日期", description="Today unless named.")


class SeatCouncilMemberInput(Input):
    """A seat in a council."""

    council: Ref[Council] = Field(title="议事会")
    person: Ref[Person] = Field(title="人员")
    identity: Annotated[str, Term("identity")] = Field(
        title="身份", description="As whom the person sits there."
    )
    council_role: str | None = Field(None, title="会内职务", max_length=40)
    from_on: date | None = Field(None, title="起始日期", description="Today unless named.")
    to_on: date | None = Field(
        None, title="截止日期", description="Last day, of what is over already."
    )


class EndCouncilSeatInput(Input):
    """The end of a seat."""

    seat: Ref[CouncilMember] = Field(title="议事会成员")
    to_on: date | None = Field(None, title="截止日期", description="Last day; today unless named.")


class FoundExpertCommitteeInput(Input):
    """A body of experts for a theme."""

    org: Ref[OrgUnit] = Field(title="所属组织")
    name: str = Field(title="名称", min_length=2, max_length=60)
    theme: str | None = Field(None, title="专题", description="What it advises on.", max_length=60)
    founded_on: date | None = Field(None, title="成立日期", description="Today unless named.")


class AppointExpertInput(Input):
    """A seat in an expert committee."""

    committee: Ref[ExpertCommittee] = Field(title="专家委员会")
    person: Ref[Person] = Field(title="人员")
    expert_role: ExpertRole = Field(
        ExpertRole.COMMITTEE_MEMBER, title="职务", description="Adviser or committee member."
    )
    from_on: date | None = Field(None, title="起始日期", description="Today unless named.")
    to_on: date | None = Field(
        None, title="截止日期", description="Last day, of what is over already."
    )


class EndExpertInput(Input):
    """The end of an expert's seat."""

    expert: Ref[Expert] = Field(title="专家")
    to_on: date | None = Field(None, title="截止日期", description="Last day; today unless named.")


@operation(
    Text("成立议事会", "Found a council"),
    permission=Permission.PERSON_MANAGE,
    subject="station",
    event="council.founded",
    importable=True,
)
async def found_council(context: OperationContext, data: FoundCouncilInput) -> Council:
    """Set up the council of a station; a station has one."""
    require_active(data.station)
    founded_on = data.founded_on or context.today
    not_future(founded_on, "founded_on", context)
    if await context.first(Council, Council.station_id == data.station.id):
        raise Conflict(Text("该站点已有议事会。", "The station has a council already."))
    council = Council(
        station_id=data.station.id, name=data.name, seats=data.seats, founded_on=founded_on
    )
    return context.add(council)


@operation(
    Text("增加议事会成员", "Seat a council member"),
    permission=Permission.PERSON_MANAGE,
    subject="council",
    event="council.seated",
    importable=True,
)
async def seat_council_member(
    context: OperationContext, data: SeatCouncilMemberInput
) -> CouncilMember:
    """Give a person a seat; refused when all seats are taken on that day."""
    require_same_county(context, person=data.person)
    if data.to_on is None:
        require_active(await context.get(Station, data.council.station_id))
    from_on = data.from_on or context.today
    not_before(from_on, data.council.founded_on, "from_on", "成立日期", "the founding")
    not_before(data.to_on, from_on, "to_on", "起始日期", "the first day")
    await rules.require_vacant(
        context,
        CouncilMember,
        from_on,
        "该人员已是议事会成员。",
        "The person sits in the council already.",
        until=data.to_on,
        council_id=data.council.id,
        person_id=data.person.id,
    )
    beside = await context.find(
        CouncilMember,
        CouncilMember.council_id == data.council.id,
        *rules.running(CouncilMember, from_on, data.to_on),
    )
    rules.require_seat_free(data.council.seats, rules.most_at_once(beside, from_on, data.to_on))
    seat = CouncilMember(
        council_id=data.council.id,
        person_id=data.person.id,
        identity=data.identity,
        council_role=data.council_role,
        from_on=from_on,
        to_on=data.to_on,
    )
    return context.add(seat)


@operation(
    Text("议事会成员离任", "End a council seat"),
    permission=Permission.PERSON_MANAGE,
    subject="seat",
    event="council.left",
)
async def end_council_seat(context: OperationContext, data: EndCouncilSeatInput) -> CouncilMember:
    """End a seat; it stays in the record."""
    rules.end_term(data.seat, data.to_on or context.today)
    return data.seat


@operation(
    Text("成立专家委员会", "Found an expert committee"),
    permission=Permission.EXPERT_MANAGE,
    subject="org",
    event="expert_committee.founded",
)
async def found_expert_committee(
    context: OperationContext, data: FoundExpertCommitteeInput
) -> ExpertCommittee:
    """Set up a body of experts for a theme (domain.md 3.9)."""
    founded_on = data.founded_on or context.today
    not_future(founded_on, "founded_on", context)
    return context.add(ExpertCommittee(name=data.name, theme=data.theme, founded_on=founded_on))


@operation(
    Text("聘请专家", "Appoint an expert"),
    permission=Permission.EXPERT_MANAGE,
    subject="committee",
    event="expert.appointed",
    importable=True,
)
async def appoint_expert(context: OperationContext, data: AppointExpertInput) -> Expert:
    """Give a person a seat in an expert committee, as adviser or committee member."""
    require_same_county(context, person=data.person)
    from_on = data.from_on or context.today
    not_before(from_on, data.committee.founded_on, "from_on", "成立日期", "the founding")
    not_before(data.to_on, from_on, "to_on", "起始日期", "the first day")
    await rules.require_vacant(
        context,
        Expert,
        from_on,
        "该人员已是本专家委员会成员。",
        "The person sits in the committee already.",
        until=data.to_on,
        committee_id=data.committee.id,
        person_id=data.person.id,
    )
    expert = Expert(
        committee_id=data.committee.id,
        person_id=data.person.id,
        expert_role=data.expert_role,
        from_on=from_on,
        to_on=data.to_on,
    )
    return context.add(expert)


@operation(
    Text("解聘专家", "End an expert's seat"),
    permission=Permission.EXPERT_MANAGE,
    subject="expert",
    event="expert.left",
)
async def end_expert(context: OperationContext, data: EndExpertInput) -> Expert:
    """End an expert's seat; it stays in the record."""
    rules.end_term(data.expert, data.to_on or context.today)
    return data.expert
