"""Outcomes: recorded, routed, converted, closed, evaluated (domain.md 2.9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.activities.models import Activity
from yishi_core.domain.collaboration.joint.sharing import share_outcome
from yishi_core.domain.consultations.models import Consultation, ConsultationLink, Suggestion
from yishi_core.domain.outcomes import rules
from yishi_core.domain.outcomes.events import (
    CASE_EVALUATED,
    OUTCOME_CHANGED,
    OUTCOME_CLOSED,
    OUTCOME_RECORDED,
    OUTCOME_ROUTED,
)
from yishi_core.domain.outcomes.handling.answering import newest_reply
from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    Evaluation,
    EvaluationKind,
    Explanation,
    Feedback,
    Outcome,
    OutcomeState,
    RouteClass,
    SpecialReport,
    VillageReferral,
)
from yishi_core.domain.outcomes.rules import OutcomeHint, OutcomeRule
from yishi_core.domain.procedures.models import CaseState, ConsultationCase
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.facilities.numbering.service import next_number
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import TODAY, Beside, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)
from yishi_core.kernel.variants.core_settings import CoreSettings

Title = Annotated[str, StringConstraints(min_length=2, max_length=120)]
Words = Annotated[str, StringConstraints(min_length=2, max_length=5000)]


class RecordOutcomeInput(Input, enters=Outcome):
    """A result of a case."""

    case: Ref[ConsultationCase] = like(Outcome.case_id, doc="The case it comes from.")
    title: Title = like(Outcome.title, doc="Title; units will read it, so no names of residents.")
    text: Words = like(Outcome.text, doc="What is to be done; no names of residents.")
    formed_on: date | None = like(
        Outcome.formed_on, None, doc="When it came about; today unless named."
    )
    deadline: date | None = like(Outcome.deadline, None)
    is_major_project: bool = like(Outcome.is_major_project, False)
    suggestions: Annotated[list[Ref[Suggestion]], Beside()] = Field(
        default_factory=list,
        title="来源建议",
        description="Suggestions that it takes up.",
        max_length=200,
    )
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


class ChangeOutcomeInput(Correction, of=RecordOutcomeInput, but={"case"}):
    """Corrections of an outcome before anybody acts on it; omitted fields stay."""

    outcome: Ref[Outcome] = like(Outcome)


class RouteOutcomeInput(Input):
    """The class of an outcome, which decides its route."""

    outcome: Ref[Outcome] = like(Outcome)
    route_class: RouteClass = like(
        Outcome.route_class, doc="A to a unit, B to decide or to a village, C to explain."
    )


class CloseOutcomeInput(Input):
    """The closing of an outcome."""

    outcome: Ref[Outcome] = like(Outcome)
    closed_on: date | None = like(Outcome.closed_on, None, doc=TODAY)


class EvaluateCaseInput(Input, enters=Evaluation):
    """An evaluation of a case's effect."""

    case: Ref[ConsultationCase] = like(Evaluation.case_id)
    kind: EvaluationKind = like(Evaluation.kind)
    comment: Words = like(Evaluation.comment)
    score: int | None = like(Evaluation.score, None, ge=0, le=100)
    n: int | None = like(Evaluation.n, None, ge=1, le=1_000_000)
    on: date | None = like(Evaluation.on, None, doc=TODAY)


@operation(
    Text("登记协商成果", "Record an outcome"),
    permission=Permission.OUTCOME_RECORD,
    subject="case",
    event=OUTCOME_RECORDED,
    importable=True,
)
async def record_outcome(context: OperationContext, data: RecordOutcomeInput) -> Outcome:
    """Record a result of a case as a draft, with the suggestions that it takes up.

    Outcomes and suggestions are counted separately.
    """
    require_one_county(context, data)
    require_state(data.case, (CaseState.RUNNING, CaseState.CONCLUDED), "case")
    day = data.formed_on or context.today
    not_future(day, "formed_on", context)
    not_before(day, data.case.opened_on, "formed_on", "立项日期", "the day on which the case began")
    outcome = context.add(
        entered(
            Outcome,
            data,
            no=await next_number(context, "outcome", day.year),
            formed_on=day,
            state=OutcomeState.DRAFT,
            converted=False,
        )
    )
    await _take_up(context, data.case, outcome, data.suggestions)
    await share_outcome(context, outcome, data.case)
    attach(context, outcome, data.attachments)
    return outcome


@operation(
    Text("修改协商成果", "Change an outcome"),
    permission=Permission.OUTCOME_RECORD,
    subject="outcome",
    event=OUTCOME_CHANGED,
)
async def change_outcome(context: OperationContext, data: ChangeOutcomeInput) -> Outcome:
    """Correct an outcome until the first step of its route is taken.

    From then on others rely on its words.
    """
    require_state(data.outcome, (OutcomeState.DRAFT, OutcomeState.ROUTED), "outcome")
    not_future(data.sent("formed_on"), "formed_on", context)
    correct(context, data.outcome, data)
    return data.outcome


