"""Stations: venues where opinions are collected and consultations held (domain.md 2.3, 5.9)."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Inherited, Labelled, Shared, column, ref
from yishi_core.kernel.entity.base import PATH


class StationKind(Labelled, vocabulary="station_kind"):
    WORKSTATION = "workstation", "委员工作站"
    MEMBER_STUDIO = "member_studio", "委员工作室"
    LIAISON_STATION = "liaison_station", "委员联络站"
    COUNCIL_ROOM = "council_room", "协商议事室"
    MEMBERS_HOME = "members_home", "委员之家"
    FLEXIBLE_VENUE = "flexible_venue", "灵活议事点"
    ONLINE_PLATFORM = "online_platform", "线上平台"
    VOLUNTEER_STATION = "volunteer_station", "委员志愿服务站"


class StationLevel(Labelled):
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡镇(街道)级"
    VILLAGE = "village", "村(社区)级"
    PARK = "park", "园区"
    OTHER = "other", "其他"


class Mobility(Labelled):
    FIXED = "fixed", "固定"
    MOBILE = "mobile", "流动"
    ONLINE = "online", "线上"


class StationState(Labelled):
    PLANNED = "planned", "筹建"
    ACTIVE = "active", "运行"
    SUSPENDED = "suspended", "暂停"
    CLOSED = "closed", "撤销"


class StationRole(Labelled):
    RESIDENT_MEMBER = "resident_member", "驻站委员"
    STATION_HEAD = "station_head", "站长"
    DEPUTY_HEAD = "deputy_head", "副站长"
    STAFF = "staff", "工作人员"
    CONVENER = "convener", "召集人"
    OBSERVER = "observer", "社情民意观察员"
    COUNCIL_MEMBER = "council_member", "议事会成员"
    GUIDE = "guide", "联系指导人"


class Station(Inherited, Shared, Entity):
    """A venue where opinions are collected or consultations held."""

    __label__ = "站点"
    __ledger__: ClassVar[tuple[str, ...]] = (
        "org",
        "name",
        "kind",
        "sub_kind",
        "level",
        "state",
        "address",
        "area_m2",
        "opened_on",
        "closed_on",
        "brand",
        "plus_theme",
        "is_demo_point",
        "takes_anonymous",
    )
    __constraints__ = (sa.UniqueConstraint("county", "qr_token"),)

    name: Mapped[str] = column("名称", "Name on the plate.", search="title")
    sort_key: Mapped[str] = column(
        "排序键", "Pinyin of the name.", type_=PATH, hidden=True, default=""
    )
    kind: Mapped[StationKind] = column("类型", "Kind of venue.")
    sub_kind: Mapped[str | None] = column(
        "子类型", "Finer kind, e.g. regional studio, yard.", vocabulary="station_sub_kind"
    )
    level: Mapped[StationLevel] = column("层级", "County, township, village, park or other.")
    state: Mapped[StationState] = column(
        "状态", "planned → active → suspended → closed.", default=StationState.ACTIVE
    )
    state_since: Mapped[date | None] = column("现状态起始日期", "Day of the last change of state.")
    state_reason: Mapped[str | None] = column("状态变更原因", "Why the state was last changed.")
    mobility: Mapped[Mobility] = column(
        "固定或流动", "Fixed, mobile or online.", default=Mobility.FIXED
    )
    region_code: Mapped[str | None] = column("行政区划代码", "Division in which it is located.")
    address: Mapped[str | None] = column("地址", "Address of the venue.", search="text")
    area_m2: Mapped[Decimal | None] = column("面积(平方米)", "Floor area in square metres.")
    opened_on: Mapped[date] = column("启用日期", "First day of use.", search="date")
    closed_on: Mapped[date | None] = column("撤销日期", "Last day of use; the history is kept.")
    brand: Mapped[str | None] = column("品牌", "Provincial or local brand.", search="text")
    plus_theme: Mapped[str | None] = column(
        "协商+主题", "Speciality that it combines with consultation.", search="text"
    )
    culture_theme: Mapped[str | None] = column(
        "文化主题", "Local culture that is its theme.", search="text"
    )
    shares_with: Mapped[list[str] | None] = column(
        "共用场所", "Rooms that it shares, e.g. reading room, practice centre."
    )
    is_demo_point: Mapped[bool] = column(
        "示范点", "Whether it is a demonstration point.", default=False
    )
    demo_batch: Mapped[str | None] = column(
        "示范点批次", "Batch in which it was named a demonstration point."
    )
    plate_awarded_by: Mapped[str | None] = column("授牌单位", "Body that awarded the plaque.")
    plate_awarded_on: Mapped[date | None] = column("授牌日期", "When the plaque was awarded.")
    latitude: Mapped[Decimal | None] = column(
        "纬度", "Degrees north (CGCS2000).", type_=sa.Numeric(9, 6)
    )
    longitude: Mapped[Decimal | None] = column(
        "经度", "Degrees east (CGCS2000).", type_=sa.Numeric(9, 6)
    )
    takes_anonymous: Mapped[bool] = column(
        "接收群众来件", "Whether residents may submit matters without an account.", default=True
    )
    qr_token: Mapped[str] = column(
        "二维码标识", "Random code in the QR code, which identifies station and county."
    )
    union_org_id: Mapped[uuid.UUID | None] = ref(
        "OrgUnit",
        "合署的联络组",
        "Liaison group that forms one body with this studio; the two count once.",
        inverse="union_stations",
    )


class StationAssignment(Inherited, Entity):
    """A person's post at a station during a period."""

    __label__ = "站点任职"

    station_id: Mapped[uuid.UUID] = ref("Station", "站点", inverse="assignments")
    person_id: Mapped[uuid.UUID] = ref("Person", "人员", inverse="station_assignments")
    role: Mapped[StationRole] = column("职务", "Post at the station.")
    from_on: Mapped[date] = column("起始日期", "First day.")
    to_on: Mapped[date | None] = column("截止日期", "Last day.")
    selected_by: Mapped[str | None] = column("遴选单位", "Body that selected a convener.")
    selected_on: Mapped[date | None] = column("遴选日期", "When a convener was selected.")


