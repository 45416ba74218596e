"""The group 古城专项协商联络组 (domain.md 3.9).

It has one theme; even months collect, odd months consult on the spot, and every promise is tracked.
"""

from __future__ import annotations

from datetime import timedelta

from yishi_core import (
    Advice,
    EventView,
    Input,
    OperationContext,
    Refused,
    Text,
    hookimpl,
    reacts_to,
    require,
)
from yishi_core.domain.activities import Activity, ActivityKind
from yishi_core.domain.consultations import (
    CONSULTATION_HELD,
    Consultation,
    HoldConsultationInput,
    OnSpotReply,
    PlanConsultationInput,
    PostponeConsultationInput,
    RecordConsultationInput,
    RecordOnSpotReplyInput,
)
from yishi_core.domain.intake import AnalyseIntakeInput
from yishi_core.domain.people import FoundExpertCommitteeInput
from yishi_core.domain.procedures import AdvanceStepInput, FormWalkGroupInput, OpenCaseInput, Stage
from yishi_core.domain.schedules import (
    HoldCollectRoundInput,
    MoveScheduleDateInput,
    ScheduleDate,
    ScheduleKind,
    ScheduleRule,
)
from yishi_core.domain.stations import BoxOpening, SuggestionBox
from yishi_core.domain.topics import (
    ApproveTopicInput,
    ChangeTopicInput,
    ProposeTopicInput,
    ScreeningDecision,
    ScreenTopicInput,
)
from yishi_plugins.ancient_city_group import rounds, steps, theme, walkers
from yishi_plugins.ancient_city_group.rules import GroupRule
from yishi_plugins.ancient_city_group.settings import CODE, Settings

COLLECT, CONSULT = ScheduleKind.COLLECT_DAY, ScheduleKind.CONSULT_DAY


@hookimpl
async def guard(context: OperationContext, operation: str, data: Input) -> Refused | None:
    """The group's rules: its theme, days, walk groups, answers and steps."""
    settings = context.settings.of(CODE, Settings)
    await _guard_theme(context, settings, data)
    await _guard_days(context, settings, data)
    await _guard_work(context, settings, data)
    return None


async def _guard_theme(context: OperationContext, settings: Settings, data: Input) -> None:
    """Refuse to propose, choose, approve or open topics outside the theme.

    Rejecting them is always possible.
    """
    match data:
        case ProposeTopicInput():
            theme.require_inside(context.settings, data.theme, data.focus_tags)
            if settings.sheet_required:
                await steps.require_sheets(context, data.intakes)
        case ChangeTopicInput() if "focus_tags" in data.model_fields_set:
            theme.require_direction(context.settings, data.sent("focus_tags"))
        case (
            ScreenTopicInput(decision=ScreeningDecision.SCREENED)
            | ApproveTopicInput()
            | OpenCaseInput()
        ):
            theme.require_inside(context.settings, data.topic.theme, data.topic.focus_tags)
        case RecordConsultationInput():
            raise Refused(GroupRule.THEME_NOT_TOLD)
        case FoundExpertCommitteeInput():
            theme.require_theme(settings, data.theme)


async def _guard_days(context: OperationContext, settings: Settings, data: Input) -> None:
    """Require the scheduled day: even months collect, odd months consult."""
    match data:
        case HoldCollectRoundInput(schedule_date=None):
            await rounds.require_round_day(context, settings, COLLECT, data.date or context.today)
        case HoldCollectRoundInput(schedule_date=ScheduleDate() as scheduled):
            rounds.require_parity(COLLECT, scheduled.date)
        case PlanConsultationInput() | HoldConsultationInput() | PostponeConsultationInput():
            event = data if isinstance(data, PlanConsultationInput) else data.consultation
            day = (
                data.to if isinstance(data, PostponeConsultationInput) else data.date or event.date
            )
            if day and rounds.is_round(event.form, settings):
                await rounds.require_round_day(context, settings, CONSULT, day)
        case MoveScheduleDateInput():
            rule = await context.get(ScheduleRule, data.schedule_date.rule_id)
            if rule and rule.kind in rounds.PARITY:
                rounds.require_same_month(rule.kind, data.schedule_date.planned_on, data.date)


