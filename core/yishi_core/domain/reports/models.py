"""Duty reports for half-years and years, and survey reports (domain.md 2.10, 4.2).

Special reports are in `outcomes`.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Labelled, column, ref, unique_while_valid


class ReportPeriod(Labelled):
    FIRST_HALF = "first_half", "上半年"
    SECOND_HALF = "second_half", "下半年"
    YEAR = "year", "全年"


class DutyReportState(Labelled):
    DRAFT = "draft", "草拟中"
    EDITED = "edited", "已编辑"
    SIGNED = "signed", "已签发"
    SUBMITTED = "submitted", "已报送"
    RECEIVED = "received", "已接收"
    RETURNED = "returned", "已退回"
    ARCHIVED = "archived", "已归档"


class DutyReport(Entity):
    """An office's report on a half-year or year, with figures computed from its records."""

    __label__ = "履职报告"
    __constraints__ = (unique_while_valid("uq_duty_report_period", "org_id", "year", "period"),)

    year: Mapped[int] = column("年度", "Year of the report.")
    period: Mapped[ReportPeriod] = column("期间", "Half-year or year.")
    due_on: Mapped[date] = column("报送期限", "Deadline: 10 July or 10 January.")
    text: Mapped[str] = column("报告正文", "Text of the report.", search="text")
    figures: Mapped[dict[str, Any]] = column(
        "履职数据", "Metric → count in the period; frozen when the report is signed."
    )
    state: Mapped[DutyReportState] = column(
        "状态", "draft → edited → signed → submitted → received | returned → archived."
    )
    signed_by: Mapped[str | None] = column("签发人", "Head of the office who signed.")
    signed_on: Mapped[date | None] = column("签发日期", "When it was signed.")
    submitted_on: Mapped[date | None] = column("报送日期", "When it was submitted.")
    received_on: Mapped[date | None] = column("接收日期", "When the level above received it.")
    returned_note: Mapped[str | None] = column("退回说明", "What must be corrected.")

    def served(self) -> bool:
        return self.state not in (DutyReportState.DRAFT, DutyReportState.EDITED)


class SurveyReport(Entity):
    """The report of a survey (调研报告)."""

    __label__ = "调研报告"

    activity_id: Mapped[uuid.UUID | None] = ref("Activity", "调研活动", inverse="survey_reports")
    title: Mapped[str] = column("题目", "Title of the report.", search="title")
    authors: Mapped[str] = column("执笔人", "Authors of the report.")
    findings: Mapped[str] = column("调研发现", "What was found.", search="text")
    suggestions: Mapped[str] = column("建议", "What is suggested.", search="text")
    completed_on: Mapped[date] = column(
        "完成日期", "When it was completed; figures count it by this day.", search="date"
    )
    submitted_to: Mapped[str | None] = column("报送单位", "Body to which it was submitted.")
    submitted_on: Mapped[date | None] = column("报送日期", "When it was submitted.")
