"""Councils (议事会) and expert committees (智囊团): found them, seat people, end seats (domain.md 2.4,
3.9, 3.10).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from yishi_core.domain.people import rules
from yishi_core.domain.people.events import (
    COUNCIL_FOUNDED,
    COUNCIL_LEFT,
    COUNCIL_SEATED,
    EXPERT_APPOINTED,
    EXPERT_COMMITTEE_FOUNDED,
    EXPERT_LEFT,
)
from yishi_core.domain.people.models import (
    Council,
    CouncilMember,
    Expert,
    ExpertCommittee,
    ExpertRole,
    Person,
)
from yishi_core.domain.people.rules import PeopleRule
from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.rules import require_active
from yishi_core.errors import Conflict, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, Term, like, operation
from yishi_core.kernel.operation.changing import require_same_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require
from yishi_core.kernel.tree.models import OrgUnit


class FoundCouncilInput(Input, enters=Council):
    """The standing team of a council room."""

    station: Ref[Station] = like(Council.station_id)
    name: str = like(Council.name, min_length=2, max_length=60)
    seats: int | None = like(Council.seats, None, ge=1, le=500)
    founded_on: date | None = like(Council.founded_on, None, doc=TODAY)


class SeatCouncilMemberInput(Input, enters=CouncilMember):
    """A seat in a council."""

    council: Ref[Council] = like(CouncilMember.council_id)
    person: Ref[Person] = like(CouncilMember.person_id)
    identity: Annotated[str, Term("identity")] = like(CouncilMember.identity)
    council_role: str | None = like(CouncilMember.council_role, None, max_length=40)
    from_on: date | None = like(CouncilMember.from_on, None, doc=TODAY)
    to_on: date | None = like(CouncilMember.to_on, None, doc="Last day, of what is over already.")


class EndCouncilSeatInput(Input):
    """The end of a seat."""

    seat: Ref[CouncilMember] = like(CouncilMember)
    to_on: date | None = like(CouncilMember.to_on, None, doc="Last day; today unless named.")


class FoundExpertCommitteeInput(Input, enters=ExpertCommittee):
    """A body of experts for a theme."""

    org: Ref[OrgUnit] = like(ExpertCommittee.org_id)
    name: str = like(ExpertCommittee.name, min_length=2, max_length=60)
    theme: str | None = like(ExpertCommittee.theme, None, max_length=60)
    founded_on: date | None = like(ExpertCommittee.founded_on, None, doc=TODAY)


class AppointExpertInput(Input, enters=Expert):
    """A seat in an expert committee."""

    committee: Ref[ExpertCommittee] = like(Expert.committee_id)
    person: Ref[Person] = like(Expert.person_id)
    expert_role: ExpertRole = like(Expert.expert_role, ExpertRole.COMMITTEE_MEMBER)
    from_on: date | None = like(Expert.from_on, None, doc=TODAY)
    to_on: date | None = like(Expert.to_on, None, doc="Last day, of what is over already.")


class EndExpertInput(Input):
    """The end of an expert's seat."""

    expert: Ref[Expert] = like(Expert)
    to_on: date | None = like(Expert.to_on, None, doc="Last day; today unless named.")


@operation(
    Text("成立议事会", "Found a council"),
    permission=Permission.PERSON_MANAGE,
    subject="station",
    event=COUNCIL_FOUNDED,
    importable=True,
)
async def found_council(context: OperationContext, data: FoundCouncilInput) -> Council:
    """Set up the council of a station; a station has one."""
    require_active(data.station)
    founded_on = data.founded_on or context.today
    not_future(founded_on, "founded_on", context)
    if await context.first(Council, Council.station_id == data.station.id):
        raise Conflict(Text("该站点已有议事会。", "The station has a council already."))
    council = entered(Council, data, founded_on=founded_on)
    return context.add(council)


@operation(
    Text("增加议事会成员", "Seat a council member"),
    permission=Permission.PERSON_MANAGE,
    subject="council",
    event=COUNCIL_SEATED,
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
    require(
        await rules.is_vacant(
            context,
            CouncilMember,
            from_on,
            until=data.to_on,
            council_id=data.council.id,
            person_id=data.person.id,
        ),
        PeopleRule.IN_COUNCIL_ALREADY,
    )
    beside = await context.find(
        CouncilMember,
        CouncilMember.council_id == data.council.id,
        *rules.running(CouncilMember, from_on, data.to_on),
    )
    rules.require_seat_free(data.council.seats, rules.most_at_once(beside, from_on, data.to_on))
    seat = entered(CouncilMember, data, from_on=from_on)
    return context.add(seat)


@operation(
    Text("议事会成员离任", "End a council seat"),
    permission=Permission.PERSON_MANAGE,
    subject="seat",
    event=COUNCIL_LEFT,
)
async def end_council_seat(context: OperationContext, data: EndCouncilSeatInput) -> CouncilMember:
    """End a seat; it stays in the record."""
    rules.end_term(data.seat, data.to_on or context.today)
    return data.seat


@operation(
    Text("成立专家委员会", "Found an expert committee"),
    permission=Permission.EXPERT_MANAGE,
    subject="org",
    event=EXPERT_COMMITTEE_FOUNDED,
)
async def found_expert_committee(
    context: OperationContext, data: FoundExpertCommitteeInput
) -> ExpertCommittee:
    """Set up a body of experts for a theme (domain.md 3.9)."""
    founded_on = data.founded_on or context.today
    not_future(founded_on, "founded_on", context)
    return context.add(entered(ExpertCommittee, data, founded_on=founded_on))


@operation(
    Text("聘请专家", "Appoint an expert"),
    permission=Permission.EXPERT_MANAGE,
    subject="committee",
    event=EXPERT_APPOINTED,
    importable=True,
)
async def appoint_expert(context: OperationContext, data: AppointExpertInput) -> Expert:
    """Give a person a seat in an expert committee, as adviser or committee member."""
    require_same_county(context, person=data.person)
    from_on = data.from_on or context.today
    not_before(from_on, data.committee.founded_on, "from_on", "成立日期", "the founding")
    not_before(data.to_on, from_on, "to_on", "起始日期", "the first day")
    require(
        await rules.is_vacant(
            context,
            Expert,
            from_on,
            until=data.to_on,
            committee_id=data.committee.id,
            person_id=data.person.id,
        ),
        PeopleRule.IN_COMMITTEE_ALREADY,
    )
    expert = entered(Expert, data, from_on=from_on)
    return context.add(expert)


@operation(
    Text("解聘专家", "End an expert's seat"),
    permission=Permission.EXPERT_MANAGE,
    subject="expert",
    event=EXPERT_LEFT,
)
async def end_expert(context: OperationContext, data: EndExpertInput) -> Expert:
    """End an expert's seat; it stays in the record."""
    rules.end_term(data.expert, data.to_on or context.today)
    return data.expert
