"""The group's days: even months collect, odd months consult, on the same day of the month.

Both are in the morning (domain.md 2.16, 3.9).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time, timedelta

from yishi_core import OperationContext, Text, require
from yishi_core.domain.consultations import ConsultationForm
from yishi_core.domain.schedules import (
    MonthParity,
    ScheduleDate,
    ScheduleKind,
    ScheduleRule,
    is_workday,
)
from yishi_plugins.ancient_city_group.rules import GroupRule
from yishi_plugins.ancient_city_group.settings import Settings

PARITY = {ScheduleKind.COLLECT_DAY: MonthParity.EVEN, ScheduleKind.CONSULT_DAY: MonthParity.ODD}
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
    context: OperationContext, settings: Settings, kind: ScheduleKind, day: date
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


async def dates_of(context: OperationContext, kind: ScheduleKind) -> list[ScheduleDate]:
    """The live dates of a kind that hold at the place: its own, or those of an org above it."""
    here = context.org.org_path
    rules = await context.find(ScheduleRule, ScheduleRule.kind == kind)
    ids = [rule.id for rule in rules if here.startswith(rule.org_path)]
    return list(await context.find(ScheduleDate, ScheduleDate.rule_id.in_(ids))) if ids else []


async def shifted(context: OperationContext, day: date) -> date:
    """The day itself if it is worked, else the first worked day after it."""
    while not (await is_workday(context.session, day))[0]:
        day += DAY
    return day
