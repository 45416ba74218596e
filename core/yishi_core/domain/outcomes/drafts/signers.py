"""The units whose agreement the lead's reply needs (会签, domain.md 2.9)."""

from __future__ import annotations

from collections.abc import Sequence

from yishi_core.domain.outcomes.drafts.rules import asked_to_sign
from yishi_core.domain.outcomes.handling.rules import beside
from yishi_core.domain.outcomes.models import Assignment, HandlingRole
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.operation.elevation import as_platform
from yishi_core.kernel.tree.models import OrgUnit


async def signers_of(context: OperationContext, assignment: Assignment) -> Sequence[OrgUnit]:
    """The assisting units of the same matter; the lead alone could not read them."""
    if assignment.handling_role is not HandlingRole.LEAD:
        return []
    async with as_platform(context):
        units = [
            a.unit_id for a in asked_to_sign(await context.find(Assignment, beside(assignment)))
        ]
        return await context.find(OrgUnit, OrgUnit.id.in_(units))
