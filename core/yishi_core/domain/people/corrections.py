"""Corrections of memberships, seats and posts, and of the bodies they are in (domain.md 2.4).

Wrong entries are corrected here; what truly changed is ended and begun anew. The first and last day
move only so far that the record overlaps no other of the same person and place. A last day is set
by the operation that ends the record, and here corrected or, with null, removed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from yishi_core.domain.people import rules
from yishi_core.domain.people.bodies import (
    AppointExpertInput,
    FoundCouncilInput,
    FoundExpertCommitteeInput,
    SeatCouncilMemberInput,
)
from yishi_core.domain.people.events import (
    COUNCIL_CHANGED,
    COUNCIL_SEAT_CHANGED,
    EXPERT_CHANGED,
    EXPERT_COMMITTEE_CHANGED,
    GROUP_MEMBERSHIP_CHANGED,
    MEMBER_CHANGED,
    STATION_ASSIGNMENT_CHANGED,
)
from yishi_core.domain.people.models import (
    Council,
    CouncilMember,
    Expert,
    ExpertCommittee,
    GroupPosition,
    Member,
    OrgMembership,
)
from yishi_core.domain.people.rules import PeopleRule
from yishi_core.domain.people.sectors import listed_code
from yishi_core.domain.people.service import AddMemberInput, AddToGroupInput
from yishi_core.domain.people.talents import (
    TALENT_CHANGED,
    TALENT_POOL_CHANGED,
    AddTalentInput,
    FoundTalentPoolInput,
    TalentEntry,
    TalentPool,
)
from yishi_core.domain.stations.inputs import AssignToStationInput
from yishi_core.domain.stations.models import Station, StationAssignment
from yishi_core.domain.stations.rules import require_selection, require_within_life
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field

COUNTED = frozenset({"term", "sector", "is_standing", "joined_on", "left_on"})
"""Fields on which past figures, files and scores rest; correcting them needs a reason."""
FirstDay = Annotated[date | None, Field(title="起始日期", description="First day.")]
LastDay = Annotated[
    date | None,
    Field(title="截止日期", description="Last day of what has ended; null takes the end back."),
]


class ChangeMemberInput(Correction, of=AddMemberInput, but={"person", "level"}):
    """Corrections of a membership.

    Name, party, post and telephone number are the person's (`changePerson`).

    """

    member: Ref[Member] = like(Member)
    member_no: str | None = like(Member.member_no, None, max_length=40)
    sector: str | None = like(
        Member.sector,
        None,
        doc="Of the county's list (countySectors): its code or its name.",
        max_length=40,
    )
    joined_on: date | None = like(Member.joined_on, None)
    left_on: date | None = like(
        Member.left_on, None, doc="Last day of one who left; null takes the end back."
    )
    leave_reason: str | None = like(Member.leave_reason, None, min_length=2, max_length=200)
    reason: str | None = Field(
        None,
        title="更正原因",
        description="Asked for where figures rest on it.",
        min_length=2,
        max_length=200,
    )


class ChangeOrgMembershipInput(Correction, of=AddToGroupInput, but={"group", "person"}):
    """Corrections of a place in a group."""

    membership: Ref[OrgMembership] = like(OrgMembership)
    from_on: FirstDay = None
    to_on: LastDay = None


class ChangeCouncilInput(Correction, of=FoundCouncilInput, but={"station"}):
    """Corrections of a council."""

    council: Ref[Council] = like(Council)
    seats: int | None = like(Council.seats, None, doc="Not fewer than are taken.", ge=1, le=500)
    founded_on: date | None = like(
        Council.founded_on, None, doc="Not after the first seat was taken."
    )


class ChangeCouncilSeatInput(Correction, of=SeatCouncilMemberInput, but={"council", "person"}):
    """Corrections of a seat in a council."""

    seat: Ref[CouncilMember] = like(CouncilMember)
    from_on: FirstDay = None
    to_on: LastDay = None


class ChangeExpertCommitteeInput(Correction, of=FoundExpertCommitteeInput):
    """Corrections of an expert committee."""

    committee: Ref[ExpertCommittee] = like(ExpertCommittee)
    founded_on: date | None = like(
        ExpertCommittee.founded_on, None, doc="Not after the first expert was appointed."
    )


class ChangeExpertInput(Correction, of=AppointExpertInput, but={"committee", "person"}):
    """Corrections of an expert's seat.

    The expert's field is the person's expertise (`changePerson`).
    """

    expert: Ref[Expert] = like(Expert)
    from_on: FirstDay = None
    to_on: LastDay = None


class ChangeTalentPoolInput(Correction, of=FoundTalentPoolInput, row=TalentPool):
    """Corrections of a talent pool."""

    pool: Ref[TalentPool] = like(TalentPool)
    founded_on: date | None = like(TalentPool.founded_on, None, doc="Not after the first entry.")
    closed_on: date | None = like(
        TalentPool.closed_on,
        None,
        doc="Of a pool that was closed; null opens it again, its entries stay as they ended.",
    )


class ChangeTalentInput(Correction, of=AddTalentInput, but={"pool", "person"}):
    """Corrections of an entry of a talent pool."""

    entry: Ref[TalentEntry] = like(TalentEntry)
    from_on: FirstDay = None
    to_on: LastDay = None


class ChangeStationAssignmentInput(
    Correction, of=AssignToStationInput, but={"station", "person", "role"}
):
    """Corrections of a post at a station; another role makes another assignment."""

    assignment: Ref[StationAssignment] = like(StationAssignment)
    from_on: FirstDay = None
    to_on: LastDay = None


@operation(
    Text("更正委员信息", "Change a member"),
    permission=Permission.PERSON_MANAGE,
    subject="member",
    event=MEMBER_CHANGED,
)
async def change_member(context: OperationContext, data: ChangeMemberInput) -> Member:
    """Correct a membership, with a reason where past figures rest on it.

    Another level is another membership.
    """
    member, sent = data.member, data.model_fields_set
    require_field(
        data.reason or not COUNTED & sent,
        "reason",
        "更正届别、界别、常委或任职离任日期须说明原因。",
        "Say why: figures rest on it.",
    )
    not_future(data.joined_on, "joined_on", context)
    not_future(data.left_on, "left_on", context)
    if "sector" in sent and data.sector != member.sector:
        data.sector = await listed_code(context, data.sector)
    await _correct(context, member, data, ("person_id", "level"))
    require_field(
        member.left_on or not data.leave_reason,
        "leave_reason",
        "该委员尚未离任。",
        "The member has not left.",
    )
    if member.left_on is None:
        member.leave_reason = None
    member.correction_reason = data.reason or member.correction_reason
    return member


@operation(
    Text("更正组织成员", "Change a place in a group"),
    permission=Permission.PERSON_MANAGE,
    subject="membership",
    event=GROUP_MEMBERSHIP_CHANGED,
)
async def change_org_membership(
    context: OperationContext, data: ChangeOrgMembershipInput
) -> OrgMembership:
    """Correct position, post or days of a place in a group; it has one head at a time.

    Source: domain.md 2.2.
    """
    await _correct(context, data.membership, data, ("group_id", "person_id"))
    if data.membership.group_position is GroupPosition.HEAD:
        await rules.require_apart(
            context, data.membership, "group_id", "group_position", rule=PeopleRule.HEADS_OVERLAP
        )
    return data.membership


@operation(
    Text("修改议事会", "Change a council"),
    permission=Permission.PERSON_MANAGE,
    subject="council",
    event=COUNCIL_CHANGED,
)
async def change_council(context: OperationContext, data: ChangeCouncilInput) -> Council:
    """Correct a council's name, number of seats or founding day."""
    council = data.council
    not_future(data.founded_on, "founded_on", context)
    correct(context, council, data)
    seats = await context.find(CouncilMember, CouncilMember.council_id == council.id)
    taken = sum(s.to_on is None or s.to_on >= context.today for s in seats)
    require(council.seats is None or taken <= council.seats, PeopleRule.SEATS_TAKEN, taken=taken)
    _founded_before(
        council.founded_on, [s.from_on for s in seats], "已有成员任职", "a seat was taken"
    )
    return council


