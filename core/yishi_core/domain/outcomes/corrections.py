"""Corrections of special reports and evaluations (domain.md 2.9). What a unit has before it is
handed out, pressed or redone anew.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from yishi_core.domain.outcomes.events import EVALUATION_CHANGED, SPECIAL_REPORT_CHANGED
from yishi_core.domain.outcomes.models import Evaluation, SpecialReport
from yishi_core.domain.outcomes.routes import SubmitSpecialReportInput, require_decider
from yishi_core.domain.outcomes.rules import OutcomeRule, require_score
from yishi_core.domain.outcomes.service import EvaluateCaseInput
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_told
from yishi_core.kernel.operation.rules import not_before, not_future, require
from yishi_core.kernel.tree.models import OrgUnit

DECIDED = frozenset({"decision", "decided_on"})
"""What is put right once there is a decision: the report itself is then what was decided upon."""


class ChangeSpecialReportInput(Correction, of=SubmitSpecialReportInput):
    """Corrections of a special report; its outcomes stay."""

    report: Ref[SpecialReport] = like(SpecialReport)
    decision: Annotated[str | None, Field(min_length=2, max_length=5000)] = like(
        SpecialReport.decision, None, doc="Of one that was decided."
    )
    decided_on: date | None = like(SpecialReport.decided_on, None, doc="Of one that was decided.")


class ChangeEvaluationInput(Correction, of=EvaluateCaseInput, but={"case"}):
    """Corrections of a judgement."""

    evaluation: Ref[Evaluation] = like(Evaluation)


@operation(
    Text("更正专报", "Change a special report"),
    permission=Permission.OUTCOME_ROUTE,
    subject="report",
    event=SPECIAL_REPORT_CHANGED,
)
async def change_special_report(
    context: OperationContext, data: ChangeSpecialReportInput
) -> SpecialReport:
    """Put right what was reported until it is decided, afterwards what was decided and when."""
    report = data.report
    others = data.model_fields_set - DECIDED - {"report"}
    require(not (report.decided_on and others), OutcomeRule.DECIDED)
    require_told(
        data,
        report.decided_on,
        DECIDED,
        "该专报尚无批复,请登记批复。",
        "It is not decided yet: record the decision.",
    )
    correct(context, report, data)
    to = await context.get(OrgUnit, report.to_org_id)
    if to is None:
        raise NotFound.at("to_org")
    require_decider(to)
    not_future(report.submitted_on, "submitted_on", context)
    not_before(report.due_on, report.submitted_on, "due_on", "报送日期", "the day of the report")
    not_future(report.decided_on, "decided_on", context)
    not_before(
        report.decided_on, report.submitted_on, "decided_on", "报送日期", "the day of the report"
    )
    return report


@operation(
    Text("更正评估", "Change an evaluation"),
    permission=Permission.SUPERVISION_RECORD,
    subject="evaluation",
    event=EVALUATION_CHANGED,
)
async def change_evaluation(context: OperationContext, data: ChangeEvaluationInput) -> Evaluation:
    """Put right how a case's effect was judged, by how many, and when."""
    evaluation = data.evaluation
    correct(context, evaluation, data)
    case = await context.get(ConsultationCase, evaluation.case_id)
    not_future(evaluation.on, "on", context)
    not_before(
        evaluation.on,
        case.opened_on if case else None,
        "on",
        "立项日期",
        "the day on which the case was opened",
    )
    require_score(evaluation.kind, evaluation.score, evaluation.n)
    return evaluation
