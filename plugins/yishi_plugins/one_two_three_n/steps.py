"""What must be done before a step of the ten is: consulted; the people asked (domain.md 3.7).

The steps may be renamed or replaced (setting `steps`), so what a step asks for follows from its
stage (domain.md 2.7).
"""

from __future__ import annotations

from yishi_core import ReadContext, guard, require
from yishi_core.domain.consultations import HELD, Consultation, treats
from yishi_core.domain.outcomes import Evaluation, EvaluationKind, Feedback, Outcome
from yishi_core.domain.procedures import (
    AdvanceStepInput,
    ConsultationCase,
    Stage,
    StepRecord,
    StepState,
    advance_step,
)
from yishi_plugins.one_two_three_n.rules import TenStepRule

TEN_STEPS = "ten_step"


@guard(advance_step)
async def done(context: ReadContext, data: AdvanceStepInput) -> None:
    """A consultation before 民主协商 ends, the people's satisfaction before 反馈评议 ends."""
    at_work = (
        StepRecord.case_id == data.case.id,
        StepRecord.step == data.step,
        StepRecord.state == StepState.ACTIVE,
    )
    record = None
    if data.case.procedure == TEN_STEPS:
        record = await context.first(StepRecord, *at_work)
    if record is None:
        return  # another procedure; or out of order: core says so
    if record.stage == Stage.DELIBERATE:
        held = (treats(data.case), Consultation.state.in_(HELD))
        require(await context.count(Consultation, *held), TenStepRule.NO_CONSULTATION)
    if record.stage == Stage.EVALUATE:
        require(await _asked(context, data.case), TenStepRule.SATISFACTION_NOT_ASKED)


async def _asked(context: ReadContext, case: ConsultationCase) -> bool:
    """Whether somebody's satisfaction with the case or one of its outcomes is on record."""
    evaluated = (Evaluation.case_id == case.id, Evaluation.kind == EvaluationKind.SATISFACTION)
    if await context.count(Evaluation, *evaluated):
        return True
    outcomes = await context.find(Outcome, Outcome.case_id == case.id)
    rated = (
        Feedback.outcome_id.in_([o.id for o in outcomes]),
        Feedback.satisfaction.is_not(None),
    )
    return bool(await context.count(Feedback, *rated))
