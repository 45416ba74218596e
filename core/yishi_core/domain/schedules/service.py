"""Recurring days: rules, dates a year ahead, moved dates, and proofs of collection.

Source: domain.md 2.16.
"""

from __future__ import annotations

import datetime as dt
from datetime import date, time
from typing import Annotated

from pydantic import Field

from yishi_core.domain.intake.models import Intake
from yishi_core.domain.schedules import rules
from yishi_core.domain.schedules.events import (
    COLLECT_ROUND_CHANGED,
    COLLECT_ROUND_HELD,
    SCHEDULE_DATE_HELD,
    SCHEDULE_DATE_MOVED,
    SCHEDULE_DATES_GENERATED,
    SCHEDULE_RULE_ADDED,
    SCHEDULE_RULE_CHANGED,
    SCHEDULE_RULE_ENDED,
)
from yishi_core.domain.schedules.models import CollectRound, ScheduleDate, ScheduleRule
from yishi_core.domain.schedules.planning import Generated, generate, rule_of
from yishi_core.domain.schedules.recurrence import require_readable
from yishi_core.domain.schedules.rules import SchedulingHint, SchedulingRule
from yishi_core.domain.schedules.workdays import is_workday
from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.owner import OwnedInput, require_station_of_org
from yishi_core.domain.stations.rules import require_active, require_within_life
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_same_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field
from yishi_core.kernel.variants.schedule import MonthParity, OnHoliday, ScheduleDef, ScheduleKind
from yishi_core.kernel.variants.variant import CORE


class AddScheduleRuleInput(OwnedInput, enters=ScheduleRule):
    """A recurring day, e.g. the 15th of even months: `monthDay` 15, even.

    It is given as a day of the month, a day of the week, or a rule.
    """

    kind: ScheduleKind = like(ScheduleRule.kind)
    label: str = like(ScheduleRule.label, min_length=2, max_length=60)
    month_day: int | None = like(
        ScheduleRule.month_day,
        None,
        doc="Day of the month; the 31st of a short month is its last day.",
        ge=1,
        le=31,
    )
    weekday: int | None = like(
        ScheduleRule.weekday, None, doc="Day of the week: 1 is Monday.", ge=1, le=7
    )
    rrule: str | None = like(
        ScheduleRule.rrule,
        None,
        doc="Any other rule of days, RFC 5545: FREQ=MONTHLY;BYDAY=1FR.",
        max_length=200,
    )
    month_parity: MonthParity = like(ScheduleRule.month_parity, MonthParity.ANY)
    time_from: time | None = like(ScheduleRule.time_from, None)
    time_to: time | None = like(ScheduleRule.time_to, None)
    on_holiday: OnHoliday = like(ScheduleRule.on_holiday, OnHoliday.NEXT_WORKDAY)
    starts_on: date | None = like(
        ScheduleRule.starts_on, None, doc="First day of validity; today unless named."
    )
    ends_on: date | None = like(ScheduleRule.ends_on, None)


class ChangeScheduleRuleInput(
    Correction,
    of=AddScheduleRuleInput,
    but={
        "kind",
        "month_day",
        "weekday",
        "rrule",
        "month_parity",
        "on_holiday",
        "station",
        "starts_on",
        "ends_on",
    },
):
    """Corrections of a recurring day.

    For other days it is ended and another one is added; a single day is moved.
    """

    schedule_rule: Ref[ScheduleRule] = like(ScheduleRule)


class EndScheduleRuleInput(Input):
    """The end of a recurring day."""

    schedule_rule: Ref[ScheduleRule] = like(ScheduleRule)
    ends_on: date | None = like(ScheduleRule.ends_on, None, doc="Last day; today unless named.")
    reason: str = Field(title="原因", min_length=2, max_length=200)


class GenerateScheduleDatesInput(Input):
    """A rule whose dates are to reach a year ahead."""

    schedule_rule: Ref[ScheduleRule] = like(ScheduleRule)


