"""The closed loop of one matter as a chain of cycles: 协商—落实—再协商 (domain.md 2.7, 3.13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pydantic import Field

from yishi_core import OperationContext, Structure
from yishi_core.domain.consultations import HELD, Consultation
from yishi_core.domain.outcomes import Feedback, Outcome, Satisfaction
from yishi_core.domain.procedures import CaseState, ConsultationCase
from yishi_plugins.group_studio_union.loop import feedback_of, outcomes_of, supervisions_of
from yishi_plugins.group_studio_union.rules import chain_of


class LoopOutcome(Structure):
    """One outcome of a cycle."""

    outcome: Outcome
    title: str
    converted: bool = Field(title="已转化")
    supervisions: int = Field(title="督办次数")
    satisfaction: Satisfaction | None = Field(
        title="满意度", description="The last word of those concerned."
    )


class LoopCycle(Structure):
    """One cycle: a case."""

    case: ConsultationCase
    cycle: int = Field(title="轮次", description="From 1.")
    state: CaseState
    opened_on: date
    concluded_on: date | None
    consultations: int = Field(title="协商场次", description="Held ones.")
    outcomes: list[LoopOutcome]
    satisfied: int = Field(title="满意", description="Feedback that said so.")
    basically_satisfied: int = Field(title="基本满意")
    unsatisfied: int = Field(title="不满意")


class ClosedLoop(Structure):
    """The chain, the first cycle first, and its sums."""

    cycles: list[LoopCycle]
    outcomes: int
    converted: int


async def loop_of(context: OperationContext, case: ConsultationCase) -> ClosedLoop:
    """The chain to which a case belongs."""
    same = (
        await context.find(ConsultationCase, ConsultationCase.topic_id == case.topic_id)
        if case.topic_id
        else []
    )
    cycles = [await _cycle(context, one) for one in chain_of(case, same)]
    outcomes = [o for cycle in cycles for o in cycle.outcomes]
    return ClosedLoop(
        cycles=cycles, outcomes=len(outcomes), converted=sum(o.converted for o in outcomes)
    )


async def _cycle(context: OperationContext, case: ConsultationCase) -> LoopCycle:
    outcomes = await outcomes_of(context, case)
    pressed = Counter(s.outcome_id for s in await supervisions_of(context, outcomes))
    feedback = await feedback_of(context, outcomes)
    said = Counter(f.satisfaction for f in feedback)
    return LoopCycle(
        case=case,
        cycle=case.cycle,
        state=case.state,
        opened_on=case.opened_on,
        concluded_on=case.concluded_on,
        consultations=await context.count(
            Consultation, Consultation.case_id == case.id, Consultation.state.in_(HELD)
        ),
        outcomes=[
            LoopOutcome(
                outcome=o,
                title=o.title,
                converted=o.converted,
                supervisions=pressed[o.id],
                satisfaction=_last_word(feedback, o.id),
            )
            for o in outcomes
        ],
        satisfied=said[Satisfaction.SATISFIED],
        basically_satisfied=said[Satisfaction.BASICALLY_SATISFIED],
        unsatisfied=said[Satisfaction.UNSATISFIED],
    )


def _last_word(feedback: Sequence[Feedback], outcome: UUID) -> Satisfaction | None:
    words = [
        f.satisfaction for f in feedback if f.outcome_id == outcome and f.satisfaction is not None
    ]
    return words[-1] if words else None
