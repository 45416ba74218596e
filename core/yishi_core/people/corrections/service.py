"""Corrections of memberships, seats and posts (domain.md 2.4): a slip of the pen is put right here, what truly changed ends and begins anew.

What is left out stays, null empties. The first and the last day move only so far that the record overlaps no other of the same person and place; a
last day is set by the operation that ends, and here corrected or, with null, taken back.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from yishi_core.access import Permission
from yishi_core.errors import Text
from yishi_core.operation import Input, OperationContext, Ref, Term, operation
from yishi_core.operation.changing import change
from yishi_core.operation.rules import not_before, not_future, require, require_field
from yishi_core.people import rules
from yishi_core.people.models import (
    Council,
    CouncilMember,
    Expert,
    ExpertCommittee,
    ExpertRole,
    GroupPosition,
    Member,
    OrgMembership,
)
from yishi_core.people.sectors.rules import listed_code
from yishi_core.people.talents.models import TalentEntry, TalentPool
from yishi_core.stations.models import Station, StationAssignment
from yishi_core.stations.rules import require_selection, require_within_life

COUNTED = frozenset({"term", "sector", "is_standing", "joined_on", "left_on"})
"""What figures, files and scores of past periods rest on: it is put right with a reason."""
FirstDay = Annotated[date | None, Field(title="起始日期", description="First day.")]
LastDay = Annotated[date | None, Field(title="截止日期", description="Last day of what has ended; null takes the end back.")]


class ChangeMemberInput(Input):
    """Corrections of a membership; name, party, post and telephone are the person's (`changePerson`)."""

    member: Ref[Member] = Field(title="政协委员")
    member_no: str | None = Field(None, title="委员证号", max_length=40)
    term: int | None = Field(None, title="届", description="Number of the term.", ge=1, le=99)
    sector: str | None = Field(None, title="界别", description="Of the county's list (countySectors): its code or its name.", max_length=40)
    is_standing: bool | None = Field(None, title="常委")
    joined_on: date | None = Field(None, title="任职日期")
    left_on: date | None = Field(None, title="离任日期", description="Last day of one who left; null takes the end back.")
    leave_reason: str | None = Field(None, title="离任原因", min_length=2, max_length=200)
    reason: str | None = Field(None, title="更正原因", description="Asked for where figures rest on it.", min_length=2, max_length=200)


class ChangeOrgMembershipInput(Input):
    """Corrections of a place in a group."""

    membership: Ref[OrgMembership] = Field(title="组织成员")
    group_position: GroupPosition | None = Field(None, title="任职", description="Head, deputy or member.")
    role: str | None = Field(None, title="职务", max_length=40)
    post_kind: Annotated[str | None, Term("post_kind")] = Field(None, title="职务类别", description="The post that brings the person in.")
    from_on: FirstDay = None
    to_on: LastDay = None


class ChangeCouncilInput(Input):
    """Corrections of a council."""

    council: Ref[Council] = Field(title="议事会")
    name: str | None = Field(None, title="名称", min_length=2, max_length=60)
    seats: int | None = Field(None, title="席位", description="Not fewer than are taken.", ge=1, le=500)
    founded_on: date | None = Field(None, title="成立日期", description="Not after the first seat was taken.")


class ChangeCouncilSeatInput(Input):
    """Corrections of a seat in a council."""

    seat: Ref[CouncilMember] = Field(title="议事会成员")
    identity: Annotated[str | None, Term("identity")] = Field(None, title="身份", description="As whom the person sits there.")
    council_role: str | None = Field(None, title="会内职务", max_length=40)
    from_on: FirstDay = None
    to_on: LastDay = None


class ChangeExpertInput(Input):
    """Corrections of an expert's seat; the expert's field is the person's expertise (`changePerson`)."""

    expert: Ref[Expert] = Field(title="专家")
    expert_role: ExpertRole | None = Field(None, title="职务", description="Adviser or committee member.")
    from_on: FirstDay = None
    to_on: LastDay = None


class ChangeTalentInput(Input):
    """Corrections of an entry of a talent pool."""

    entry: Ref[TalentEntry] = Field(title="人才库成员")
    field: Annotated[str | None, Term("expertise")] = Field(None, title="领域", description="Field in which the person may be asked.")
    identity: Annotated[str | None, Term("identity")] = Field(None, title="身份", description="As whom the person is in the pool.")
    source: str | None = Field(None, title="来源", description="Who recommended the person.", max_length=80)
    from_on: FirstDay = None
    to_on: LastDay = None


class ChangeStationAssignmentInput(Input):
    """Corrections of a post at a station; another post is another assignment."""

    assignment: Ref[StationAssignment] = Field(title="站点任职")
    selected_by: str | None = Field(None, title="遴选单位", description="Who selected a convener.", max_length=60)
    selected_on: date | None = Field(None, title="遴选日期", description="When a convener was selected.")
    from_on: FirstDay = None
    to_on: LastDay = None


@operation(Text("更正委员信息", "Change a member"), permission=Permission.PERSON_MANAGE, subject="member", event="member.changed")
async def change_member(context: OperationContext, data: ChangeMemberInput) -> Member:
    """Put right what was entered wrong, with a reason where past figures rest on it. Another level is another membership."""
    member, sent = data.member, data.model_fields_set
    require_field(data.reason or not COUNTED & sent, "reason", "更正届别、界别、常委或任职离任日期须说明原因。", "Say why: figures rest on it.")
    not_future(data.joined_on, "joined_on", context)
    not_future(data.left_on, "left_on", context)
    if "sector" in sent and data.sector != member.sector:
        data.sector = await listed_code(context, data.sector)
    await _correct(context, member, data, ("person_id", "level"), but={"member", "reason"})
    require_field(member.left_on or not data.leave_reason, "leave_reason", "该委员尚未离任。", "The member has not left.")
    if member.left_on is None:
        member.leave_reason = None
    member.correction_reason = data.reason or member.correction_reason
    return member


