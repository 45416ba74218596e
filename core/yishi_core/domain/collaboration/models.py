"""Questions set to studios, and information passed between levels (domain.md 2.17)."""

from __future__ import annotations

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Labelled, column, ref


class QuestionSetter(Labelled):
    CPPCC_SETS = "cppcc_sets", "政协出题"
    PARTY_POINTS = "party_points", "党委点题"


class Question(Entity):
    """三题: a question set by the CPPCC or the party committee and answered by a studio."""

    __label__ = "三题"
    __constraints__ = (sa.Index(None, "county", "due_on"), sa.Index(None, "county", "created_by"))

    setter: Mapped[QuestionSetter] = column("出题方", "Who set it.")
    text: Mapped[str] = column("题目", "The question.", search="title")
    given_on: Mapped[date] = column("出题日期", "When it was set.", search="date")
    due_on: Mapped[date] = column("答题期限", "Day by which to answer.")
    station_id: Mapped[uuid.UUID] = ref("Station", "答题工作室", inverse="questions")
    answer: Mapped[str | None] = column("答题情况", "The studio's answer.", search="text")
    answered_on: Mapped[date | None] = column("答题日期", "When it was answered.")
    answer_case_id: Mapped[uuid.UUID | None] = ref(
        "ConsultationCase", "答题事项", inverse="answered_questions"
    )
    answer_activity_id: Mapped[uuid.UUID | None] = ref(
        "Activity", "答题活动", inverse="answered_questions"
    )


class InfoExchange(Entity):
    """Information passed between county body, township and village, and how it was handled."""

    __label__ = "信息互通"
    __constraints__ = (sa.Index(None, "county", "created_by"),)

    from_org_id: Mapped[uuid.UUID] = ref("OrgUnit", "来自", inverse="info_sent")
    to_org_id: Mapped[uuid.UUID] = ref("OrgUnit", "送往", inverse="info_received")
    on: Mapped[date] = column("日期", "When it was passed on.", search="date")
    content: Mapped[str] = column("内容", "Information that was passed on.", search="text")
    case_id: Mapped[uuid.UUID | None] = ref(
        "ConsultationCase", "协商事项", inverse="info_exchanges", bound=True
    )
    handled: Mapped[str | None] = column("办理情况", "How it was handled.")
    handled_on: Mapped[date | None] = column("办理日期", "When it was handled.")
