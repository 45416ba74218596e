"""Periods, due days and figures of a duty report (domain.md 4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from yishi_core.domain.reports.models import ReportPeriod
from yishi_core.errors import Hint, Rule
from yishi_core.facilities.metrics.periods import Span
from yishi_core.kernel.refusals import CommonRule


class ReportRule(Rule):
    """Why an operation on duty reports is refused."""

    ENDORSED = (
        "endorsed",
        "该报告已有领导批示,不能更正。",
        "A leader has written on it: it stays as it is.",
    )
    NOT_SUBMITTED = "not_submitted", "该报告尚未报送。", "It has not been submitted."
    REPORTED_ALREADY = (
        CommonRule.REPORTED_ALREADY,
        "该期间的报告已建立。",
        "The period has its report already.",
    )
    SUBMITTED_ALREADY = (
        "submitted_already",
        "该报告已报送{submitted_to}。",
        "It has been submitted already.",
    )


class ReportHint(Hint):
    """What an operation on duty reports points out."""

    LATE = "late", "已超过报送期限({due})。", "It was due on {due}."
    PERIOD_RUNNING = (
        "period_running",
        "该期间尚未结束,之后的履职不在报告数据中。",
        "The period is not over: what comes later is not counted.",
    )


FIGURES: Mapping[str, str] = {
    "consultations": "组织协商活动{}场次",
    "converted": "转化协商成果{}件",
    "activities{kind=survey}": "开展调研{}次",
    "activities{kind=inspection}": "开展视察{}次",
    "activities{kind=study}": "组织学习{}次",
    "intakes": "收集群众意见{}条",
    "opinions": "报送社情民意信息{}条",
    "adoptions": "被采用{}条次",
    "endorsements": "获领导批示{}条次",
    "proposals": "提交提案{}件",
    "filed": "立案{}件",
    "speeches": "大会发言{}篇",
    "deeds": "办理实事{}件",
    "disputes_settled": "化解矛盾纠纷{}件",
}
"""Metrics of the catalogue (domain.md 2.20), with their wording in the draft."""
NOTHING = frozenset({"0", "0.0", "0.0%", "0.00万元", "0.0元", "—"})
"""Figures that a draft does not tell."""


def span_of(year: int, period: ReportPeriod) -> Span:
    """First and last day of a period."""
    begin = date(year, 7, 1) if period is ReportPeriod.SECOND_HALF else date(year, 1, 1)
    end = date(year, 6, 30) if period is ReportPeriod.FIRST_HALF else date(year, 12, 31)
    return Span(begin, end)


def due_of(year: int, period: ReportPeriod) -> date:
    """The due day of a report (domain.md 4.2 [D]).

    It is 10 July for the first half-year, and 10 January for the second and for the year.
    """
    return date(year, 7, 10) if period is ReportPeriod.FIRST_HALF else date(year + 1, 1, 10)


def drafted(
    name: str,
    year: int,
    period: ReportPeriod,
    figures: Mapping[str, str],
    shown: Mapping[str, str],
) -> str:
    """The draft text of a report made from its figures; figures of nothing are left out.

    `shown` is metric → label of those that the local way of working adds.
    """
    told = [
        words.format(figures[metric])
        for metric, words in FIGURES.items()
        if figures.get(metric, "0") not in NOTHING
    ]
    work = ",".join(told) if told else "暂无登记的履职活动"
    more = [
        f"{label}{figures[metric]}"
        for metric, label in shown.items()
        if metric not in FIGURES and figures.get(metric, "0") not in NOTHING
    ]
    local = f"按本地做法统计:{'、'.join(more)}。" if more else ""
    return f"{year}年{period.label},{name}{work}。{local}"