class AdoptSchedulesInput(OwnedInput):
    """The place for which the variant's recurring days are adopted."""

    starts_on: date | None = like(
        ScheduleRule.starts_on, None, doc="First day of validity; today unless named."
    )


class GeneratedDates(Structure):
    """The number of dates written."""

    rules: int = Field(description="新增安排 — Rules that were new.")
    created: int = Field(description="新增日期 — Dates that were new.")
    recomputed: int = Field(description="重算日期 — Provisional dates that the calendar changed.")
    provisional: int = Field(
        description="暂按周末推算 — New dates in years whose holidays are not known."
    )


class MoveScheduleDateInput(Input):
    """The new day of one date."""

    schedule_date: Ref[ScheduleDate] = like(ScheduleDate)
    date: dt.date = Field(title="新日期")
    reason: str = Field(title="调整原因", min_length=2, max_length=200)


class HoldScheduleDateInput(Input):
    """The fact that a day was held, or what was due on it was done."""

    schedule_date: Ref[ScheduleDate] = like(
        ScheduleDate, doc="Of any kind but a collect day, which its round fulfils."
    )
    held_on: dt.date | None = like(
        ScheduleDate.held_on,
        None,
        doc="The day itself unless named; what is due may be done on another.",
    )
    held_note: str | None = like(ScheduleDate.held_note, None, doc="What was done.", max_length=500)


class HoldCollectRoundInput(OwnedInput, enters=CollectRound):
    """A round of collecting opinions, also when nothing came in."""

    schedule_date: Ref[ScheduleDate] | None = like(
        CollectRound.schedule_date_id, None, doc="The planned day that it fulfils."
    )
    date: dt.date | None = like(
        CollectRound.date, None, doc="The planned day unless named, otherwise today."
    )
    place: str = like(CollectRound.place, min_length=2, max_length=120)
    staff: list[Annotated[str, Field(max_length=60)]] = like(
        CollectRound.staff, default_factory=list, max_length=50
    )
    items: int = like(CollectRound.items, ge=0, le=10_000)
    is_nil: bool = like(CollectRound.is_nil, False, doc="True exactly when nothing came in.")
    note: str | None = like(CollectRound.note, None, max_length=500)


class ChangeCollectRoundInput(Correction, of=HoldCollectRoundInput, but={"schedule_date"}):
    """Corrections of a round; the planned day that it fulfils stays."""

    collect_round: Ref[CollectRound] = like(CollectRound)
    date: dt.date | None = like(
        CollectRound.date,
        None,
        doc="Of a round that was not planned; a planned day is moved (moveScheduleDate).",
    )
    is_nil: bool | None = like(CollectRound.is_nil, None, doc="True exactly when nothing came in.")


@operation(
    Text("增加周期安排", "Add a recurring day"),
    permission=Permission.SCHEDULE_MANAGE,
    subject="owner",
    event=SCHEDULE_RULE_ADDED,
)
async def add_schedule_rule(context: OperationContext, data: AddScheduleRuleInput) -> ScheduleRule:
    """Add a recurring day of an org or station, and its dates of a year ahead.

    They are shifted past rest days if wanted.
    """
    require_active(data.station)
    starts_on = data.starts_on or context.today
    rules.require_near(starts_on, context.today)
    not_before(data.ends_on, starts_on, "ends_on", "起始日期", "the first day")
    rule = entered(
        ScheduleRule,
        data,
        rrule=rules.rule_of_days(data.month_day, data.weekday, data.rrule),
        starts_on=starts_on,
    )
    rules.require_times(rule)
    require_readable(rule.rrule, starts_on)
    context.add(rule)
    await generate(context, rule, context.org)
    return rule


@operation(
    Text("更正周期安排", "Change a recurring day"),
    permission=Permission.SCHEDULE_MANAGE,
    subject="schedule_rule",
    event=SCHEDULE_RULE_CHANGED,
)
async def change_schedule_rule(
    context: OperationContext, data: ChangeScheduleRuleInput
) -> ScheduleRule:
    """Correct the name and the period of a recurring day; its dates stay."""
    correct(context, data.schedule_rule, data)
    rules.require_times(data.schedule_rule)
    return data.schedule_rule


