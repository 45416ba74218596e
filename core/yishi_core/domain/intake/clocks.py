"""Recounting of deadlines that were counted with unknown holidays (domain.md 2.5; parts.md 1.3)."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from yishi_core.domain.intake.events import INTAKE_DEADLINES_COUNTED
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.intake.rules import deadlines, received_on
from yishi_core.facilities.daily.declaration import daily
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.tree.models import OrgUnit


@daily("intake.deadlines", after_calendar=True, emits=[INTAKE_DEADLINES_COUNTED])
async def recompute_deadlines(context: OperationContext) -> None:
    """Recount provisional deadlines, with the settings of the matter's own place.

    Deadlines counted with a known calendar are no longer provisional.
    """
    found = await context.find(Intake, Intake.deadlines_provisional.is_(True))
    offices = {org.id: org for org in await _offices(context, {intake.org_id for intake in found})}
    for intake in found:
        org = offices[intake.org_id]
        there = replace(
            context,
            org=org,
            settings=await context.platform.settings.effective(context.session, org),
            events=[],
        )
        decide_by, reply_by, provisional = await deadlines(there, received_on(intake))
        if (decide_by, reply_by, provisional) != (
            intake.decide_by,
            intake.reply_by,
            intake.deadlines_provisional,
        ):
            intake.decide_by, intake.reply_by, intake.deadlines_provisional = (
                decide_by,
                reply_by,
                provisional,
            )
            context.emit(
                INTAKE_DEADLINES_COUNTED,
                intake,
                decide_by=decide_by.isoformat(),
                reply_by=reply_by.isoformat(),
            )


async def _offices(context: OperationContext, ids: set[object]) -> list[OrgUnit]:
    if not ids:
        return []
    query = sa.select(OrgUnit).where(OrgUnit.county == context.county, OrgUnit.id.in_(ids))
    return list(await context.session.scalars(query))
