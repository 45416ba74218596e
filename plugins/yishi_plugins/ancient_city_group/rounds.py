"""The group's days: even months collect, odd months consult, on the same day of the month.

Both are in the morning (domain.md 2.16, 3.9).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time, timedelta

from yishi_core import (
    Advice,
    EventView,
    OperationContext,
    ReadContext,
    Text,
    advise,
    guard,
    reacts_to,
    require,
)
from yishi_core.domain.consultations import (
    CONSULTATION_HELD,
    Consultation,
    ConsultationForm,
    HoldConsultationInput,
    PlanConsultationInput,
    PostponeConsultationInput,
    hold_consultation,
    plan_consultation,
    postpone_consultation,
)
from yishi_core.domain.schedules import (
    HoldCollectRoundInput,
    MonthParity,
    MoveScheduleDateInput,
    ScheduleDate,
    ScheduleKind,
    ScheduleRule,
    hold_collect_round,
    is_workday,
    move_schedule_date,
)
from yishi_plugins.ancient_city_group.rules import GroupRule
from yishi_plugins.ancient_city_group.settings import Settings

COLLECT, CONSULT = ScheduleKind.COLLECT_DAY, ScheduleKind.CONSULT_DAY
PARITY = {COLLECT: MonthParity.EVEN, CONSULT: MonthParity.ODD}
WORDS = {
    ScheduleKind.COLLECT_DAY: ("收集", "Collecting", "even"),
    ScheduleKind.CONSULT_DAY: ("现场协商", "Consulting on the spot", "odd"),
}
NOON = time(12)
DAY = timedelta(days=1)


def is_round(form: ConsultationForm, settings: Settings) -> bool:
    """Whether a consultation of this form is the round of the cycle; others may be on any day."""
    return form.value in settings.round_forms


def fits_parity(kind: ScheduleKind, day: date) -> bool:
    """Even months for collecting, odd ones for consulting."""
    return (day.month % 2 == 0) == (PARITY[kind] is MonthParity.EVEN)


def require_parity(kind: ScheduleKind, day: date) -> None:
    zh, en, parity = WORDS[kind]
    months = PARITY[kind].label
    require(
        fits_parity(kind, day),
        GroupRule.WRONG_MONTH,
        what=Text(zh, en),
        months=Text(months, parity),
        month=day.month,
    )


def require_day(kind: ScheduleKind, day: date, fitting: Collection[date]) -> None:
    """Require a fitting day: as scheduled for the month, else the day of the rule."""
    zh, en, _ = WORDS[kind]
    days = "、".join(f"{d.month}月{d.day}日" for d in sorted(fitting))
    require(
        day in fitting,
        GroupRule.WRONG_DAY,
        month=day.month,
        what=Text(zh, en),
        days=Text(days, ", ".join(d.isoformat() for d in sorted(fitting))),
    )


async def require_round_day(
    context: ReadContext, settings: Settings, kind: ScheduleKind, day: date
) -> None:
    """Require the right month, and in it the scheduled day.

    The scheduled day counts as moved or shifted. Without a schedule it is the rule's day, past rest
    days.
    """
    require_parity(kind, day)
    scheduled = {
        row.date
        for row in await dates_of(context, kind)
        if (row.planned_on.year, row.planned_on.month) == (day.year, day.month)
    }
    require_day(
        kind, day, scheduled or {await shifted(context, day.replace(day=settings.month_day))}
    )


def require_same_month(kind: ScheduleKind, planned_on: date, day: date) -> None:
    """Require that a date stays in its month, so that collecting and consulting alternate."""
    zh, en, _ = WORDS[kind]
    same = (planned_on.year, planned_on.month) == (day.year, day.month)
    require(same, GroupRule.OTHER_MONTH, what=Text(zh, en), month=planned_on.month)


async def dates_of(context: ReadContext, kind: ScheduleKind) -> list[ScheduleDate]:
    """The live dates of a kind that hold at the place: its own, or those of an org above it."""
    here = context.org.org_path
    rules = await context.find(ScheduleRule, ScheduleRule.kind == kind)
    ids = [rule.id for rule in rules if here.startswith(rule.org_path)]
    return list(await context.find(ScheduleDate, ScheduleDate.rule_id.in_(ids))) if ids else []


async def shifted(context: ReadContext, day: date) -> date:
    """The day itself if it is worked, else the first worked day after it."""
    while not (await is_workday(context.session, day))[0]:
        day += DAY
    return day


@guard(hold_collect_round)
async def collected_on_its_day(context: ReadContext, data: HoldCollectRoundInput) -> None:
    """Clues are collected on the scheduled day of an even month."""
    if data.schedule_date is not None:
        require_parity(COLLECT, data.schedule_date.date)
        return
    settings = context.settings.of(Settings)
    await require_round_day(context, settings, COLLECT, data.date or context.today)


@guard(plan_consultation, hold_consultation, postpone_consultation)
async def consulted_on_its_day(
    context: ReadContext,
    data: PlanConsultationInput | HoldConsultationInput | PostponeConsultationInput,
) -> None:
    """A round is held on the scheduled day of an odd month."""
    settings = context.settings.of(Settings)
    event = data if isinstance(data, PlanConsultationInput) else data.consultation
    day = data.to if isinstance(data, PostponeConsultationInput) else data.date or event.date
    if day and is_round(event.form, settings):
        await require_round_day(context, settings, CONSULT, day)


@guard(move_schedule_date)
async def moved_within_its_month(context: ReadContext, data: MoveScheduleDateInput) -> None:
    """A date stays in its month."""
    rule = await context.get(ScheduleRule, data.schedule_date.rule_id)
    if rule and rule.kind in PARITY:
        require_same_month(rule.kind, data.schedule_date.planned_on, data.date)


@advise(plan_consultation)
def in_the_morning(context: ReadContext, data: PlanConsultationInput) -> list[Advice]:
    """Rounds are held in the morning."""
    if not data.time_from or data.time_from < NOON:
        return []
    text = Text("现场协商一般在上午举行。", "Rounds are usually held in the morning.")
    return [Advice("not_in_the_morning", text)]


@reacts_to(CONSULTATION_HELD)
async def held(context: OperationContext, event: EventView) -> None:
    """Record the scheduled day as held when a round was held, as a collect round does itself."""
    consultation = await context.get(Consultation, event.subject_id)
    if consultation is None or not is_round(consultation.form, context.settings.of(Settings)):
        return
    for scheduled in await dates_of(context, CONSULT):
        if scheduled.date == consultation.date and scheduled.org_id == consultation.org_id:
            scheduled.held = True
