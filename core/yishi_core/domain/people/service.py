"""People and members: registered, corrected, begun and ended (domain.md 2.4).

Councils and expert committees are in `bodies`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from yishi_core.domain.people import rules
from yishi_core.domain.people.events import (
    GROUP_JOINED,
    GROUP_LEFT,
    MEMBER_ADDED,
    MEMBER_LEFT,
    PERSON_CHANGED,
    PERSON_REGISTERED,
)
from yishi_core.domain.people.models import (
    GroupPosition,
    Member,
    MemberLevel,
    OrgMembership,
    Person,
    Sex,
)
from yishi_core.domain.people.rules import PeopleHint, PeopleRule
from yishi_core.domain.people.sectors import listed_code
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, Term, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_same_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.inputs import Listed
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field
from yishi_core.kernel.tree.models import OrgKind, OrgUnit

PHONE = r"^[0-9+][0-9 -]{5,19}$"


class RegisterPersonInput(Input, enters=Person):
    """A person who acts for or at the org."""

    org: Ref[OrgUnit] = like(Person.org_id, doc="The org that keeps the record.")
    name: str = like(Person.name, min_length=2, max_length=40)
    sex: Sex | None = like(Person.sex, None)
    born_on: date | None = like(Person.born_on, None)
    ethnic: str | None = like(Person.ethnic, None, max_length=20)
    party: str | None = like(Person.party, None, max_length=40)
    phone: str | None = like(Person.phone, None, pattern=PHONE)
    employer: str | None = like(Person.employer, None, max_length=80)
    post: str | None = like(Person.post, None, max_length=80)
    post_kind: Annotated[str | None, Term("post_kind")] = like(Person.post_kind, None)
    expertise: Annotated[list[str] | None, Term("expertise")] = like(Person.expertise, None)
    education: str | None = like(Person.education, None, max_length=40)
    career: str | None = like(Person.career, None, max_length=2000)
    focus: str | None = like(Person.focus, None, max_length=200)


class ChangePersonInput(Correction, of=RegisterPersonInput):
    """Corrections of a person: omitted fields stay, null empties."""

    person: Ref[Person] = like(Person)


class AddMemberInput(Input, enters=Member):
    """A membership of a committee at one level."""

    person: Ref[Person] = like(Member.person_id)
    level: MemberLevel = like(Member.level)
    member_no: str | None = like(Member.member_no, None, max_length=40)
    term: int | None = like(Member.term, None, ge=1, le=99)
    sector: Annotated[str | None, Listed("sector")] = like(
        Member.sector,
        None,
        doc="Of the county's list (countySectors): its code or its name.",
        max_length=40,
    )
    is_standing: bool = like(Member.is_standing, False)
    joined_on: date | None = like(Member.joined_on, None, doc=TODAY)
    left_on: date | None = like(
        Member.left_on, None, doc="Last day, of a membership that is over already."
    )
    leave_reason: str | None = like(
        Member.leave_reason, None, doc="Of a membership that is over.", min_length=2, max_length=200
    )


class EndMembershipInput(Input):
    """The end of a membership."""

    member: Ref[Member] = like(Member)
    left_on: date | None = like(Member.left_on, None, doc="Last day; today unless named.")
    leave_reason: str = like(Member.leave_reason, min_length=2, max_length=200)


class AddToGroupInput(Input, enters=OrgMembership):
    """A place in a group or committee."""

    group: Ref[OrgUnit] = like(OrgMembership.group_id, doc="Group, committee or leading group.")
    person: Ref[Person] = like(OrgMembership.person_id)
    group_position: GroupPosition = like(OrgMembership.group_position, GroupPosition.MEMBER)
    role: str | None = like(OrgMembership.role, None, max_length=40)
    post_kind: Annotated[str | None, Term("post_kind")] = like(OrgMembership.post_kind, None)
    from_on: date | None = like(OrgMembership.from_on, None, doc=TODAY)
    to_on: date | None = like(OrgMembership.to_on, None, doc="Last day, of what is over already.")


class LeaveGroupInput(Input):
    """The end of a place in a group."""

    membership: Ref[OrgMembership] = like(OrgMembership)
    to_on: date | None = like(OrgMembership.to_on, None, doc="Last day; today unless named.")


@operation(
    Text("登记人员", "Register a person"),
    permission=Permission.PERSON_MANAGE,
    subject="org",
    event=PERSON_REGISTERED,
    importable=True,
)
async def register_person(context: OperationContext, data: RegisterPersonInput) -> Person:
    """Register a person. Names sort by pinyin.

    A person of the same name in the same org gives an advice.
    """
    rules.require_birthday(data.born_on, context.today)
    if await context.first(Person, Person.org_id == context.org.id, Person.name == data.name):
        context.advise(PeopleHint.SAME_NAME)
    return context.add(entered(Person, data))


@operation(
    Text("修改人员", "Change a person"),
    permission=Permission.PERSON_CHANGE,
    subject="person",
    event=PERSON_CHANGED,
)
async def change_person(context: OperationContext, data: ChangePersonInput) -> Person:
    """Correct the record of a person."""
    rules.require_birthday(data.sent("born_on"), context.today)
    correct(context, data.person, data)
    return data.person


@operation(
    Text("增加委员", "Add a member"),
    permission=Permission.PERSON_MANAGE,
    subject="person",
    event=MEMBER_ADDED,
    importable=True,
)
async def add_member(context: OperationContext, data: AddMemberInput) -> Member:
    """Record a membership.

    A person may be member at several levels, at each once at a time (domain.md 2.4).
    """
    joined_on = data.joined_on or context.today
    not_future(joined_on, "joined_on", context)
    not_future(data.left_on, "left_on", context)
    not_before(data.left_on, joined_on, "left_on", "任职日期", "the first day")
    whole = (data.left_on is None) == (data.leave_reason is None)
    require_field(
        whole,
        "leave_reason",
        "离任日期与离任原因须同时填写。",
        "Give the last day and why together.",
    )
    sector = await listed_code(context, data.sector)
    require(
        await rules.is_vacant(
            context,
            Member,
            joined_on,
            until=data.left_on,
            person_id=data.person.id,
            level=data.level,
        ),
        PeopleRule.MEMBER_ALREADY,
        level=data.level,
    )
    member = entered(Member, data, joined_on=joined_on, sector=sector)
    return context.add(member)


@operation(
    Text("委员离任", "End a membership"),
    permission=Permission.PERSON_MANAGE,
    subject="member",
    event=MEMBER_LEFT,
)
async def end_membership(context: OperationContext, data: EndMembershipInput) -> Member:
    """Record that a member left; the membership stays on record for its years."""
    require(data.member.left_on is None, PeopleRule.MEMBER_LEFT)
    left_on = data.left_on or context.today
    not_future(left_on, "left_on", context)
    not_before(left_on, data.member.joined_on, "left_on", "任职日期", "the first day")
    data.member.left_on, data.member.leave_reason = left_on, data.leave_reason
    return data.member


@operation(
    Text("加入组织", "Add to a group"),
    permission=Permission.PERSON_MANAGE,
    subject="group",
    event=GROUP_JOINED,
    importable=True,
)
async def add_to_group(context: OperationContext, data: AddToGroupInput) -> OrgMembership:
    """Give a person a place in a group, committee or leading group.

    They are head, deputy or member; there is one head at a time (domain.md 2.2).
    """
    require_same_county(context, person=data.person)
    from_on = data.from_on or context.today
    not_before(data.to_on, from_on, "to_on", "起始日期", "the first day")
    require(
        await rules.is_vacant(
            context,
            OrgMembership,
            from_on,
            until=data.to_on,
            group_id=data.group.id,
            person_id=data.person.id,
        ),
        PeopleRule.IN_GROUP_ALREADY,
    )
    if data.group_position is GroupPosition.HEAD:
        require(
            await rules.is_vacant(
                context,
                OrgMembership,
                from_on,
                until=data.to_on,
                group_id=data.group.id,
                group_position=GroupPosition.HEAD,
            ),
            PeopleRule.HEAD_TAKEN,
        )
        await _advise_on_head(context, data)
    membership = entered(OrgMembership, data, from_on=from_on)
    return context.add(membership)


@operation(
    Text("退出组织", "Leave a group"),
    permission=Permission.PERSON_MANAGE,
    subject="membership",
    event=GROUP_LEFT,
)
async def leave_group(context: OperationContext, data: LeaveGroupInput) -> OrgMembership:
    """End a person's place in a group; it stays on record."""
    rules.end_term(data.membership, data.to_on or context.today)
    return data.membership


async def _advise_on_head(context: OperationContext, data: AddToGroupInput) -> None:
    """Advise when the head of a liaison committee is no county member (domain.md 3.12)."""
    if data.group.kind is not OrgKind.LIAISON_COMMITTEE:
        return
    county = (
        Member.person_id == data.person.id,
        Member.level == MemberLevel.COUNTY,
        Member.left_on.is_(None),
    )
    if not await context.first(Member, *county):
        context.advise(PeopleHint.HEAD_NOT_MEMBER)
