"""Conveners are selected, then paid within the county's limit (domain.md 2.14, 3.13)."""

from __future__ import annotations

from yishi_core import OperationContext, Refused
from yishi_core.domain.funds import PayStipendInput
from yishi_core.domain.stations import AssignToStationInput, StationRole
from yishi_plugins.group_studio_union.models import ConvenerSelection
from yishi_plugins.group_studio_union.pairing import is_studio
from yishi_plugins.group_studio_union.rules import UnionRule, covers, months_of
from yishi_plugins.group_studio_union.settings import Settings


def assigning(data: AssignToStationInput) -> Refused | None:
    """A studio's convener comes by selection only."""
    if data.role is StationRole.CONVENER and is_studio(data.station):
        return Refused(UnionRule.SELECTION_NEEDED)
    return None


async def paying(
    context: OperationContext, settings: Settings, data: PayStipendInput
) -> Refused | None:
    """Pay goes to a selected convener, for days within the term, at most so much a month."""
    if not is_studio(data.station):
        return None
    of = (
        ConvenerSelection.station_id == data.station.id,
        ConvenerSelection.candidate_id == data.person.id,
    )
    terms = [(s.term_from, s.term_to) for s in await context.find(ConvenerSelection, *of)]
    if not covers(terms, data.period_from, data.period_to):
        return Refused(UnionRule.NOT_SELECTED)
    limit = settings.stipend_monthly_cents * months_of(data.period_from, data.period_to)
    if data.amount > limit:
        return Refused(UnionRule.STIPEND_LIMIT, yuan=limit / 100, cents=limit)
    return None