class SuggestionBox(Inherited, Entity):
    """A physical box for anonymous opinions."""

    __label__ = "意见箱"

    station_id: Mapped[uuid.UUID | None] = ref("Station", "所属站点", inverse="boxes")
    name: Mapped[str] = column("名称", "Number or name of the box.", search="title")
    place: Mapped[str] = column("安放地点", "Place of the box.", search="text")
    put_up_on: Mapped[date] = column("启用日期", "When it was put up.")
    taken_down_on: Mapped[date | None] = column("撤除日期", "When it was taken down.")


class BoxOpening(Entity):
    """The opening of a box by two people; it also proves that a box was empty."""

    __label__ = "开箱登记"

    box_id: Mapped[uuid.UUID] = ref("SuggestionBox", "意见箱", inverse="openings")
    opened_on: Mapped[date] = column("开箱日期", "Day of the opening.")
    first_opener_id: Mapped[uuid.UUID] = ref("Person", "开箱人一")
    second_opener_id: Mapped[uuid.UUID] = ref("Person", "开箱人二")
    slips: Mapped[int] = column("意见条数", "Number of slips found.")
    note: Mapped[str | None] = column("备注", "Remarks.")


class NoticeBoard(Inherited, Entity):
    """A mobile board that shows how to submit clues, with a QR code."""

    __label__ = "移动宣传栏"
    __constraints__ = (sa.UniqueConstraint("county", "qr_token"),)

    station_id: Mapped[uuid.UUID | None] = ref(
        "Station",
        "所属站点",
        "Station to which it belongs; null for a special group.",
        inverse="notice_boards",
    )
    place: Mapped[str] = column("摆放地点", "Place of the board.", search="text")
    content: Mapped[str] = column("内容", "Content of the board.", search="text")
    qr_token: Mapped[str] = column("二维码标识", "Random code in the QR code.")
    from_on: Mapped[date] = column("起始日期", "First day.")
    to_on: Mapped[date | None] = column("截止日期", "Last day.")
