"""What must be done before a step of a case is: consulted, handed over, pressed, answered.

The steps may be renamed or replaced (setting `steps`), so what a step asks for follows from its
stage (domain.md 2.7, 3.2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from yishi_core import Advice, CoreSettings, ReadContext, Text, advise, guard, require
from yishi_core.domain.consultations import (
    HELD,
    Consultation,
    Participation,
    missing_parties,
    treats,
)
from yishi_core.domain.outcomes import (
    AssignOutcomeInput,
    AssignTogetherInput,
    Outcome,
    assign_outcome,
    assign_together,
)
from yishi_core.domain.procedures import (
    AdvanceStepInput,
    ConsultationCase,
    Stage,
    StepRecord,
    StepState,
    advance_step,
)
from yishi_core.domain.topics import ConsultationGrade
from yishi_plugins.platform_matrix.handling import Handling, handlings_of
from yishi_plugins.platform_matrix.rules import MatrixRule

FLOW = "matrix_flow"


@guard(advance_step)
async def done(context: ReadContext, data: AdvanceStepInput) -> None:
    """Require the records of the step's stage; every matter gets an answer and a landing."""
    stage = await _stage(context, data)
    if stage == Stage.DELIBERATE:
        require(await _held(context, data.case), MatrixRule.NO_CONSULTATION)
    elif stage is not None and stage in TRACKED:
        outcomes = await context.find(Outcome, Outcome.case_id == data.case.id, order=Outcome.no)
        TRACKED[stage](await handlings_of(context, outcomes))


def handed_over(found: Sequence[Handling]) -> None:
    """交: each outcome is with a unit, with party and government, with a village, or explained."""
    require(found, MatrixRule.NOTHING_TO_HAND_OVER)
    left = [h for h in found if not h.handed]
    require(not left, MatrixRule.NOT_HANDED_OVER, outcomes=_titles(left))


def pressed(found: Sequence[Handling]) -> None:
    """督: what is not answered was supervised at least once."""
    left = [h for h in found if not h.answered and not h.supervisions]
    require(not left, MatrixRule.NOT_PRESSED, outcomes=_titles(left))


def answered(found: Sequence[Handling]) -> None:
    """复: each outcome is answered, and both sides know."""
    left = [h for h in found if not h.answered]
    require(not left, MatrixRule.NOT_ANSWERED, outcomes=_titles(left))
    lacking = [(h.outcome.title, side) for h in found for side in h.lacking]
    words = Text(
        "、".join(f"“{title}”{side.label}" for title, side in lacking),
        ", ".join(f"“{title}” {side.value}" for title, side in lacking),
    )
    require(not lacking, MatrixRule.FEEDBACK_ONE_WAY, lacking=words)


TRACKED: Mapping[str, Callable[[Sequence[Handling]], None]] = {
    Stage.CONVERT: handed_over,
    Stage.SUPERVISE: pressed,
    Stage.REPLY: answered,
}
"""What the three parts of the tracker ask of a case."""


@advise(advance_step)
async def parties(context: ReadContext, data: AdvanceStepInput) -> Sequence[Advice]:
    """Once more, when the matter has been consulted: which of the four parties came to none of its
    events. Core says it at each event.
    """
    if await _stage(context, data, StepState.DONE) != Stage.DELIBERATE:
        return []
    events = [event.id for event in await _held(context, data.case)]
    came = await context.find(
        Participation,
        Participation.consultation_id.in_(events),
        Participation.present.is_(True),
        Participation.count > 0,
    )
    missing = missing_parties(row.party_kind for row in came)
    if not missing:
        return []
    words = [context.settings.word(kind) for kind in missing]
    text = Text(
        f"该事项的各场协商都没有{'、'.join(words)}到会,建议补开一场再交办。",
        f"None of the consultations was attended by {', '.join(k.value for k in missing)}: "
        "consider another one before it is handed over.",
    )
    return [Advice("parties_of_the_case", text)]


@advise(assign_outcome, assign_together)
async def slow(
    context: ReadContext, data: AssignOutcomeInput | AssignTogetherInput
) -> Sequence[Advice]:
    """A unit was given more time than a small consultation allows (速办速回)."""
    days = context.settings.of(CoreSettings).assignment_due_days_small
    start = data.assigned_on or context.today
    if not days or data.due_on is None or (data.due_on - start).days <= days:
        return []
    case = await context.get(ConsultationCase, data.outcome.case_id)
    if case is None or case.grade is not ConsultationGrade.SMALL_MICRO:
        return []
    text = Text(
        f"小微协商成果一般{days}天内答复,本次给了{(data.due_on - start).days}天。",
        f"Outcomes of small consultations are answered within {days} days; this one was given "
        f"{(data.due_on - start).days}.",
    )
    return [Advice("slow_term", text)]


async def _stage(
    context: ReadContext, data: AdvanceStepInput, state: StepState = StepState.ACTIVE
) -> str | None:
    """The stage of the step, if it is one of this procedure and stands so.

    A step out of order is none: core refuses it.
    """
    if data.case.procedure != FLOW:
        return None
    same = (
        StepRecord.case_id == data.case.id,
        StepRecord.step == data.step,
        StepRecord.state == state,
    )
    record = await context.first(StepRecord, *same)
    return record.stage if record else None


async def _held(context: ReadContext, case: ConsultationCase) -> Sequence[Consultation]:
    """The consultations that treated the case, also beside another one."""
    return await context.find(Consultation, treats(case), Consultation.state.in_(HELD))


def _titles(left: Sequence[Handling]) -> Text:
    return Text.listed(h.outcome.title for h in left)
