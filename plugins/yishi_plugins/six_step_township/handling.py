"""The last step, 结果办理: every outcome has a responsible unit and a deadline (domain.md 3.1)."""

from __future__ import annotations

from collections.abc import Sequence

from yishi_core import ReadContext, Refused, guard, require
from yishi_core.domain.outcomes import (
    Assignment,
    AssignmentState,
    Explanation,
    Outcome,
    ReferToVillageInput,
    VillageReferral,
    refer_to_village,
)
from yishi_core.domain.procedures import (
    AdvanceStepInput,
    Stage,
    StepRecord,
    StepState,
    advance_step,
)
from yishi_plugins.six_step_township.rules import StepRule
from yishi_plugins.six_step_township.settings import PROCEDURE


@guard(advance_step)
async def done(context: ReadContext, data: AdvanceStepInput) -> Refused | None:
    """The last step ends when somebody answers for every outcome until a day."""
    case = data.case
    handling = (
        StepRecord.case_id == case.id,
        StepRecord.step == data.step,
        StepRecord.stage == Stage.CONVERT,
        StepRecord.state == StepState.ACTIVE,
    )
    if case.procedure != PROCEDURE or not await context.count(StepRecord, *handling):
        return None  # another step, or out of order: core says so
    outcomes = await context.find(Outcome, Outcome.case_id == case.id, order=Outcome.no)
    if not outcomes:
        return Refused(StepRule.NOTHING_TO_HANDLE)
    if left := await _unanswered_for(context, outcomes):
        return Refused(
            StepRule.UNIT_OR_DEADLINE_MISSING, outcomes="、".join(f"“{o.title}”" for o in left)
        )
    return None


@guard(refer_to_village)
def until_a_day(context: ReadContext, data: ReferToVillageInput) -> None:
    """A village settles a matter until a day, as a unit does."""
    require(data.outcome.deadline, StepRule.REFERRED_WITHOUT_DEADLINE)


async def _unanswered_for(context: ReadContext, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes for which nobody answers until a day.

    A unit does with its assignment, party and government with a special report, a village with what
    was referred to it, and who explained what cannot be solved yet, until it is looked at again.
    """
    ids = [outcome.id for outcome in outcomes]
    assigned = await context.find(
        Assignment,
        Assignment.outcome_id.in_(ids),
        Assignment.state != AssignmentState.RETURNED,
    )
    referred = await context.find(VillageReferral, VillageReferral.outcome_id.in_(ids))
    explained = await context.find(Explanation, Explanation.outcome_id.in_(ids))
    taken = {
        *(row.outcome_id for row in assigned),
        *(row.outcome_id for row in referred),
        *(row.outcome_id for row in explained),
    }
    return [o for o in outcomes if o.id not in taken and o.special_report_id is None]