@operation(
    Text("更正议事会成员", "Change a council seat"),
    permission=Permission.PERSON_MANAGE,
    subject="seat",
    event=COUNCIL_SEAT_CHANGED,
)
async def change_council_seat(
    context: OperationContext, data: ChangeCouncilSeatInput
) -> CouncilMember:
    """Correct the identity, post or days of a council seat."""
    seat = data.seat
    await _correct(context, seat, data, ("council_id", "person_id"))
    council = await context.get(Council, seat.council_id)
    not_before(
        seat.from_on, council.founded_on if council else None, "from_on", "成立日期", "the founding"
    )
    if council is not None and {"from_on", "to_on"} & data.model_fields_set:
        others = (CouncilMember.council_id == seat.council_id, CouncilMember.id != seat.id)
        beside = await context.find(
            CouncilMember, *others, *rules.running(CouncilMember, seat.from_on, seat.to_on)
        )
        rules.require_seat_free(council.seats, rules.most_at_once(beside, seat.from_on, seat.to_on))
    return seat


@operation(
    Text("修改专家委员会", "Change an expert committee"),
    permission=Permission.EXPERT_MANAGE,
    subject="committee",
    event=EXPERT_COMMITTEE_CHANGED,
)
async def change_expert_committee(
    context: OperationContext, data: ChangeExpertCommitteeInput
) -> ExpertCommittee:
    """Correct name, theme or founding day of an expert committee."""
    committee = data.committee
    correct(context, committee, data)
    not_future(committee.founded_on, "founded_on", context)
    experts = await context.find(Expert, Expert.committee_id == committee.id)
    _founded_before(
        committee.founded_on,
        [e.from_on for e in experts],
        "已有专家受聘",
        "an expert was appointed",
    )
    return committee


