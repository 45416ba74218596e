"""Assessment schemes, scores, ranks and consequences (domain.md 2.13, 5.10)."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from yishi_core.facilities.metrics.periods import PeriodKind
from yishi_core.kernel.entity import (
    Entity,
    Inherited,
    Labelled,
    Shared,
    column,
    ref,
    unique_while_valid,
)


class SubjectKind(Labelled):
    MEMBER = "member", "委员"
    STATION = "station", "站点"
    STUDIO = "studio", "工作室"
    LIAISON_COMMITTEE = "liaison_committee", "联络委"
    TOWNSHIP = "township", "乡镇"
    VILLAGE = "village", "村"
    DEPARTMENT = "department", "部门"
    HANDLING_UNIT = "handling_unit", "承办单位"


class AssessmentState(Labelled):
    OPEN = "open", "进行中"
    SELF_SCORED = "self_scored", "已自评"
    CHECKED = "checked", "已核查"
    DECIDED = "decided", "已审定"
    PUBLISHED = "published", "已公布"


class AppealState(Labelled):
    FILED = "filed", "待答复"
    ANSWERED = "answered", "已答复"


class AssessmentScheme(Inherited, Entity):
    """A points scheme for one kind of subject and one period; its items are data."""

    __label__ = "考核方案"
    __constraints__ = (
        unique_while_valid(
            "uq_assessment_scheme_period", "org_id", "code", "year", "part", "station_id"
        ),
    )

    code: Mapped[str] = column("代码", "Code of the scheme in the variant.")
    label: Mapped[str] = column("名称", "Name.", search="title")
    subject_kind: Mapped[SubjectKind] = column("考核对象", "Kind of subject that is assessed.")
    period: Mapped[PeriodKind] = column(
        "周期", "Quarter, half-year, year or term.", default=PeriodKind.YEAR
    )
    year: Mapped[int] = column("年度", "Year, or the first year of a term.")
    part: Mapped[int] = column(
        "第几期", "Quarter or half of the year; 1 for a year or term.", default=1
    )
    from_on: Mapped[date] = column("起始日期", "First day of the period.")
    to_on: Mapped[date] = column("截止日期", "Last day of the period.")
    edition: Mapped[int] = column(
        "版次", "1, and one more each time its points table is changed.", default=1
    )
    full_mark: Mapped[Decimal] = column("满分", "Full mark without bonus.")
    bonus_cap: Mapped[Decimal] = column("加分上限", "Most points that bonus items may add.")
    items: Mapped[dict[str, Any]] = column(
        "计分项目", "Items by code, each with label, points, cap, and whether it is automatic."
    )
    grades: Mapped[dict[str, Any]] = column("等次", "Grade → lowest score.")
    consequences: Mapped[list[str] | None] = column("结果运用", "Consequences of the ranks.")
    consequence_rules: Mapped[dict[str, Any] | None] = column(
        "结果运用规则", "Consequences of scores: `rules`, in order."
    )
    last_place: Mapped[dict[str, Any] | None] = column(
        "末位建议退出条件",
        "Limits within which the last place is proposed for removal; null for no removal.",
    )
    station_id: Mapped[uuid.UUID | None] = ref(
        "Station",
        "限于站点",
        "Station to whose members the scheme is limited.",
        inverse="assessment_schemes",
    )
    settings_digest: Mapped[str] = column("设置版本", "Settings with which the period began.")
    state: Mapped[AssessmentState] = column(
        "状态", "open → self_scored → checked → decided → published."
    )
    frozen_at: Mapped[datetime | None] = column(
        "数据锁定时间", "When the counts were frozen; later records do not change them."
    )
    decided_on: Mapped[date | None] = column("审定日期", "When the chairs' meeting decided.")


class ScoreEntry(Shared, Entity):
    """Points of one subject for one item, with their evidence."""

    __label__ = "计分记录"
    __voidable__ = False

    scheme_id: Mapped[uuid.UUID] = ref("AssessmentScheme", "考核方案", inverse="entries")
    person_id: Mapped[uuid.UUID | None] = ref("Person", "委员", inverse="score_entries")
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="score_entries")
    judged_org_id: Mapped[uuid.UUID | None] = ref("OrgUnit", "被考核组织", inverse="score_entries")
    item: Mapped[str] = column("项目", "Code of the item.")
    points: Mapped[Decimal] = column("得分", "Points; deductions are negative.")
    counted: Mapped[Decimal | None] = column(
        "计数", "Count of an automatic item; fixed once the counts are frozen."
    )
    auto: Mapped[bool] = column("自动计分", "Whether it is counted from records.")
    self_scored: Mapped[bool] = column(
        "自评", "Whether it was claimed by the subject.", default=False
    )
    evidence: Mapped[str | None] = column("依据", "Evidence for the points.")
    on: Mapped[date] = column("计分日期", "Day of the score.")


class AssessmentResult(Shared, Entity):
    """The score and rank of a subject, and the proposed consequences."""

    __label__ = "考核结果"
    __voidable__ = False

    scheme_id: Mapped[uuid.UUID] = ref("AssessmentScheme", "考核方案", inverse="results")
    person_id: Mapped[uuid.UUID | None] = ref("Person", "委员", inverse="assessment_results")
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="assessment_results")
    judged_org_id: Mapped[uuid.UUID | None] = ref(
        "OrgUnit", "被考核组织", inverse="assessment_results"
    )
    score: Mapped[Decimal] = column("得分", "Sum of the points.")
    rank: Mapped[int] = column("名次", "1 is best; equal scores share a rank.")
    grade: Mapped[str] = column("等次", "Grade by the scheme's limits.")
    proposed_removal: Mapped[bool] = column(
        "末位建议退出", "Whether removal is proposed for the last place.", default=False
    )
    exemption: Mapped[str | None] = column("免予末位原因", "Why the last place is not removed.")
    confirmed_on: Mapped[date | None] = column("确认日期", "When the chairs' meeting confirmed it.")
    consequences: Mapped[list[str] | None] = column("结果运用", "Consequences of this score.")


class AssessmentAppeal(Shared, Entity):
    """An objection of a subject to a decided score, before it is published.

    The chairs' meeting answers it.
    """

    __label__ = "考核申诉"

    result_id: Mapped[uuid.UUID] = ref("AssessmentResult", "考核结果", inverse="appeals")
    item: Mapped[str | None] = column(
        "项目", "Code of the item concerned; null for the score as a whole."
    )
    text: Mapped[str] = column("申诉理由", "Reason for the appeal.")
    filed_on: Mapped[date] = column("申诉日期", "When it was filed.")
    state: Mapped[AppealState] = column("状态", "filed → answered.", default=AppealState.FILED)
    upheld: Mapped[bool | None] = column("是否采纳", "Whether the score was changed.")
    answer: Mapped[str | None] = column("答复", "Reasoned answer.")
    answered_on: Mapped[date | None] = column("答复日期", "When it was answered.")
