"""People: members, councils, experts (domain.md 2.4)."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped

from yishi_core.kernel.access.permissions import Permission
from yishi_core.kernel.entity import (
    Entity,
    Inherited,
    Labelled,
    Personal,
    column,
    ref,
    unique_while_valid,
)
from yishi_core.kernel.entity.base import PATH

DUTY = Personal("委员与工作人员履职管理", 60)
"""Data that is kept for five years (one term) after the person left."""


class Sex(Labelled):
    FEMALE = "female", "女"
    MALE = "male", "男"


class MemberLevel(Labelled):
    COUNTY = "county", "县(市、区)级"
    CITY = "city", "市(州)级"
    PROVINCE = "province", "省级"
    NATIONAL = "national", "全国"


class GroupPosition(Labelled):
    HEAD = "head", "组长(主任)"
    DEPUTY = "deputy", "副组长(副主任)"
    MEMBER = "member", "成员"


class ExpertRole(Labelled):
    ADVISER = "adviser", "顾问"
    COMMITTEE_MEMBER = "committee_member", "委员"


class Person(Inherited, Entity):
    """A person who acts: a member, staff, an expert or a council member."""

    __label__ = "人员"
    __sort_as__ = "person"

    name: Mapped[str] = column("姓名", "Name of the person.", personal=DUTY, search="title")
    sort_key: Mapped[str] = column(
        "排序键", "Pinyin of the name.", type_=PATH, hidden=True, default=""
    )
    sex: Mapped[Sex | None] = column("性别", "Sex.", personal=DUTY)
    born_on: Mapped[date | None] = column(
        "出生日期", "Date of birth.", personal=DUTY, permission=Permission.PERSON_CONTACT
    )
    ethnic: Mapped[str | None] = column("民族", "Ethnic group.", personal=DUTY)
    party: Mapped[str | None] = column("政治面貌", "Party affiliation.", personal=DUTY)
    phone: Mapped[str | None] = column(
        "电话", "Telephone number.", personal=DUTY, permission=Permission.PERSON_CONTACT
    )
    employer: Mapped[str | None] = column("工作单位", "Employer.", personal=DUTY, search="text")
    post: Mapped[str | None] = column("职务", "Post, as written.", personal=DUTY, search="text")
    post_kind: Mapped[str | None] = column("职务类别", "Kind of post.", vocabulary="post_kind")
    education: Mapped[str | None] = column("文化程度", "Education.", personal=DUTY)
    career: Mapped[str | None] = column("主要经历", "Career.", personal=DUTY)
    focus: Mapped[str | None] = column(
        "关注领域", "Fields in which the person takes an interest.", personal=DUTY
    )
    expertise: Mapped[list[str] | None] = column(
        "专长", "Fields of expertise.", vocabulary="expertise"
    )


class Member(Inherited, Entity):
    """A person's membership of a committee at one level; a person may be a member at several."""

    __label__ = "政协委员"
    __ledger__: ClassVar[tuple[str, ...]] = (
        "org",
        "person",
        "person.sex",
        "person.employer",
        "person.post",
        "member_no",
        "level",
        "term",
        "sector",
        "is_standing",
        "joined_on",
        "left_on",
        "leave_reason",
    )

    person_id: Mapped[uuid.UUID] = ref("Person", "人员", inverse="memberships")
    member_no: Mapped[str | None] = column(
        "委员证号", "Number of the member's card.", search="number"
    )
    level: Mapped[MemberLevel] = column("级别", "County, city, province or national.")
    term: Mapped[int | None] = column("届", "Number of the term, e.g. 9 for 九届.")
    sector: Mapped[str | None] = column(
        "界别", "Sector that the member represents.", vocabulary="sector"
    )
    is_standing: Mapped[bool] = column(
        "常委", "Whether they are a member of the standing committee.", default=False
    )
    joined_on: Mapped[date] = column("任职日期", "First day.", search="date")
    left_on: Mapped[date | None] = column("离任日期", "Last day.")
    leave_reason: Mapped[str | None] = column("离任原因", "Why the member left.")
    correction_reason: Mapped[str | None] = column(
        "更正原因", "Why the entry was last corrected; earlier values are in the audit."
    )


class OrgMembership(Inherited, Entity):
    """A person's place in a group or committee during a period."""

    __label__ = "组织成员"

    group_id: Mapped[uuid.UUID] = ref("OrgUnit", "组织", inverse="memberships")
    person_id: Mapped[uuid.UUID] = ref("Person", "人员", inverse="org_memberships")
    group_position: Mapped[GroupPosition] = column(
        "任职", "Head, deputy or member.", default=GroupPosition.MEMBER
    )
    role: Mapped[str | None] = column("职务", "Post in the group, as written, e.g. 组长.")
    post_kind: Mapped[str | None] = column(
        "职务类别",
        "Post by virtue of which the person belongs to it, e.g. township party secretary.",
        vocabulary="post_kind",
    )
    from_on: Mapped[date] = column("起始日期", "First day.")
    to_on: Mapped[date | None] = column("截止日期", "Last day.")


class Council(Inherited, Entity):
    """The standing team of a council room (议事会)."""

    __label__ = "议事会"
    __constraints__ = (unique_while_valid("uq_council_station", "station_id"),)

    station_id: Mapped[uuid.UUID] = ref("Station", "站点", inverse="councils")
    name: Mapped[str] = column("名称", "Name of the council.", search="title")
    seats: Mapped[int | None] = column("席位", "Number of seats.")
    founded_on: Mapped[date] = column("成立日期", "When it was set up.", search="date")


class CouncilMember(Inherited, Entity):
    """A seat in a council."""

    __label__ = "议事会成员"

    council_id: Mapped[uuid.UUID] = ref("Council", "议事会", inverse="members", on_void="cascade")
    person_id: Mapped[uuid.UUID] = ref("Person", "人员", inverse="council_seats")
    council_role: Mapped[str | None] = column("会内职务", "Post in the council.")
    identity: Mapped[str] = column(
        "身份", "Capacity in which the person sits there.", vocabulary="identity"
    )
    from_on: Mapped[date] = column("起始日期", "First day.")
    to_on: Mapped[date | None] = column("截止日期", "Last day.")


class ExpertCommittee(Inherited, Entity):
    """A committee of experts for a theme (智囊团)."""

    __label__ = "专家委员会"

    name: Mapped[str] = column("名称", "Name of the committee.", search="title")
    theme: Mapped[str | None] = column("专题", "Theme on which it advises.", search="text")
    founded_on: Mapped[date] = column("成立日期", "When it was set up.", search="date")


class Expert(Inherited, Entity):
    """A person's seat in an expert committee."""

    __label__ = "专家"

    committee_id: Mapped[uuid.UUID] = ref("ExpertCommittee", "专家委员会", inverse="experts")
    person_id: Mapped[uuid.UUID] = ref("Person", "人员", inverse="expert_seats")
    expert_role: Mapped[ExpertRole] = column("职务", "Adviser or committee member.")
    from_on: Mapped[date] = column("起始日期", "First day.")
    to_on: Mapped[date | None] = column("截止日期", "Last day.")
