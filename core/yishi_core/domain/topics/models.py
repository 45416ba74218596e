"""Topics: matters chosen for consultation (domain.md 2.6)."""

from __future__ import annotations

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Labelled, column, ref


class TopicState(Labelled):
    DRAFT = "draft", "草稿"
    COLLECTED = "collected", "已征集"
    SCREENED = "screened", "已筛选"
    APPROVED = "approved", "已审定"
    IN_PROCEDURE = "in_procedure", "协商中"
    CONCLUDED = "concluded", "已办结"
    ARCHIVED = "archived", "已归档"
    REJECTED = "rejected", "不采纳"
    MERGED = "merged", "已合并"
    DEFERRED = "deferred", "缓议"
    RETURNED_FOR_REWORK = "returned_for_rework", "退回完善"


BEFORE_APPROVAL = frozenset(
    {
        TopicState.DRAFT,
        TopicState.COLLECTED,
        TopicState.SCREENED,
        TopicState.DEFERRED,
        TopicState.RETURNED_FOR_REWORK,
    }
)
"""States in which nobody has decided on a topic yet."""


class ConsultationGrade(Labelled, vocabulary="grade"):
    DELIBERATIVE_SPECIAL = "deliberative_special", "议政性专题协商"
    KEY_SPECIAL = "key_special", "重点专题协商"
    SMALL_MICRO = "small_micro", "小微协商"


class TopicScope(Labelled):
    VILLAGE = "village", "村(社区)"
    TOWNSHIP = "township", "乡镇(街道)"
    COUNTY = "county", "县(市、区)"
    CROSS = "cross", "跨区域"


class Urgency(Labelled):
    NORMAL = "normal", "一般"
    URGENT = "urgent", "紧急"


class Impact(Labelled):
    BROAD = "broad", "影响面广"
    LOCAL = "local", "局部"


class Orientation(Labelled):
    LIVELIHOOD = "livelihood", "民生关切(温度)"
    PROBLEM = "problem", "难点问题(难度)"
    OVERALL = "overall", "全局事项(广度)"


class Topic(Entity):
    """A matter chosen for consultation."""

    __label__ = "议题"
    __constraints__ = (
        sa.UniqueConstraint("county", "org_id", "no"),
        sa.Index(None, "county", "created_at"),
        sa.Index(None, "county", "created_by"),
        sa.Index(
            None,
            "county",
            "org_path",
            "state",
            postgresql_where=sa.text(
                "state in ('collected', 'screened', 'approved', 'returned_for_rework') and "
                "voided_at is null"
            ),
        ),
    )

    no: Mapped[str] = column("编号", "Number in the register of its office.", search="number")
    title: Mapped[str] = column("题目", "Title of the topic.", search="title")
    description: Mapped[str] = column("说明", "What is to be discussed.", search="text")
    topic_source: Mapped[str] = column("议题来源", "How it came in.", vocabulary="topic_source")
    focus_category: Mapped[str] = column("领域", "What it is about.", vocabulary="focus_category")
    focus_tags: Mapped[list[str] | None] = column(
        "专题标签",
        "Further tags: priorities, directions, carried-over matters.",
        vocabulary="focus_tags",
    )
    orientation: Mapped[Orientation | None] = column(
        "协商取向", "Livelihood (warmth), problem (difficulty) or overall (breadth); [S1.3]."
    )
    theme: Mapped[str | None] = column("专题", "Theme of a special group.")
    campaign: Mapped[str | None] = column(
        "专项活动", "Campaign it belongs to.", vocabulary="campaign"
    )
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="topics")
    scope: Mapped[TopicScope] = column("范围", "Level that it concerns.")
    grade: Mapped[ConsultationGrade] = column("协商层级", "Grade of the consultation.")
    urgency: Mapped[Urgency] = column("缓急", "Normal or urgent.", default=Urgency.NORMAL)
    impact: Mapped[Impact] = column("影响面", "Broad or local.", default=Impact.LOCAL)
    is_professional: Mapped[bool] = column(
        "专业性强", "Whether it requires expertise.", default=False
    )
    privacy: Mapped[bool] = column(
        "涉及隐私",
        "Whether it concerns someone's privacy, so that publications about it need special care.",
        default=False,
    )
    recommended_form: Mapped[str | None] = column(
        "建议形式", "Form recommended by breadth, expertise and urgency.", vocabulary="form"
    )
    proposer: Mapped[str | None] = column(
        "提出人", "Name of the proposer, as written.", search="text"
    )
    year: Mapped[int] = column("年度", "Year of the topic.")
    in_annual_plan: Mapped[bool] = column(
        "列入年度计划", "Whether it is part of an approved plan of its year.", default=False
    )
    state: Mapped[TopicState] = column(
        "状态", "collected → screened → approved → in_procedure → concluded → archived."
    )
    screened_on: Mapped[date | None] = column("筛选日期", "When it was screened.")
    screening_note: Mapped[str | None] = column("筛选意见", "Why it was chosen or not.")
    approved_on: Mapped[date | None] = column("审定日期", "When it was approved.")
    approved_by: Mapped[str | None] = column("审定机构", "Body that approved it.")
    merged_into_id: Mapped[uuid.UUID | None] = ref("Topic", "并入议题", inverse="merged_topics")

    def served(self) -> bool:
        # Version 1: approved by the very operation that made it; nobody else has decided yet.
        return self.state not in BEFORE_APPROVAL and self.version > 1