@operation(
    Text("更正专家", "Change an expert's seat"),
    permission=Permission.EXPERT_MANAGE,
    subject="expert",
    event=EXPERT_CHANGED,
)
async def change_expert(context: OperationContext, data: ChangeExpertInput) -> Expert:
    """Correct the post or days of an expert."""
    await _correct(context, data.expert, data, ("committee_id", "person_id"))
    committee = await context.get(ExpertCommittee, data.expert.committee_id)
    not_before(
        data.expert.from_on,
        committee.founded_on if committee else None,
        "from_on",
        "成立日期",
        "the founding",
    )
    return data.expert


@operation(
    Text("修改人才库", "Change a talent pool"),
    permission=Permission.PERSON_MANAGE,
    subject="pool",
    event=TALENT_POOL_CHANGED,
)
async def change_talent_pool(context: OperationContext, data: ChangeTalentPoolInput) -> TalentPool:
    """Correct name, founding day or closing day of a talent pool.

    Entries that ended with it then end on the corrected day.
    """
    pool, was = data.pool, data.pool.closed_on
    require_field(
        pool.closed_on or data.closed_on is None,
        "closed_on",
        "该人才库尚未停用,请办理停用。",
        "It is not closed: close it first.",
    )
    correct(context, pool, data)
    for name in ("founded_on", "closed_on"):
        not_future(getattr(pool, name), name, context)
    not_before(pool.closed_on, pool.founded_on, "closed_on", "建库日期", "the founding")
    entries = await context.find(TalentEntry, TalentEntry.pool_id == pool.id)
    _founded_before(
        pool.founded_on, [e.from_on for e in entries], "已有人才入库", "a person was taken in"
    )
    for entry in entries:
        if pool.closed_on and entry.to_on == was:
            entry.to_on = max(pool.closed_on, entry.from_on)
        not_before(pool.closed_on, entry.to_on, "closed_on", "人才出库日期", "an entry's last day")
    return pool


@operation(
    Text("更正人才库成员", "Change a talent's entry"),
    permission=Permission.PERSON_MANAGE,
    subject="entry",
    event=TALENT_CHANGED,
)
async def change_talent(context: OperationContext, data: ChangeTalentInput) -> TalentEntry:
    """Correct field, identity, source or days of an entry.

    For each field a person is in the pool once at a time.
    """
    await _correct(context, data.entry, data, ("pool_id", "person_id", "field"))
    pool = await context.get(TalentPool, data.entry.pool_id)
    not_before(
        data.entry.from_on, pool.founded_on if pool else None, "from_on", "建库日期", "the founding"
    )
    require(data.entry.to_on or pool is None or pool.closed_on is None, PeopleRule.POOL_CLOSED)
    return data.entry


@operation(
    Text("更正站点任职", "Change a post at a station"),
    permission=Permission.STATION_MANAGE,
    subject="assignment",
    event=STATION_ASSIGNMENT_CHANGED,
)
async def change_station_assignment(
    context: OperationContext, data: ChangeStationAssignmentInput
) -> StationAssignment:
    """Correct the days of a post, or who selected a convener and when."""
    post = data.assignment
    await _correct(context, post, data, ("station_id", "person_id", "role"))
    require_selection(post.role, post.selected_by, post.selected_on)
    not_future(post.selected_on, "selected_on", context)
    if station := await context.get(Station, post.station_id):
        require_within_life(station, post.from_on, "from_on")
    return post


def _founded_before(founded_on: date, begun: Sequence[date], zh: str, en: str) -> None:
    """Require that a body was founded before the first of its people began."""
    earliest = min(begun, default=founded_on)
    require_field(founded_on <= earliest, "founded_on", f"{earliest}{zh}。", f"On {earliest} {en}.")


async def _correct(
    context: OperationContext, row: Any, data: Correction, same: tuple[str, ...]
) -> None:
    """Write the given fields; the days stay in order and apart from other records.

    The other records are those with the same values in the columns `same`.
    """
    first, last = rules.term_columns(row)
    ended = getattr(row, last) is not None
    require_field(
        ended or data.sent(last) is None,
        last,
        "尚未结束,请办理离任(退出)。",
        "It has not ended: end it first.",
    )
    correct(context, row, data)
    not_before(getattr(row, last), getattr(row, first), last, "起始日期", "the first day")
    await rules.require_apart(context, row, *same)