@operation(
    Text("更正组织成员", "Change a place in a group"), permission=Permission.PERSON_MANAGE, subject="membership", event="group.membership_changed"
)
async def change_org_membership(context: OperationContext, data: ChangeOrgMembershipInput) -> OrgMembership:
    """Put right position, post or days of a place in a group; it has one head at a time (domain.md 2.2)."""
    await _correct(context, data.membership, data, ("group_id", "person_id"), but={"membership"})
    if data.membership.group_position is GroupPosition.HEAD:
        await rules.require_apart(context, data.membership, "group_id", "group_position", rule="head_taken")
    return data.membership


@operation(Text("修改议事会", "Change a council"), permission=Permission.PERSON_MANAGE, subject="council", event="council.changed")
async def change_council(context: OperationContext, data: ChangeCouncilInput) -> Council:
    """Put right a council's name, number of seats or day of founding."""
    council = data.council
    not_future(data.founded_on, "founded_on", context)
    change(council, data, but={"council"})
    seats = await context.find(CouncilMember, CouncilMember.council_id == council.id)
    taken = sum(s.to_on is None or s.to_on >= context.today for s in seats)
    require(council.seats is None or taken <= council.seats, "no_seat", f"现有成员{taken}人,席位不能更少。", f"{taken} seats are taken.")
    earliest = min((s.from_on for s in seats), default=council.founded_on)
    require_field(council.founded_on <= earliest, "founded_on", f"{earliest}已有成员任职。", f"A seat was taken on {earliest}.")
    return council


@operation(Text("更正议事会成员", "Change a council seat"), permission=Permission.PERSON_MANAGE, subject="seat", event="council.seat_changed")
async def change_council_seat(context: OperationContext, data: ChangeCouncilSeatInput) -> CouncilMember:
    """Put right the identity, post or days of a seat."""
    seat = data.seat
    await _correct(context, seat, data, ("council_id", "person_id"), but={"seat"})
    council = await context.get(Council, seat.council_id)
    not_before(seat.from_on, council.founded_on if council else None, "from_on", "成立日期", "the founding")
    held = CouncilMember.to_on.is_(None) | (CouncilMember.to_on >= context.today)
    others = await context.count(CouncilMember, CouncilMember.council_id == seat.council_id, CouncilMember.id != seat.id, held)
    if council and "to_on" in data.model_fields_set and (seat.to_on is None or seat.to_on >= context.today):
        rules.require_seat_free(council.seats, others)
    return seat


@operation(Text("更正专家", "Change an expert's seat"), permission=Permission.EXPERT_MANAGE, subject="expert", event="expert.changed")
async def change_expert(context: OperationContext, data: ChangeExpertInput) -> Expert:
    """Put right the post or days of an expert."""
    await _correct(context, data.expert, data, ("committee_id", "person_id"), but={"expert"})
    committee = await context.get(ExpertCommittee, data.expert.committee_id)
    not_before(data.expert.from_on, committee.founded_on if committee else None, "from_on", "成立日期", "the founding")
    return data.expert


@operation(Text("更正人才库成员", "Change a talent's entry"), permission=Permission.PERSON_MANAGE, subject="entry", event="talent.changed")
async def change_talent(context: OperationContext, data: ChangeTalentInput) -> TalentEntry:
    """Put right field, identity, source or days of an entry; for each field a person is in the pool once at a time."""
    await _correct(context, data.entry, data, ("pool_id", "person_id", "field"), but={"entry"})
    pool = await context.get(TalentPool, data.entry.pool_id)
    not_before(data.entry.from_on, pool.founded_on if pool else None, "from_on", "建库日期", "the founding")
    require(data.entry.to_on or pool is None or pool.closed_on is None, "pool_closed", "该人才库已停用。", "The pool is closed.")
    return data.entry


@operation(
    Text("更正站点任职", "Change a post at a station"), permission=Permission.STATION_MANAGE, subject="assignment", event="station.assignment_changed"
)
async def change_station_assignment(context: OperationContext, data: ChangeStationAssignmentInput) -> StationAssignment:
    """Put right the days of a post, or who selected a convener and when."""
    post = data.assignment
    await _correct(context, post, data, ("station_id", "person_id", "role"), but={"assignment"})
    require_selection(post.role, post.selected_by, post.selected_on)
    if station := await context.get(Station, post.station_id):
        require_within_life(station, post.from_on, "from_on")
    return post


async def _correct(context: OperationContext, row: Any, data: Input, same: tuple[str, ...], *, but: set[str]) -> None:
    """Write what was sent; the days stay in order and apart from other records with the same values in `same`."""
    first, last = rules.term_columns(row)
    ended = getattr(row, last) is not None
    require_field(ended or getattr(data, last) is None, last, "尚未结束,请办理离任(退出)。", "It has not ended: end it first.")
    change(row, data, but=but)
    not_before(getattr(row, last), getattr(row, first), last, "起始日期", "the first day")
    await rules.require_apart(context, row, *same)
