"""Writing the dates of a rule to the database.

They are written a year ahead, each once, and updated when the holidays of a year become known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from yishi_core.domain.schedules.models import ScheduleDate, ScheduleRule
from yishi_core.domain.schedules.recurrence import PlannedDay, plan, require_readable
from yishi_core.domain.schedules.workdays import calendar
from yishi_core.errors import InvalidInput
from yishi_core.kernel.operation.checking import Declarations, StartCheck
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.problem import Problem
from yishi_core.kernel.variants.variant import ScheduleDef

YEAR = timedelta(days=365)
LONGEST_REST = timedelta(days=20)
A_FIRST_DAY = date(2026, 1, 1)
"""From which a rule of a variant is tried, which has no first day yet."""


@dataclass(frozen=True, slots=True)
class Generated:
    """The result of a generation."""

    created: int
    recomputed: int
    provisional: int


async def generate(context: OperationContext, rule: ScheduleRule, owner: OrgUnit) -> Generated:
    """Write the missing dates of a rule, from its first day to a year from today.

    Provisional dates are computed anew.
    """
    last = min(context.today + YEAR, rule.ends_on or date.max)
    if last < rule.starts_on:
        return Generated(0, 0, 0)
    known = await calendar(context.session, rule.starts_on, last + LONGEST_REST)
    days = plan(
        rule.rrule, rule.month_parity, rule.on_holiday, rule.starts_on, rule.starts_on, last, known
    )
    # Voided dates too: a voided date is not generated again.
    query = sa.select(ScheduleDate).where(
        ScheduleDate.county == context.county, ScheduleDate.rule_id == rule.id
    )
    present = {row.planned_on: row for row in await context.session.scalars(query)}
    recomputed = sum(
        _recompute(present[day.planned_on], day) for day in days if day.planned_on in present
    )
    missing = [day for day in days if day.planned_on not in present]
    for day in missing:
        row = ScheduleDate(
            rule_id=rule.id, planned_on=day.planned_on, date=day.date, provisional=day.provisional
        )
        context.add(row, owner)
    return Generated(len(missing), recomputed, sum(day.provisional for day in missing))


def _recompute(row: ScheduleDate, day: PlannedDay) -> bool:
    """Update a guessed date by the calendar, unless it was moved by hand or held."""
    if not row.provisional or row.moved_reason or row.held or row.voided_at:
        return False
    changed = (row.date, row.provisional) != (day.date, day.provisional)
    row.date, row.provisional = day.date, day.provisional
    return changed


def _wrong_rules(declarations: Declarations) -> Iterator[Problem]:
    """Rules of variants that could not be adopted: they give no day, or one over and over."""
    for file, variant in declarations.variants.items():
        for schedule in variant.schedules:
            try:
                require_readable(schedule.rule, A_FIRST_DAY)
            except InvalidInput as wrong:
                yield Problem(file, f"schedules.{schedule.code}.rrule", wrong.fields[0].text)


RULES_GIVE_DAYS = StartCheck(_wrong_rules)


def rule_of(definition: ScheduleDef, plugin: str | None, starts_on: date) -> ScheduleRule:
    """A variant's schedule as a rule of an org."""
    return ScheduleRule(
        kind=definition.kind,
        label=definition.label,
        rrule=definition.rule,
        month_parity=definition.month_parity,
        month_day=definition.month_day,
        weekday=definition.weekday,
        time_from=definition.time_from,
        time_to=definition.time_to,
        on_holiday=definition.on_holiday,
        starts_on=starts_on,
        plugin=plugin,
    )