@operation(
    Text("成果分类", "Route an outcome"),
    permission=Permission.OUTCOME_ROUTE,
    subject="outcome",
    event=OUTCOME_ROUTED,
)
async def route_outcome(context: OperationContext, data: RouteOutcomeInput) -> Outcome:
    """Decide the class of an outcome: A, B or C (domain.md 2.9).

    It may be decided anew until the first step of the route is taken. For class B the report goes
    up, or the matter to the village, within 15 days (setting `special_report_days`): `reportBy`.
    """
    require_state(data.outcome, (OutcomeState.DRAFT, OutcomeState.ROUTED), "outcome")
    outcome, b = data.outcome, data.route_class is RouteClass.B
    days = context.settings.of(CoreSettings).special_report_days
    outcome.route_class, outcome.state, outcome.result_class = (
        data.route_class,
        OutcomeState.ROUTED,
        None,
    )
    outcome.report_by = context.today + timedelta(days=days) if b else None
    return outcome


@operation(
    Text("成果办结", "Close an outcome"),
    permission=Permission.OUTCOME_ROUTE,
    subject="outcome",
    event=OUTCOME_CLOSED,
)
async def close_outcome(context: OperationContext, data: CloseOutcomeInput) -> Outcome:
    """Close an outcome when its route is complete and both sides were told of the result.

    A: every assignment is confirmed (while the proposer is not satisfied, advice `rework`: rework
    once, or consult again); B: decided, or settled by the village; C: explained.
    """
    outcome, day = data.outcome, data.closed_on or context.today
    rules.require_open(outcome)
    not_future(day, "closed_on", context)
    not_before(day, outcome.formed_on, "closed_on", *rules.FORMED)
    assignments = await assignments_of(context, outcome)
    feedback = await context.find(Feedback, Feedback.outcome_id == outcome.id)
    result_on: date | None = None
    match outcome.route_class:
        case RouteClass.A:
            rules.require_handled(assignments)
        case RouteClass.B:
            report = await context.get(SpecialReport, outcome.special_report_id)
            referrals = await context.find(
                VillageReferral, VillageReferral.outcome_id == outcome.id
            )
            rules.require_decided(report, referrals)
            result_on = max(
                d for d in (report and report.decided_on, *(r.result_on for r in referrals)) if d
            )
        case _:
            explained = await context.count(Explanation, Explanation.outcome_id == outcome.id)
            require(explained, OutcomeRule.NOT_EXPLAINED)
    rules.require_told_both_ways(feedback)
    told = rules.require_result_told(feedback, result_on, await newest_reply(context, assignments))
    if outcome.route_class is RouteClass.A and rules.ends_unsatisfied(told, assignments):
        context.advise(OutcomeHint.REWORK_OR_CONSULT)
    for assignment in assignments:
        if assignment.state is AssignmentState.CONFIRMED:
            assignment.state = AssignmentState.CLOSED
    outcome.state, outcome.closed_on = OutcomeState.CLOSED, day
    return outcome


@operation(
    Text("评估协商成效", "Evaluate a case"),
    permission=Permission.SUPERVISION_RECORD,
    subject="case",
    event=CASE_EVALUATED,
)
async def evaluate_case(context: OperationContext, data: EvaluateCaseInput) -> Evaluation:
    """Evaluate the effect of a case: satisfaction with its figures, effect, or a look back."""
    day = data.on or context.today
    not_future(day, "on", context)
    not_before(day, data.case.opened_on, "on", "立项日期", "the day on which the case was opened")
    rules.require_score(data.kind, data.score, data.n)
    return context.add(entered(Evaluation, data, on=day))


async def _take_up(
    context: OperationContext,
    case: ConsultationCase,
    outcome: Outcome,
    suggestions: Sequence[Suggestion],
) -> None:
    """Let an outcome take up suggestions made for its case, at its events and activities.

    A suggestion goes into one outcome (domain.md 2.9).
    """
    links = (
        await context.find(ConsultationLink, ConsultationLink.case_id == case.id)
        if suggestions
        else ()
    )
    of_case = (Consultation.case_id == case.id) | Consultation.id.in_(
        [link.consultation_id for link in links]
    )
    events = {c.id for c in await context.find(Consultation, of_case)} if suggestions else set()
    went = (
        {a.id for a in await context.find(Activity, Activity.case_id == case.id)}
        if suggestions
        else set()
    )
    for index, suggestion in enumerate(suggestions):
        path = f"suggestions.{index}"
        ours = suggestion.consultation_id in events or suggestion.activity_id in went
        require_field(
            ours,
            path,
            "该建议不是本事项的协商或活动中提出的。",
            "It was not made at an event or activity of this case.",
        )
        require_field(
            suggestion.to_outcome_id is None,
            path,
            "该建议已转成其他成果。",
            "Another outcome takes it up already.",
        )
        suggestion.to_outcome_id = outcome.id


async def assignments_of(context: OperationContext, outcome: Outcome) -> Sequence[Assignment]:
    return await context.find(Assignment, Assignment.outcome_id == outcome.id)
