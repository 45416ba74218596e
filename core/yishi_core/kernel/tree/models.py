"""Regions and organisations (domain.md 2.2); the tree of organisations is that of the tenants.

See design.md 5.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from yishi_core.kernel.entity import Entity, Inherited, Labelled, OrgRow, Shared, column, ref
from yishi_core.kernel.entity.base import PATH, Base


class OrgKind(Labelled):
    PROVINCE_CPPCC = "province_cppcc", "省政协"
    CITY_CPPCC = "city_cppcc", "市(州)政协"
    COUNTY_CPPCC = "county_cppcc", "县(市、区)政协"
    STANDING_COMMITTEE = "standing_committee", "常务委员会"
    CHAIRS_MEETING = "chairs_meeting", "主席会议"
    PARTY_GROUP = "party_group", "政协党组"
    SPECIAL_COMMITTEE = "special_committee", "专门委员会"
    AREA_WORK_COMMITTEE = "area_work_committee", "片区工委"
    AREA = "area", "片区"
    WORK_UNIT = "work_unit", "工作单元"
    LIAISON_COMMITTEE = "liaison_committee", "政协联络委员会"
    WORK_LIAISON_COMMITTEE = "work_liaison_committee", "政协工作联络委员会"
    MEMBER_WORK_COMMITTEE = "member_work_committee", "政协委员工作委员会"
    LIAISON_GROUP = "liaison_group", "政协联络组"
    SPECIAL_GROUP = "special_group", "专项协商联络组"
    MEMBER_GROUP = "member_group", "委员小组"
    LEADING_GROUP = "leading_group", "工作领导小组"
    STUDY_PARTY_GROUP = "study_party_group", "委员学习党小组"
    MASS_WORK_GROUP = "mass_work_group", "群众工作组"
    PARTY_COMMITTEE = "party_committee", "党委(党工委)"
    PARTY_GOVERNMENT = "party_government", "党委政府"
    VILLAGE_COMMITTEES = "village_committees", "村(居)两委"
    DEPARTMENT = "department", "部门"
    INSTITUTION = "institution", "事业单位"
    ENTERPRISE = "enterprise", "企业"
    PARK = "park", "园区"


TOWNSHIP_BODIES = (
    OrgKind.LIAISON_GROUP,
    OrgKind.LIAISON_COMMITTEE,
    OrgKind.WORK_LIAISON_COMMITTEE,
    OrgKind.MEMBER_WORK_COMMITTEE,
)
"""What a township's own body may be: nearly the same layer under other names and rules in other
counties (domain.md 6). A county begins with the first unless it says otherwise.
"""


class OrgLinkKind(Labelled):
    GUIDES = "guides", "联系指导"
    COVERS = "covers", "片区覆盖"


AREAS = frozenset({OrgKind.AREA_WORK_COMMITTEE, OrgKind.AREA, OrgKind.WORK_UNIT})
"""Territorial bodies, which cover the places they consist of (domain.md 2.2, area model)."""

KNOWN_TO_ALL = frozenset({OrgKind.PARTY_COMMITTEE, OrgKind.PARTY_GOVERNMENT})
"""Kinds of bodies that everyone can see, because everyone reports to them.

Handling units are visible to everyone as well, because anyone's matters are assigned to them.
"""


class Region(Base):
    """An administrative division of the country (GB/T 2260, GB/T 10114; domain.md 5.12).

    The table is shared by all tenants and written by the database owner only.
    """

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    name: Mapped[str]
    level: Mapped[str] = mapped_column(sa.String(10))
    parent: Mapped[str | None] = mapped_column(sa.String(12), index=True)
    township_kind: Mapped[str | None] = mapped_column(sa.String(20))
    village_kind: Mapped[str | None] = mapped_column(sa.String(20))
    urban_rural_code: Mapped[str | None] = mapped_column(sa.String(3))
    is_dev_zone: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class CountyEntry(Base):
    """A county of this installation.

    Jobs read from this table which counties to work for. It holds no tenant's data and is written
    by the database owner only.
    """

    __tablename__ = "county_entry"

    code: Mapped[str] = mapped_column(sa.String(6), primary_key=True)
    since: Mapped[date]


class OrgUnit(Inherited, Shared, OrgRow):
    """A node of the organisation tree: a tenant, or a body within one."""

    __label__ = "组织"
    __voidable__ = False
    __constraints__ = (sa.UniqueConstraint("county", "org_path"),)

    name: Mapped[str] = column("名称", "Full name, e.g. 城关镇政协工作联络组.", search="title")
    sort_key: Mapped[str] = column(
        "排序键", "Pinyin of the name; lists sort by it.", type_=PATH, hidden=True, default=""
    )
    kind: Mapped[OrgKind] = column("类型", "What sort of body it is.")
    region_code: Mapped[str | None] = column(
        "行政区划代码", "Division code on the day of onboarding (GB/T 2260, 10114)."
    )
    parent_id: Mapped[uuid.UUID | None] = ref("OrgUnit", "上级组织", inverse="children")
    group_kind: Mapped[str | None] = column(
        "小组类别", "Category of a member group: activity, duty or sector.", vocabulary="group_kind"
    )
    theme: Mapped[str | None] = column(
        "专题", "The single theme of a special group.", search="text"
    )
    contact: Mapped[str | None] = column("联系方式", "Telephone number or address of the office.")
    handles: Mapped[bool] = column(
        "承办单位", "Whether outcomes may be assigned to this org.", default=False
    )
    founded_on: Mapped[date | None] = column("成立日期", "When it was set up.")
    doc_no: Mapped[str | None] = column("成立文号", "Number of the founding document.")
    closed_on: Mapped[date | None] = column(
        "撤销日期", "Day on which the body was dissolved; its node stays."
    )

    @property
    def org_id(self) -> uuid.UUID:
        """An org owns itself."""
        return self.id


class OrgLink(Inherited, Entity):
    """A committee guides a township, or an area covers it (domain.md 2.2).

    While the link runs, the guide's people reach the place (access.md 4).
    """

    __label__ = "联系指导"
    __voidable__ = False

    link_kind: Mapped[OrgLinkKind] = column(
        "类型",
        "Whether the guide guides the place or covers it as an area.",
        default=OrgLinkKind.GUIDES,
    )
    guide_id: Mapped[uuid.UUID] = ref("OrgUnit", "联系单位", inverse="guides")
    guide_path: Mapped[str] = column(
        "联系单位路径",
        "Permanent path of the guide, by which its people are found.",
        type_=PATH,
        hidden=True,
    )
    guided_id: Mapped[uuid.UUID] = ref("OrgUnit", "被联系组织", inverse="guided_by")
    person_id: Mapped[uuid.UUID | None] = ref(
        "Person",
        "联系领导",
        "The member of the chairs' meeting who guides the place in person.",
        inverse="guided_orgs",
    )
    from_on: Mapped[date] = column("起始日期", "First day.")
    to_on: Mapped[date | None] = column("截止日期", "Last day.")
    ended_at: Mapped[datetime | None] = column(
        "终止时间", "When its access stopped, if it was ended before its last day was over."
    )
