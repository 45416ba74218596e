"""Disclosures, honours and publicity (domain.md 2.15)."""

from __future__ import annotations

import datetime as dt
import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Labelled, Shared, column, ref


class DisclosureKind(Labelled):
    TOPIC = "topic", "议题征集"
    PROCESS = "process", "协商过程"
    DECISION = "decision", "采纳决策"
    CONVERSION = "conversion", "成果转化"


class DisclosureState(Labelled):
    DRAFT = "draft", "待审核"
    RELEASED = "released", "已公开"
    WITHDRAWN = "withdrawn", "已撤下"


class DisclosurePlace(Labelled):
    ECHO_WALL = "echo_wall", "回音壁"
    WEB = "web", "网站"
    NOTICE_BOARD = "notice_board", "宣传栏"
    VILLAGE_BOARD = "village_board", "村务公开栏"


class HonourLevel(Labelled):
    TOWNSHIP = "township", "乡镇级"
    COUNTY = "county", "县级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"
    NATIONAL = "national", "国家级"


class Disclosure(Shared, Entity):
    """A publication about a case.

    It is written by one person and released by another; then everyone may read it.
    """

    __label__ = "公开公示"
    __constraints__ = (
        sa.Index(None, "county", "created_by"),
        sa.Index(
            None,
            "county",
            "org_path",
            "state",
            postgresql_where=sa.text("state = 'draft' and voided_at is null"),
        ),
    )

    case_id: Mapped[uuid.UUID] = ref(
        "ConsultationCase", "协商事项", inverse="disclosures", bound=True
    )
    kind: Mapped[DisclosureKind] = column("类型", "Topic, process, decision or conversion.")
    title: Mapped[str] = column("标题", "Title of the publication.", search="title")
    text: Mapped[str] = column("内容", "Text, with the names of residents masked.", search="text")
    place: Mapped[DisclosurePlace] = column(
        "公开方式", "Where it is shown.", default=DisclosurePlace.WEB
    )
    state: Mapped[DisclosureState] = column(
        "状态", "draft → released → withdrawn.", default=DisclosureState.DRAFT
    )
    published_on: Mapped[date | None] = column("公开日期", "When it was released.", search="date")
    released_by: Mapped[uuid.UUID | None] = column(
        "审核人", "Account that released it.", hidden=True
    )
    until: Mapped[date | None] = column("公开截止", "Last day on which it is shown.")
    withdrawn_on: Mapped[date | None] = column("撤下日期", "When it was withdrawn.")
    withdraw_reason: Mapped[str | None] = column("撤下原因", "Why it was withdrawn.")

    def served(self) -> bool:
        return self.state is not DisclosureState.DRAFT


class Honour(Entity):
    """A title or prize awarded to a station, person, org or case."""

    __label__ = "荣誉"

    kind: Mapped[str] = column("类型", "Kind of honour.", vocabulary="honour_kind")
    title: Mapped[str] = column("名称", "Name of the honour.", search="title")
    level: Mapped[HonourLevel] = column("级别", "Level of the awarding body.")
    year: Mapped[int] = column("年度", "Year of the award.")
    awarded_by: Mapped[str] = column("授予单位", "Awarding body.", search="text")
    awarded_on: Mapped[date | None] = column("授予日期", "Day of the award.", search="date")
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="honours")
    person_id: Mapped[uuid.UUID | None] = ref("Person", "人员", inverse="honours")
    case_id: Mapped[uuid.UUID | None] = ref("ConsultationCase", "协商事项", inverse="honours")


class Publicity(Entity):
    """A piece in a newspaper, on the air, on the web, or in a brief of the office."""

    __label__ = "宣传报道"
    __many__ = "publicity_pieces"
    __constraints__ = (sa.Index(None, "county", "date"),)

    publicity_kind: Mapped[str] = column(
        "类型", "Kind of publication.", vocabulary="publicity_kind"
    )
    outlet: Mapped[str] = column("刊发媒体", "Outlet in which it appeared.", search="text")
    outlet_level: Mapped[HonourLevel] = column("媒体级别", "Level of the outlet.")
    title: Mapped[str] = column("标题", "Title of the piece.", search="title")
    date: Mapped[dt.date] = column("刊发日期", "Day of publication, by which figures count it.")
    award: Mapped[str | None] = column("所获奖项", "Prize that the piece won.")
    author_id: Mapped[uuid.UUID | None] = ref("Person", "作者", inverse="publicity")
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="publicity")
    case_id: Mapped[uuid.UUID | None] = ref("ConsultationCase", "协商事项", inverse="publicity")
