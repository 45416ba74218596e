"""Yearly appraisals (述职评议): government departments report, members judge (domain.md 3.11)."""

from __future__ import annotations

from yishi_core import Change, ReadContext, holds, require
from yishi_core.domain.activities import Activity, ActivityKind
from yishi_plugins.township_duty_group.rules import DutyGroupRule


@holds(Activity, on=("kind", "result_text"))
def opinion_written(context: ReadContext, change: Change[Activity]) -> None:
    """An appraisal ends with a written opinion, unless it is entered from old papers."""
    if change.row.kind is ActivityKind.REPORT_APPRAISAL and not change.back_entered:
        require(change.row.result_text, DutyGroupRule.OPINION_MISSING, at="result_text")
