"""The closed loop 选题—协商—督办—反馈, and the requirements of its steps (domain.md 2.7, 3.13)."""

from __future__ import annotations

from collections.abc import Sequence

from yishi_core import Advice, ReadContext, Refused, Text, advise, guard, require
from yishi_core.domain.consultations import HELD, Consultation
from yishi_core.domain.outcomes import (
    Feedback,
    FeedbackDirection,
    Outcome,
    OutcomeState,
    Satisfaction,
    Supervision,
)
from yishi_core.domain.procedures import (
    AdvanceStepInput,
    ConsultationCase,
    RestartCaseInput,
    StepRecord,
    StepState,
    advance_step,
    restart_case,
)
from yishi_plugins.group_studio_union.rules import UnionRule
from yishi_plugins.group_studio_union.settings import LOOP


@guard(advance_step)
async def done(context: ReadContext, data: AdvanceStepInput) -> Refused | None:
    """Require the record of each step.

    They are a consultation, outcomes that were supervised or converted, and feedback to those
    concerned.
    """
    case = data.case
    at_work = (
        StepRecord.case_id == case.id,
        StepRecord.step == data.step,
        StepRecord.state == StepState.ACTIVE,
    )
    if case.procedure != LOOP or not await context.count(StepRecord, *at_work):
        return None  # out of order: core says so
    match data.step:
        case "deliberate":
            if not await context.count(
                Consultation, Consultation.case_id == case.id, Consultation.state.in_(HELD)
            ):
                return Refused(UnionRule.NO_CONSULTATION)
        case "supervise":
            return await _supervised(context, case)
        case "reply":
            return await _told(context, case)
    return None


@guard(restart_case)
def restarted(context: ReadContext, data: RestartCaseInput) -> None:
    """A cycle that was stopped half-way is not restarted; its topic is opened anew instead."""
    half_way = data.case.procedure == LOOP and data.case.concluded_on is None
    require(not half_way, UnionRule.NOT_CARRIED_OUT)


@advise(advance_step)
async def hints(context: ReadContext, data: AdvanceStepInput) -> list[Advice]:
    """Advise another cycle after dissatisfaction, and an outcome where none is recorded."""
    if data.case.procedure != LOOP:
        return []
    outcomes = await outcomes_of(context, data.case)
    if data.step == "deliberate" and not outcomes:
        return [
            Advice(
                "no_outcome",
                Text(
                    "尚未登记协商成果,督办环节须有成果。",
                    "No outcome is recorded yet; the next link needs one.",
                ),
            )
        ]
    if data.step == "reply" and any(
        f.satisfaction is Satisfaction.UNSATISFIED for f in await feedback_of(context, outcomes)
    ):
        return [
            Advice(
                "consult_again",
                Text("有提出人不满意,建议再协商。", "Somebody is not satisfied: consult again."),
            )
        ]
    return []


async def outcomes_of(context: ReadContext, case: ConsultationCase) -> Sequence[Outcome]:
    """A case's outcomes."""
    return await context.find(Outcome, Outcome.case_id == case.id)


async def supervisions_of(
    context: ReadContext, outcomes: Sequence[Outcome]
) -> Sequence[Supervision]:
    """The checks of outcomes."""
    return await context.find(Supervision, Supervision.outcome_id.in_([o.id for o in outcomes]))


async def feedback_of(context: ReadContext, outcomes: Sequence[Outcome]) -> Sequence[Feedback]:
    """The feedback on outcomes, the latest last."""
    return await context.find(Feedback, Feedback.outcome_id.in_([o.id for o in outcomes]))


async def _supervised(context: ReadContext, case: ConsultationCase) -> Refused | None:
    outcomes = await outcomes_of(context, case)
    if not outcomes:
        return Refused(UnionRule.NO_OUTCOME)
    pressed = {s.outcome_id for s in await supervisions_of(context, outcomes)}
    left = [
        o
        for o in outcomes
        if not (o.converted or o.state is OutcomeState.CLOSED or o.id in pressed)
    ]
    if left:
        names = "、".join(o.title for o in left)
        return Refused(UnionRule.NOT_SUPERVISED, outcomes=names)
    return None


async def _told(context: ReadContext, case: ConsultationCase) -> Refused | None:
    outcomes = await outcomes_of(context, case)
    feedback = await feedback_of(context, outcomes)
    told = {f.outcome_id for f in feedback}
    if left := [o.title for o in outcomes if o.id not in told]:
        return Refused(UnionRule.NO_FEEDBACK, outcomes=Text.listed(left))
    if not any(f.direction is FeedbackDirection.TO_PROPOSER for f in feedback):
        return Refused(UnionRule.PROPOSER_NOT_TOLD)
    return None
