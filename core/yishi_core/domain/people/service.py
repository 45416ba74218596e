"""People and members: registered, corrected, begun and ended (domain.md 2.4).

Councils and expert committees are in `bodies`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from yishi_core.domain.people import rules
from yishi_core.domain.people.models import (
    GroupPosition,
    Member,
    MemberLevel,
    OrgMembership,
    Person,
    Sex,
)
from yishi_core.domain.people.sectors import listed_code
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, Term, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_same_county
from yishi_core.kernel.operation.inputs import Listed
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field
from yishi_core.kernel.tree.models import OrgKind, OrgUnit

PHONE = r"^[0-9+][0-9 -]{5,19}$"


class RegisterPersonInput(Input):
    """A person who acts for or at the org."""

    org: Ref[OrgUnit] = Field(title="所属组织", description="The org that keeps the record.")
    name: str = Field(title="姓名", min_length=2, max_length=40)
    sex: Sex | None = Field(None, title="性别")
    born_on: date | None = Field(None, title="出生日期")
    ethnic: str | None = Field(None, title="民族", max_length=20)
    party: str | None = Field(None, title="政治面貌", max_length=40)
    phone: str | None = Field(None, title="电话", pattern=PHONE)
    employer: str | None = Field(None, title="工作单位", max_length=80)
    post: str | None = Field(None, title="职务", description="As written.", max_length=80)
    post_kind: Annotated[str | None, Term("post_kind")] = Field(None, title="职务类别")
    expertise: Annotated[list[str] | None, Term("expertise")] = Field(None, title="专长")
    education: str | None = Field(None, title="文化程度", max_length=40)
    career: str | None = Field(None, title="主要经历", max_length=2000)
    focus: str | None = Field(
        None, title="关注领域", description="What the person cares about in duty.", max_length=200
    )


class ChangePersonInput(Correction, of=RegisterPersonInput, row=Person):
    """Corrections of a person: omitted fields stay, null empties."""

    person: Ref[Person] = Field(title="人员")


class AddMemberInput(Input):
    """A membership of a committee at one level."""

    person: Ref[Person] = Field(title="人员")
    level: MemberLevel = Field(title="级别", description="County, city, province or national.")
    member_no: str | None = Field(None, title="委员证号", max_length=40)
    term: int | None = Field(
        None, title="届", description="Number of the term, e.g. 9 for 九届.", ge=1, le=99
    )
    sector: Annotated[str | None, Listed("sector")] = Field(
        None,
        title="界别",
        description="Of the county's list (countySectors): its code or its name.",
        max_length=40,
    )
    is_standing: bool = Field(False, title="常委")
    joined_on: date | None = Field(None, title="任职日期", description="Today unless named.")
    left_on: date | None = Field(
        None, title="离任日期", description="Last day, of a membership that is over already."
    )
    leave_reason: str | None = Field(
        None,
        title="离任原因",
        description="Of a membership that is over.",
        min_length=2,
        max_length=200,
    )


class EndMembershipInput(Input):
    """The end of a membership."""

    member: Ref[Member] = Field(title="政协委员")
    left_on: date | None = Field(
        None, title="离任日期", description="Last day; today unless named."
    )
    leave_reason: str = Field(title="离任原因", min_length=2, max_length=200)


class AddToGroupInput(Input):
    """A place in a group or committee."""

    group: Ref[OrgUnit] = Field(title="组织", description="Group, committee or leading group.")
    person: Ref[Person] = Field(title="人员")
    group_position: GroupPosition = Field(
        GroupPosition.MEMBER, title="任职", description="Head, deputy or member."
    )
    role: str | None = Field(
        None, title="职务", description="As written, e.g. 组长.", max_length=40
    )
    post_kind: Annotated[str | None, Term("post_kind")] = Field(
        None, title="职务类别", description="The post that brings the person in."
    )
    from_on: date | None = Field(None, title="起始日期", description="Today unless named.")
    to_on: date | None = Field(
        None, title="截止日期", description="Last day, of what is over already."
    )


class LeaveGroupInput(Input):
    """The end of a place in a group."""

    membership: Ref[OrgMembership] = Field(title="组织成员")
    to_on: date | None = Field(None, title="截止日期", description="Last day; today unless named.")


@operation(
    Text("登记人员", "Register a person"),
    permission=Permission.PERSON_MANAGE,
    subject="org",
    event="person.registered",
    importable=True,
)
async def register_person(context: OperationContext, data: RegisterPersonInput) -> Person:
    """Register a person. Names sort by pinyin.

    A person of the same name in the same org gives an advice.
    """
    rules.require_birthday(data.born_on, context.today)
    if await context.first(Person, Person.org_id == context.org.id, Person.name == data.name):
        context.advise(
            "same_name",
            "本组织已有同名人员,请核对。",
            "Somebody of that name is registered here already.",
        )
    return context.add(Person(**data.model_dump(exclude={"org"})))


@operation(
    Text("修改人员", "Change a person"),
    permission=Permission.PERSON_CHANGE,
    subject="person",
    event="person.changed",
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
    event="member.added",
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
    await rules.require_vacant(
        context,
        Member,
        joined_on,
        f"该人员已是{data.level.label}政协委员。",
        "The person is a member at this level already.",
        until=data.left_on,
        person_id=data.person.id,
        level=data.level,
    )
    member = Member(
        person_id=data.person.id,
        joined_on=joined_on,
        sector=sector,
        **data.model_dump(exclude={"person", "joined_on", "sector"}),
    )
    return context.add(member)


@operation(
    Text("委员离任", "End a membership"),
    permission=Permission.PERSON_MANAGE,
    subject="member",
    event="member.left",
)
async def end_membership(context: OperationContext, data: EndMembershipInput) -> Member:
    """Record that a member left; the membership stays on record for its years."""
    require(
        data.member.left_on is None,
        "already_ended",
        "该委员已离任。",
        "The member has left already.",
    )
    left_on = data.left_on or context.today
    not_future(left_on, "left_on", context)
    not_before(left_on, data.member.joined_on, "left_on", "任职日期", "the first day")
    data.member.left_on, data.member.leave_reason = left_on, data.leave_reason
    return data.member


@operation(
    Text("加入组织", "Add to a group"),
    permission=Permission.PERSON_MANAGE,
    subject="group",
    event="group.joined",
    importable=True,
)
async def add_to_group(context: OperationContext, data: AddToGroupInput) -> OrgMembership:
    """Give a person a place in a group, committee or leading group.

    They are head, deputy or member; there is one head at a time (domain.md 2.2).
    """
    require_same_county(context, person=data.person)
    from_on = data.from_on or context.today
    not_before(data.to_on, from_on, "to_on", "起始日期", "the first day")
    await rules.require_vacant(
        context,
        OrgMembership,
        from_on,
        "该人员已在此组织中。",
        "The person is in this group already.",
        until=data.to_on,
        group_id=data.group.id,
        person_id=data.person.id,
    )
    if data.group_position is GroupPosition.HEAD:
        await rules.require_vacant(
            context,
            OrgMembership,
            from_on,
            "该组织已有组长(主任),请先结束其任职。",
            "The group has a head: end that first.",
            until=data.to_on,
            rule="head_taken",
            group_id=data.group.id,
            group_position=GroupPosition.HEAD,
        )
        await _advise_on_head(context, data)
    membership = OrgMembership(
        group_id=data.group.id,
        person_id=data.person.id,
        group_position=data.group_position,
        role=data.role,
        post_kind=data.post_kind,
        from_on=from_on,
        to_on=data.to_on,
    )
    return context.add(membership)


@operation(
    Text("退出组织", "Leave a group"),
    permission=Permission.PERSON_MANAGE,
    subject="membership",
    event="group.left",
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
        context.advise(
            "head_not_member",
            "联络委主任应为县级政协委员。",
            "The head of a liaison committee should be a county member.",
        )
