"""The requirements of each step of the cycle (domain.md 2.7, 3.9).

The group may rename its steps, so they are recognized by their stage.
"""

from __future__ import annotations

from collections.abc import Sequence

from yishi_core import (
    HELD,
    Consultation,
    ConsultationCase,
    ConsultationLink,
    Intake,
    OnSpotReply,
    OperationContext,
    ScheduleKind,
    Stage,
    StepRecord,
    StepState,
    WalkGroup,
    require,
)
from yishi_plugins.ancient_city_group.models import ClueSheet
from yishi_plugins.ancient_city_group.promises import load, unsettled
from yishi_plugins.ancient_city_group.rounds import fits_parity, is_round
from yishi_plugins.ancient_city_group.settings import PROCEDURE, Settings


def stage_of(context: OperationContext, case: ConsultationCase, step: str) -> Stage | None:
    """The canonical stage of a step of the cycle; None for a case of another procedure."""
    procedure = context.settings.procedures.get(PROCEDURE) if case.procedure == PROCEDURE else None
    found = procedure.step(step) if procedure else None
    return found.stage if found else None


async def require_ready(
    context: OperationContext, settings: Settings, case: ConsultationCase, step: str
) -> None:
    """Refuse to finish a step whose work is not recorded.

    Core itself refuses a step that is not active.
    """
    at_work = (
        StepRecord.case_id == case.id,
        StepRecord.step == step,
        StepRecord.state == StepState.ACTIVE,
    )
    if not await context.count(StepRecord, *at_work):
        return
    match stage_of(context, case, step):
        case Stage.COLLECT:
            require(
                await clues_of(context, case),
                "no_clue",
                "该议题没有来源线索,请从线索提出议题。",
                "The topic comes from no clue.",
            )
        case Stage.SCREEN:
            await require_sheets(context, await clues_of(context, case))
        case Stage.RESEARCH:
            await _require_walked(context, case)
        case Stage.DELIBERATE:
            await _require_consulted(context, settings, case)
        case Stage.SUPERVISE:
            await _require_tracked(context, settings, case)


async def require_sheets(context: OperationContext, clues: Sequence[Intake]) -> None:
    """Require the analysis sheet of every clue."""
    done = {sheet.intake_id for sheet in await sheets_of(context, clues)}
    missing = "、".join(clue.no for clue in clues if clue.id not in done)
    require(
        not missing,
        "clue_not_analysed",
        f"线索{missing}还没有分析单。",
        f"No analysis sheet yet: {missing}.",
    )


async def sheets_of(context: OperationContext, clues: Sequence[Intake]) -> Sequence[ClueSheet]:
    return await context.find(ClueSheet, ClueSheet.intake_id.in_([clue.id for clue in clues]))


async def clues_of(context: OperationContext, case: ConsultationCase) -> Sequence[Intake]:
    """The clues from which the case's topic comes."""
    return await context.find(Intake, Intake.topic_id == case.topic_id) if case.topic_id else []


async def rounds_of(
    context: OperationContext, settings: Settings, case: ConsultationCase
) -> list[Consultation]:
    """The on-the-spot rounds of the case that were held in an odd month.

    One event may treat several cases.
    """
    links = await context.find(ConsultationLink, ConsultationLink.case_id == case.id)
    own = (Consultation.case_id == case.id) | Consultation.id.in_(
        [link.consultation_id for link in links]
    )
    events = await context.find(Consultation, own, Consultation.state.in_(HELD))
    return [
        e
        for e in events
        if is_round(e.form, settings) and fits_parity(ScheduleKind.CONSULT_DAY, e.date)
    ]


async def answers_of(
    context: OperationContext, settings: Settings, case: ConsultationCase
) -> list[OnSpotReply]:
    """The on-the-spot answers to the senders of the case's clues."""
    events = [event.id for event in await rounds_of(context, settings, case)]
    clues = {clue.id for clue in await clues_of(context, case)}
    found = await context.find(OnSpotReply, OnSpotReply.consultation_id.in_(events))
    return [said for said in found if said.clue_id in clues]


async def _require_walked(context: OperationContext, case: ConsultationCase) -> None:
    groups = await context.find(WalkGroup, WalkGroup.case_id == case.id)
    require(
        groups,
        "no_walk_group",
        "尚未按专业组建走访小组(须与本事项关联)。",
        "No walk group has been formed for this case.",
    )
    walking = [group for group in groups if group.closed_on is None]
    require(
        not walking,
        "walk_group_open",
        f"还有{len(walking)}个走访小组没有报告。",
        f"{len(walking)} walk groups have not reported.",
    )


async def _require_consulted(
    context: OperationContext, settings: Settings, case: ConsultationCase
) -> None:
    held = await rounds_of(context, settings, case)
    require(
        held,
        "no_round",
        "尚未登记在单月协商日召开的现场协商。",
        "No round on the spot, on an odd-month date, has treated this case.",
    )


async def _require_tracked(
    context: OperationContext, settings: Settings, case: ConsultationCase
) -> None:
    answers = await answers_of(context, settings, case)
    require(
        answers,
        "no_on_spot_reply",
        "尚未登记部门对线索的现场答复。",
        "No unit's answer on the spot is on record.",
    )
    left = unsettled(await load(context, answers), until_kept=settings.track_until_kept)
    zh = "没有兑现" if settings.track_until_kept else "没有答复来件人或转为交办"
    require(
        not left,
        "replies_open",
        f"还有{len(left)}条现场答复{zh}。",
        f"{len(left)} answers are neither told nor assigned, or not kept.",
    )
