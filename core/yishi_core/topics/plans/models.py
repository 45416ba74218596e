"""The yearly consultation plan (domain.md 2.6, [S1.3])."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped

from yishi_core.entity import Entity, Labelled, column, ref, unique_while_valid


class PlanState(Labelled):
    DRAFT = "draft", "拟订中"
    STUDIED = "studied", "已研究"
    APPROVED = "approved", "已批准"


class AnnualPlan(Entity):
    """Which topics an org means to consult in a year; one plan a year."""

    __label__ = "年度协商计划"
    __constraints__ = (unique_while_valid("uq_annual_plan_year", "org_id", "year"),)

    year: Mapped[int] = column("年度", "Year.")
    title: Mapped[str] = column("名称", "Title of the plan.", search="title")
    state: Mapped[PlanState] = column("状态", "draft → studied → approved.", default=PlanState.DRAFT)
    studied_by: Mapped[str | None] = column("研究人", "Who studied it, by post.", vocabulary="post_kind")
    studied_on: Mapped[date | None] = column("研究日期", "When.")
    approved_by: Mapped[str | None] = column("批准机构", "Which body approved it.")
    approved_on: Mapped[date | None] = column("批准日期", "When.")
    doc_no: Mapped[str | None] = column("文号", "Document number.", search="number")


class PlannedTopic(Entity):
    """A topic in a plan."""

    __label__ = "计划议题"
    __constraints__ = (unique_while_valid("uq_planned_topic_topic", "plan_id", "topic_id"),)

    plan_id: Mapped[uuid.UUID] = ref("AnnualPlan", "年度协商计划", inverse="topics")
    topic_id: Mapped[uuid.UUID] = ref("Topic", "议题", inverse="planned_in")
    position: Mapped[int] = column("序号", "Place in the plan, from 1.")
    month: Mapped[int | None] = column("计划月份", "Month in which it shall be consulted.")
    added_reason: Mapped[str | None] = column("增补原因", "Of a topic that came in after the approval.")