@operation(
    Text("结束周期安排", "End a recurring day"),
    permission=Permission.SCHEDULE_MANAGE,
    subject="schedule_rule",
    event=SCHEDULE_RULE_ENDED,
)
async def end_schedule_rule(context: OperationContext, data: EndScheduleRuleInput) -> ScheduleRule:
    """End a recurring day.

    Its dates after the last day are voided with the reason; those before stay.
    """
    ends_on = data.ends_on or context.today
    not_before(ends_on, data.schedule_rule.starts_on, "ends_on", "起始日期", "the first day")
    data.schedule_rule.ends_on = ends_on
    later = (
        ScheduleDate.rule_id == data.schedule_rule.id,
        ScheduleDate.planned_on > ends_on,
        ScheduleDate.held.is_(False),
    )
    for row in await context.find(ScheduleDate, *later):
        row.voided_at, row.void_reason = context.now, data.reason
    return data.schedule_rule


@operation(
    Text("生成安排日期", "Generate dates"),
    permission=Permission.SCHEDULE_MANAGE,
    subject="schedule_rule",
    emits=[SCHEDULE_DATES_GENERATED],
)
async def generate_schedule_dates(
    context: OperationContext, data: GenerateScheduleDatesInput
) -> GeneratedDates:
    """Write the dates of a rule a year ahead.

    Existing dates stay; only guessed ones follow a calendar that has become known.
    """
    done = await generate(context, data.schedule_rule, context.org)
    context.emit(SCHEDULE_DATES_GENERATED, data.schedule_rule)
    return _told(0, [done])


@operation(
    Text("采用工作法的周期安排", "Adopt a variant's recurring days"),
    permission=Permission.SCHEDULE_MANAGE,
    subject="owner",
    emits=[SCHEDULE_RULE_ADDED],
)
async def adopt_schedules(context: OperationContext, data: AdoptSchedulesInput) -> GeneratedDates:
    """Adopt the recurring days of the variants in force here, with dates of a year ahead.

    Each is adopted once.
    """
    require_active(data.station)
    station_id = data.station.id if data.station else None
    own = (
        ScheduleRule.org_id == context.org.id,
        ScheduleRule.station_id == station_id,
        ScheduleRule.ends_on.is_(None),
    )
    present = {
        (row.kind.value, row.label, row.rrule) for row in await context.find(ScheduleRule, *own)
    }
    made: list[ScheduleRule] = []
    for definition in context.settings.schedules:
        if (definition.kind.value, definition.label, definition.rule) not in present:
            rule = rule_of(
                definition, _plugin_of(context, definition), data.starts_on or context.today
            )
            rule.station_id = station_id
            made.append(context.add(rule))
            context.emit(SCHEDULE_RULE_ADDED, rule)
    return _told(len(made), [await generate(context, rule, context.org) for rule in made])


@operation(
    Text("调整安排日期", "Move a date"),
    permission=Permission.SCHEDULE_MANAGE,
    subject="schedule_date",
    event=SCHEDULE_DATE_MOVED,
)
async def move_schedule_date(
    context: OperationContext, data: MoveScheduleDateInput
) -> ScheduleDate:
    """Move a date that was not held yet to another day, with a reason.

    A rest day gives an advice.
    """
    rules.require_not_held(data.schedule_date)
    rules.require_another_day(data.schedule_date, data.date)
    worked, provisional = await is_workday(context.session, data.date)
    if not worked:
        context.advise(SchedulingHint.REST_DAY)
    row = data.schedule_date
    row.date, row.provisional, row.moved_reason = data.date, provisional, data.reason
    return row


