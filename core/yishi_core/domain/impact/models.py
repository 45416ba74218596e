"""Impact of the work, entered with evidence, and figures entered by hand (domain.md 2.1, 2.18)."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Labelled, column, ref

LARGEST_ONLY = ("problem_years",)
"""Metrics of which the largest value counts: the years that a problem lasted do not add up."""


class Sign(Labelled):
    EXACT = "exact", "="
    MORE = "more", ">"
    LESS = "less", "<"
    ABOUT = "about", "~"


class ImpactMetric(Entity):
    """A fact about what changed, e.g. 1 200 metres of pipe.

    Wishes and disputes are counted from their records instead.
    """

    __label__ = "成效数据"
    __constraints__ = (sa.Index(None, "county", "date"),)

    metric: Mapped[str] = column("指标", "What is measured.", vocabulary="impact_metric")
    value: Mapped[Decimal] = column("数值", "Value of the metric.", summed=True)
    unit: Mapped[str | None] = column("单位", "Unit, where the metric does not imply it.")
    sign: Mapped[Sign] = column(
        "精度", "Exact, more than, less than, or about.", default=Sign.EXACT
    )
    date: Mapped[dt.date] = column(
        "日期", "Day for which the value holds, by which figures count it."
    )
    evidence: Mapped[str] = column("依据", "Evidence for the value.")
    case_id: Mapped[uuid.UUID | None] = ref("ConsultationCase", "协商事项", inverse="impact")
    outcome_id: Mapped[uuid.UUID | None] = ref("Outcome", "协商成果", inverse="impact")
    activity_id: Mapped[uuid.UUID | None] = ref("Activity", "履职活动", inverse="impact")
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="impact")
    member_project_id: Mapped[uuid.UUID | None] = ref("MemberProject", "委员项目", inverse="impact")


class ManualFigure(Entity):
    """A figure entered by hand where no records exist.

    It never enters a count, and reports mark it as entered by hand.
    """

    __label__ = "手工填报数"

    metric: Mapped[str] = column("指标", "Metric of the catalogue, with its dimensions.")
    value: Mapped[Decimal] = column("数值", "Value of the figure.")
    sign: Mapped[Sign] = column(
        "精度", "Exact, more than, less than, or about.", default=Sign.EXACT
    )
    from_on: Mapped[dt.date] = column("起始日期", "First day of the period.")
    to_on: Mapped[dt.date] = column("截止日期", "Last day of the period.")
    reason: Mapped[str] = column("填报原因", "Why it is entered by hand instead of counted.")
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="manual_figures")
