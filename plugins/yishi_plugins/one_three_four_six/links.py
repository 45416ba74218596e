"""The last links of the six: 督办 by class, 评估 with a score (domain.md 3.3)."""

from __future__ import annotations

from yishi_core import ReadContext, Refused, guard, require
from yishi_core.domain.outcomes import Evaluation, Outcome
from yishi_core.domain.procedures import (
    AdvanceStepInput,
    Stage,
    StepRecord,
    StepState,
    advance_step,
)
from yishi_plugins.one_three_four_six.rules import LinkRule
from yishi_plugins.one_three_four_six.settings import PROCEDURE, Settings
from yishi_plugins.one_three_four_six.supervising import supervised


@guard(advance_step)
async def done(context: ReadContext, data: AdvanceStepInput) -> Refused | None:
    """Supervision ends when every outcome was supervised as its class asks, evaluation with a score
    that counts in the station's assessment.
    """
    case = data.case
    at_work = (
        StepRecord.case_id == case.id,
        StepRecord.step == data.step,
        StepRecord.state == StepState.ACTIVE,
    )
    record = await context.first(StepRecord, *at_work) if case.procedure == PROCEDURE else None
    if record is None:
        return None  # another way of working, or out of order: core says so
    if record.stage == Stage.SUPERVISE:
        return await _supervised(context, data)
    if record.stage == Stage.EVALUATE:
        scored = (Evaluation.case_id == case.id, Evaluation.score.is_not(None))
        require(await context.count(Evaluation, *scored), LinkRule.NOT_EVALUATED)
    return None


async def _supervised(context: ReadContext, data: AdvanceStepInput) -> Refused | None:
    settings = context.settings.of(Settings)
    outcomes = await context.find(Outcome, Outcome.case_id == data.case.id, order=Outcome.no)
    if not outcomes:
        return Refused(LinkRule.NOTHING_TO_SUPERVISE)
    left = [one for one in await supervised(context, outcomes) if not one.enough(settings)]
    if left:
        names = "、".join(
            f"“{one.outcome.title}”({one.class_.label if one.class_ else '未分类'})" for one in left
        )
        return Refused(LinkRule.NOT_SUPERVISED_BY_CLASS, outcomes=names)
    return None