@operation(
    Text("登记安排已开展", "Record that a day was held"),
    permission=Permission.SCHEDULE_MANAGE,
    subject="schedule_date",
    event=SCHEDULE_DATE_HELD,
)
async def hold_schedule_date(
    context: OperationContext, data: HoldScheduleDateInput
) -> ScheduleDate:
    """Record that a consult or study day was held, or that what was due was done.

    A collect day is fulfilled by its round (`holdCollectRound`).
    """
    row, on = data.schedule_date, data.held_on or data.schedule_date.date
    rules.require_not_held(row)
    rules.require_held(await _rule_of(context, row), row, on)
    not_future(on, "held_on", context)
    row.held, row.held_on, row.held_note = True, on, data.held_note
    return row


@operation(
    Text("登记集中收集", "Hold a collect round"),
    permission=Permission.INTAKE_CREATE,
    subject="owner",
    event=COLLECT_ROUND_HELD,
    importable=True,
)
async def hold_collect_round(
    context: OperationContext, data: HoldCollectRoundInput
) -> CollectRound:
    """Record that opinions were collected on a day, also when none came (零报告).

    It fulfils the planned day that it names.
    """
    require_active(data.station)
    require_same_county(context, schedule_date=data.schedule_date)
    on = data.date or (data.schedule_date.date if data.schedule_date else context.today)
    digest = await context.platform.settings.keep(context.session, context.county, context.settings)
    held = entered(CollectRound, data, date=on, settings_digest=digest)
    await _require_round(context, held)
    if data.schedule_date:
        await _fulfil(context, data.schedule_date, on, held.station_id)
    return context.add(held)


@operation(
    Text("更正集中收集", "Change a collect round"),
    permission=Permission.SCHEDULE_MANAGE,
    subject="collect_round",
    event=COLLECT_ROUND_CHANGED,
)
async def change_collect_round(
    context: OperationContext, data: ChangeCollectRoundInput
) -> CollectRound:
    """Correct where, by whom and with how many items opinions were collected.

    Matters entered from the round stay counted.
    """
    held = data.collect_round
    require_station_of_org(data, held, working=False)
    moved = data.date is not None and data.date != held.date
    require_field(
        not (moved and held.schedule_date_id),
        "date",
        "该次收集对应已安排的日期,不能改日期;请作废后重新登记。",
        "It fulfils a planned day: void it and enter it anew.",
    )
    correct(context, held, data)
    await _require_round(context, held)
    if "items" in data.model_fields_set:
        there = await context.count(Intake, Intake.collect_round_id == held.id)
        require_field(
            there <= held.items,
            "items",
            f"已录入来件{there}件,件数不能更少。",
            f"{there} matters are entered from it already.",
        )
    return held


async def _require_round(context: OperationContext, held: CollectRound) -> None:
    """Require a past day, a station that was open, and a nil report exactly when nothing came."""
    rules.require_nil_agrees(held.items, held.is_nil)
    not_future(held.date, "date", context)
    station = await context.get(Station, held.station_id)
    if station is not None:
        require_within_life(station, held.date, "date")


async def _fulfil(
    context: OperationContext, scheduled: ScheduleDate, on: date, station_id: object
) -> None:
    rules.require_not_held(scheduled)
    rules.require_collect_day(await _rule_of(context, scheduled), scheduled, on, station_id)
    scheduled.held, scheduled.held_on = True, on


async def _rule_of(context: OperationContext, scheduled: ScheduleDate) -> ScheduleRule:
    rule = await context.get(ScheduleRule, scheduled.rule_id)
    require(rule is not None, SchedulingRule.RULE_GONE)
    assert rule is not None
    return rule


def _plugin_of(context: OperationContext, definition: ScheduleDef) -> str | None:
    same = (definition.code, definition.kind, definition.label)
    declared = {
        variant.code: {(s.code, s.kind, s.label) for s in variant.schedules}
        for variant in context.platform.plugins.switched_on(context.settings)
        if variant.code != CORE
    }
    return next((code for code, schedules in declared.items() if same in schedules), None)


def _told(made: int, done: list[Generated]) -> GeneratedDates:
    return GeneratedDates(
        rules=made,
        created=sum(g.created for g in done),
        recomputed=sum(g.recomputed for g in done),
        provisional=sum(g.provisional for g in done),
    )