async def _guard_work(context: OperationContext, settings: Settings, data: Input) -> None:
    match data:
        case AnalyseIntakeInput():
            raise Refused(GroupRule.CLUE_SHEET)
        case FormWalkGroupInput():
            await _guard_walk_group(context, settings, data)
        case RecordOnSpotReplyInput():
            await _guard_answer(context, settings, data)
        case AdvanceStepInput():
            await steps.require_ready(context, settings, data.case, data.step)


async def _guard_walk_group(
    context: OperationContext, settings: Settings, data: FormWalkGroupInput
) -> None:
    least = settings.walk_group_min
    require(len(data.members) >= least, GroupRule.WALK_GROUP_SMALL, least=least)
    ours = {w.person.id for w in await walkers.of_group(context, data.formed_on or context.today)}
    strangers = "、".join(p.name for p in data.members if p.id not in ours)
    require(not strangers, GroupRule.NOT_OF_THE_GROUP, strangers=strangers)


async def _guard_answer(
    context: OperationContext, settings: Settings, data: RecordOnSpotReplyInput
) -> None:
    """Require one sheet for each unit and clue, at a round, with a day that can be kept."""
    event, days = data.consultation, settings.promise_max_days
    require(rounds.is_round(event.form, settings), GroupRule.NOT_A_ROUND)
    last = event.date + timedelta(days=days)
    require(not data.promise_due or data.promise_due <= last, GroupRule.PROMISE_TOO_LONG, days=days)
    same = (
        OnSpotReply.consultation_id == event.id,
        OnSpotReply.clue_id == data.clue.id,
        OnSpotReply.unit_id == data.unit.id,
    )
    require(not await context.first(OnSpotReply, *same), GroupRule.ANSWERED_ALREADY)


@hookimpl
async def advise(context: OperationContext, operation: str, data: Input) -> list[Advice]:
    """Advice on unopened boxes, rounds without a talk on the law, and rounds in the afternoon."""
    match data:
        case HoldCollectRoundInput():
            return await _closed_boxes(context, data)
        case PlanConsultationInput(time_from=begin) if begin and begin >= rounds.NOON:
            return [
                Advice(
                    "not_in_the_morning",
                    Text("现场协商一般在上午举行。", "Rounds are usually held in the morning."),
                )
            ]
        case AdvanceStepInput(case=case) if (
            steps.stage_of(context, case, data.step) is Stage.DELIBERATE
        ):
            if not await context.count(
                Activity, Activity.case_id == case.id, Activity.kind == ActivityKind.LAW_PREACH
            ):
                return [
                    Advice(
                        "no_law_preach",
                        Text(
                            "本事项尚无法规宣讲记录。",
                            "The law has not been explained in this case yet.",
                        ),
                    )
                ]
    return []


async def _closed_boxes(context: OperationContext, data: HoldCollectRoundInput) -> list[Advice]:
    day = data.date or (data.schedule_date.date if data.schedule_date else context.today)
    hanging = (
        SuggestionBox.put_up_on <= day,
        SuggestionBox.taken_down_on.is_(None) | (SuggestionBox.taken_down_on >= day),
    )
    boxes = await context.find(SuggestionBox, SuggestionBox.org_id == context.org.id, *hanging)
    opened = await context.find(
        BoxOpening, BoxOpening.box_id.in_([box.id for box in boxes]), BoxOpening.opened_on == day
    )
    done = {opening.box_id for opening in opened}
    if closed := [box.name for box in boxes if box.id not in done]:
        return [
            Advice(
                "box_not_opened",
                Text(
                    f"当天未开箱:{'、'.join(closed)}。",
                    f"{len(closed)} boxes were not opened that day.",
                ),
            )
        ]
    return []


@hookimpl
@reacts_to(CONSULTATION_HELD)
async def react(context: OperationContext, event: EventView) -> None:
    """Record the scheduled day as held when a round was held, as a collect round does itself."""
    held = await context.get(Consultation, event.subject_id)
    if held is None or not rounds.is_round(held.form, context.settings.of(CODE, Settings)):
        return
    for scheduled in await rounds.dates_of(context, CONSULT):
        if scheduled.date == held.date and scheduled.org_id == held.org_id:
            scheduled.held = True


__all__ = ["Settings", "advise", "guard", "react"]
