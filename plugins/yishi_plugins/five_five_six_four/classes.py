"""Six steps, four steps in the meeting, and the three classes of what was concluded (domain.md 2.9,
3.5).

The six steps have no step of their own in which the class is decided: what was concluded has its
class when it is published, and its class's paper when its conversion ends (decision 0099).
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from yishi_core import Change, ReadContext, holds, require
from yishi_core.domain.consultations import Consultation
from yishi_core.domain.outcomes import (
    Assignment,
    AssignmentState,
    Explanation,
    Outcome,
    RouteClass,
    VillageReferral,
)
from yishi_core.domain.procedures import ConsultationCase, Stage, StepRecord, StepState
from yishi_plugins.five_five_six_four.rules import WayRule
from yishi_plugins.five_five_six_four.settings import SIX_STEPS, Settings

DECIDES = frozenset({Stage.CONCLUDE.value, Stage.PUBLISH.value})
"""Stages whose end needs the class of each outcome: whichever comes first in the steps in force."""
LACKING = {
    RouteClass.A: "A类,未交办",
    RouteClass.B: "B类,未报专报,也未交村(居)两委",
    RouteClass.C: "C类,未宣传解释",
    None: "未分类",
}


@holds(Consultation, on=("four_step",))
async def in_four_steps(context: ReadContext, change: Change[Consultation]) -> None:
    """The meetings of a case that goes the six steps are held in four."""
    event = change.row
    if change.back_entered or event.is_pre_consultation:
        return
    if context.settings.of(Settings).four_steps_required:
        case = await context.get(ConsultationCase, event.case_id)
        six = case is not None and case.procedure == SIX_STEPS
        require(event.four_step or not six, WayRule.FOUR_STEPS, at="four_step")


@holds(StepRecord, on=("state",))
async def by_class(context: ReadContext, change: Change[StepRecord]) -> None:
    """A, B or C is decided before it is published; the paper of the class is there in the end."""
    step = change.row
    if step.state is not StepState.DONE or step.stage not in {*DECIDES, Stage.CONVERT.value}:
        return
    case = await context.get(ConsultationCase, step.case_id)
    if case is None or case.procedure != SIX_STEPS:
        return
    outcomes = await context.find(Outcome, Outcome.case_id == case.id)
    if step.stage in DECIDES:
        require(outcomes, WayRule.OUTCOME_MISSING)
        without = [outcome.title for outcome in outcomes if outcome.route_class is None]
        require(not without, WayRule.CLASS_MISSING, outcomes="、".join(without))
    else:
        lacking = await _lacking(context, outcomes)
        require(not lacking, WayRule.PATH_OPEN, outcomes="；".join(lacking))


async def _lacking(context: ReadContext, outcomes: Sequence[Outcome]) -> list[str]:
    """The outcomes for which the paper of their class is missing, each with what it lacks.

    A: an assignment that was not returned. B: a special report or a referral to village committees.
    C: an explanation to the people.
    """
    ids = [outcome.id for outcome in outcomes]
    kept = Assignment.state != AssignmentState.RETURNED
    on_paper: dict[RouteClass | None, set[UUID | None]] = {
        RouteClass.A: {
            row.outcome_id
            for row in await context.find(Assignment, Assignment.outcome_id.in_(ids), kept)
        },
        RouteClass.B: {
            *(outcome.id for outcome in outcomes if outcome.special_report_id),
            *(
                row.outcome_id
                for row in await context.find(VillageReferral, VillageReferral.outcome_id.in_(ids))
            ),
        },
        RouteClass.C: {
            row.outcome_id
            for row in await context.find(Explanation, Explanation.outcome_id.in_(ids))
        },
        None: set(),
    }
    return [
        f"{outcome.title}({LACKING[outcome.route_class]})"
        for outcome in outcomes
        if outcome.id not in on_paper[outcome.route_class]
    ]
