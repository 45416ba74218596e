"""Conveners: selected, then paid within the county's limit (domain.md 2.14, 3.13)."""

from __future__ import annotations

from yishi_core import ReadContext, guard, require
from yishi_core.domain.funds import PayStipendInput, pay_stipend
from yishi_core.domain.stations import AssignToStationInput, StationRole, assign_to_station
from yishi_plugins.group_studio_union.models import ConvenerSelection
from yishi_plugins.group_studio_union.pairing import is_studio
from yishi_plugins.group_studio_union.rules import UnionRule, covers, months_of
from yishi_plugins.group_studio_union.settings import Settings


@guard(assign_to_station)
def selected(context: ReadContext, data: AssignToStationInput) -> None:
    """A studio's convener is selected first."""
    convener = data.role is StationRole.CONVENER and is_studio(data.station)
    require(not convener, UnionRule.SELECTION_NEEDED)


@guard(pay_stipend)
async def paid(context: ReadContext, data: PayStipendInput) -> None:
    """A selected convener is paid, for days within the term, at most the monthly limit."""
    if not is_studio(data.station):
        return
    of = (
        ConvenerSelection.station_id == data.station.id,
        ConvenerSelection.candidate_id == data.person.id,
    )
    terms = [(s.term_from, s.term_to) for s in await context.find(ConvenerSelection, *of)]
    within = covers(terms, data.period_from, data.period_to)
    require(within, UnionRule.NOT_SELECTED)
    monthly = context.settings.of(Settings).stipend_monthly_cents
    limit = monthly * months_of(data.period_from, data.period_to)
    require(data.amount <= limit, UnionRule.STIPEND_LIMIT, yuan=limit / 100, cents=limit)
