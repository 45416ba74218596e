"""Assigning a matter to a unit: the brief, the due day and the assigning office."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.consultations.models import OnSpotReply
from yishi_core.domain.outcomes.handling import rules
from yishi_core.domain.outcomes.handling.subject import (
    Matter,
    followers_of,
    place_of,
    texts_of,
    words_of,
)
from yishi_core.domain.outcomes.handling.terms import DueTerm, due_of, next_check
from yishi_core.domain.outcomes.models import Assignment, AssignmentState, HandlingRole, Outcome
from yishi_core.domain.outcomes.rules import FORMED
from yishi_core.domain.publicity.masking import require_masked
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.audience import audience_of, joined
from yishi_core.kernel.operation import TODAY, Beside, Input, OperationContext, like
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.core_settings import CoreSettings

Words = Annotated[str, StringConstraints(min_length=2, max_length=5000)]


class HandingInput(Input, enters=Assignment):
    """The brief and terms with which something is assigned to a unit."""

    brief: Words = like(
        Assignment.brief,
        doc="What is to be done; the unit reads it, so names and telephones of residents "
        "are masked.",
    )
    handling_role: HandlingRole = like(Assignment.handling_role, HandlingRole.LEAD)
    assigned_on: date | None = like(Assignment.assigned_on, None, doc=TODAY)
    due_on: date | None = like(
        Assignment.due_on, None, doc="By default 30 days on, 90 if complicated (settings)."
    )
    complicated: Annotated[bool, Beside()] = Field(
        False, title="疑难复杂", description="Allows the longer term."
    )


async def hand(
    context: OperationContext,
    matter: Matter,
    unit: OrgUnit,
    data: HandingInput,
    said: OnSpotReply | None = None,
) -> Assignment:
    """A new assignment with the unit's tokens; what the unit will read must be masked."""
    rules.require_unit(unit)
    day = data.assigned_on or context.today
    not_future(day, "assigned_on", context)
    not_before(
        day, matter.formed_on if isinstance(matter, Outcome) else None, "assigned_on", *FORMED
    )
    require_masked(await words_of(context, matter, said), brief=data.brief, **texts_of(matter))
    promised = said.promise_due if said and data.due_on is None else None
    term = DueTerm(promised) if promised else await _term(context, matter, day, data)
    about = {"outcome_id": matter.id} if isinstance(matter, Outcome) else {"proposal_id": matter.id}
    return context.add(
        entered(
            Assignment,
            data,
            **about,
            unit_id=unit.id,
            assigned_by=(await _office(context)).name,
            assigned_on=day,
            due_on=term.due_on,
            due_working_days=term.working_days,
            due_provisional=term.provisional,
            check_on=next_check(context, day) if isinstance(matter, Outcome) else None,
            state=AssignmentState.ASSIGNED,
            rework_count=0,
            audience=joined(audience_of(unit.org_path, unit.county), followers_of(matter.audience)),
        ),
        org=await place_of(context, matter),
    )


async def _term(
    context: OperationContext, matter: Matter, day: date, data: HandingInput
) -> DueTerm:
    """The term of an assignment.

    A proposal is answered within three months, a difficult one within six (domain.md 2.10), an
    outcome within the shorter usual term (2.9).
    """
    wanted = data.due_on
    if wanted is None and not isinstance(matter, Outcome):
        settings = context.settings.of(CoreSettings)
        wanted = day + timedelta(
            days=settings.reply_max_days_difficult if data.complicated else settings.reply_max_days
        )
    return await due_of(context, day, wanted, complicated=data.complicated, matter=matter)


async def _office(context: OperationContext) -> OrgUnit:
    """The org in whose name the caller assigns.

    It is the nearest org above the matter where the caller has the permission.
    """
    places = context.principal.paths_for(Permission.ASSIGNMENT_CREATE)
    above = [path for path in places if context.org.org_path.startswith(path)]
    return (
        await context.first(OrgUnit, OrgUnit.org_path == max(above, key=len)) if above else None
    ) or context.org
