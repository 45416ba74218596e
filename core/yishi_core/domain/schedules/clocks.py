"""Daily jobs of schedules (domain.md 2.16).

They write dates a year ahead, update guessed ones by the calendar, and open today's dates.
"""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.schedules.events import SCHEDULE_DATE_OPENED, SCHEDULE_DATES_GENERATED
from yishi_core.domain.schedules.models import ScheduleDate, ScheduleRule
from yishi_core.domain.schedules.planning import generate
from yishi_core.facilities.daily.declaration import daily
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.tree.models import OrgUnit


@daily("schedules.ahead", after_calendar=True, emits=[SCHEDULE_DATES_GENERATED])
async def generate_ahead(context: OperationContext) -> None:
    """Write the dates of every rule in force a year ahead; guessed dates follow the calendar."""
    owners = {
        org.id: org
        for org in await context.session.scalars(
            sa.select(OrgUnit).where(OrgUnit.county == context.county)
        )
    }
    running = sa.or_(ScheduleRule.ends_on.is_(None), ScheduleRule.ends_on >= context.today)
    for rule in await context.find(ScheduleRule, running):
        done = await generate(context, rule, owners[rule.org_id])
        if done.created or done.recomputed:
            context.emit(
                SCHEDULE_DATES_GENERATED, rule, created=done.created, recomputed=done.recomputed
            )


@daily("schedules.today", emits=[SCHEDULE_DATE_OPENED])
async def open_today(context: OperationContext) -> None:
    """Notify those responsible of the dates of today."""
    for row in await context.find(
        ScheduleDate, ScheduleDate.date == context.today, ScheduleDate.held.is_(False)
    ):
        context.emit(SCHEDULE_DATE_OPENED, row, date=row.date.isoformat())
