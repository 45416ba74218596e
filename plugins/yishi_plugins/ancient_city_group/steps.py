"""The requirements of each step of the cycle (domain.md 2.7, 3.9).

The group may rename its steps, so they are recognized by their stage.
"""

from __future__ import annotations

from collections.abc import Sequence

from yishi_core import Advice, ReadContext, Refused, Text, advise, guard, require
from yishi_core.domain.activities import Activity, ActivityKind
from yishi_core.domain.consultations import (
    HELD,
    Consultation,
    ConsultationLink,
    OnSpotReply,
    record_consultation,
)
from yishi_core.domain.intake import Intake, analyse_intake
from yishi_core.domain.procedures import (
    AdvanceStepInput,
    ConsultationCase,
    Stage,
    StepRecord,
    StepState,
    WalkGroup,
    advance_step,
)
from yishi_core.domain.schedules import ScheduleKind
from yishi_core.domain.topics import ProposeTopicInput, propose_topic
from yishi_plugins.ancient_city_group.models import ClueSheet
from yishi_plugins.ancient_city_group.promises import load, unsettled
from yishi_plugins.ancient_city_group.rounds import fits_parity, is_round
from yishi_plugins.ancient_city_group.rules import GroupRule
from yishi_plugins.ancient_city_group.settings import PROCEDURE, Settings


def stage_of(context: ReadContext, case: ConsultationCase, step: str) -> Stage | None:
    """The canonical stage of a step of the cycle; None for a case of another procedure."""
    procedure = context.settings.procedures.get(PROCEDURE) if case.procedure == PROCEDURE else None
    found = procedure.step(step) if procedure else None
    return found.stage if found else None


async def require_ready(
    context: ReadContext, settings: Settings, case: ConsultationCase, step: str
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
            require(await clues_of(context, case), GroupRule.NO_CLUE)
        case Stage.SCREEN:
            await require_sheets(context, await clues_of(context, case))
        case Stage.RESEARCH:
            await _require_walked(context, case)
        case Stage.DELIBERATE:
            await _require_consulted(context, settings, case)
        case Stage.SUPERVISE:
            await _require_tracked(context, settings, case)


async def require_sheets(context: ReadContext, clues: Sequence[Intake]) -> None:
    """Require the analysis sheet of every clue."""
    done = {sheet.intake_id for sheet in await sheets_of(context, clues)}
    missing = "、".join(clue.no for clue in clues if clue.id not in done)
    require(not missing, GroupRule.CLUE_NOT_ANALYSED, missing=missing)


async def sheets_of(context: ReadContext, clues: Sequence[Intake]) -> Sequence[ClueSheet]:
    return await context.find(ClueSheet, ClueSheet.intake_id.in_([clue.id for clue in clues]))


async def clues_of(context: ReadContext, case: ConsultationCase) -> Sequence[Intake]:
    """The clues from which the case's topic comes."""
    return await context.find(Intake, Intake.topic_id == case.topic_id) if case.topic_id else []


async def rounds_of(
    context: ReadContext, settings: Settings, case: ConsultationCase
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
    context: ReadContext, settings: Settings, case: ConsultationCase
) -> list[OnSpotReply]:
    """The on-the-spot answers to the senders of the case's clues."""
    events = [event.id for event in await rounds_of(context, settings, case)]
    clues = {clue.id for clue in await clues_of(context, case)}
    found = await context.find(OnSpotReply, OnSpotReply.consultation_id.in_(events))
    return [said for said in found if said.clue_id in clues]


async def _require_walked(context: ReadContext, case: ConsultationCase) -> None:
    groups = await context.find(WalkGroup, WalkGroup.case_id == case.id)
    require(groups, GroupRule.NO_WALK_GROUP)
    walking = [group for group in groups if group.closed_on is None]
    require(not walking, GroupRule.WALK_GROUP_OPEN, count=len(walking))


async def _require_consulted(
    context: ReadContext, settings: Settings, case: ConsultationCase
) -> None:
    held = await rounds_of(context, settings, case)
    require(held, GroupRule.NO_ROUND)


async def _require_tracked(
    context: ReadContext, settings: Settings, case: ConsultationCase
) -> None:
    answers = await answers_of(context, settings, case)
    require(answers, GroupRule.NO_ON_SPOT_REPLY)
    left = unsettled(await load(context, answers), until_kept=settings.track_until_kept)
    zh = "没有兑现" if settings.track_until_kept else "没有答复来件人或转为交办"
    require(not left, GroupRule.REPLIES_OPEN, count=len(left), lacking=zh)


@guard(advance_step)
async def done(context: ReadContext, data: AdvanceStepInput) -> None:
    """A step ends when its work is recorded."""
    await require_ready(context, context.settings.of(Settings), data.case, data.step)


@guard(propose_topic)
async def analysed(context: ReadContext, data: ProposeTopicInput) -> None:
    """A topic is formed of clues that were analysed, where the group wants the sheets."""
    if context.settings.of(Settings).sheet_required:
        await require_sheets(context, data.intakes)


@guard(analyse_intake)
def on_the_sheet(context: ReadContext) -> Refused:
    """Clues are analysed on the group's own sheet."""
    return Refused(GroupRule.CLUE_SHEET)


@guard(record_consultation)
def with_its_theme(context: ReadContext) -> Refused:
    """A consultation that is entered afterwards tells no theme, so it cannot be the group's."""
    return Refused(GroupRule.THEME_NOT_TOLD)


@advise(advance_step)
async def law_explained(context: ReadContext, data: AdvanceStepInput) -> list[Advice]:
    """The law is explained in a case before it is consulted on."""
    case = data.case
    if stage_of(context, case, data.step) is not Stage.DELIBERATE or await context.count(
        Activity, Activity.case_id == case.id, Activity.kind == ActivityKind.LAW_PREACH
    ):
        return []
    text = Text("本事项尚无法规宣讲记录。", "The law has not been explained in this case yet.")
    return [Advice("no_law_preach", text)]
