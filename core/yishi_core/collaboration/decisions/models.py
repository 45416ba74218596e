"""Decisions consulted before they were taken: 三在前 (domain.md 2.17, [S2])."""

from __future__ import annotations

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.entity import Entity, Labelled, column, ref


class DecisionKind(Labelled):
    FIVE_YEAR_PLAN = "five_year_plan", "五年规划"
    PARK_PLAN = "park_plan", "园区规划"
    TOWN_PLAN = "town_plan", "城镇规划"
    GOVERNMENT_REPORT = "government_report", "政府工作报告"
    OTHER = "other", "其他"


class DecisionConsult(Entity):
    """A major decision consulted before the party decided, the congress voted and the government acted."""

    __label__ = "重大问题协商在前"
    __constraints__ = (sa.Index(None, "county", "consulted_on"),)

    title: Mapped[str] = column("决策事项", "Title of the decision.", search="title")
    decision_kind: Mapped[DecisionKind] = column("决策类别", "What is decided.")
    case_id: Mapped[uuid.UUID | None] = ref("ConsultationCase", "协商事项", inverse="decision_consults")
    consulted_on: Mapped[date] = column("协商日期", "When it was consulted.")
    party_decided_on: Mapped[date | None] = column("党委决策日期", "When the party committee decided.")
    congress_on: Mapped[date | None] = column("人大通过日期", "When the people's congress voted.")
    action_on: Mapped[date | None] = column("政府实施日期", "When the government acted.")
    valid: Mapped[bool | None] = column("三在前", "Consulted before all three; empty while one of them has not happened. Computed.")
    note: Mapped[str | None] = column("说明", "How the consultation was taken up.")
