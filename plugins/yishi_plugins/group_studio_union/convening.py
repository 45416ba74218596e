"""Conveners: selected, then paid within the county's limit (domain.md 2.14, 3.13)."""

from __future__ import annotations

from yishi_core import (
    AssignToStationInput,
    OperationContext,
    PayStipendInput,
    Refused,
    StationRole,
    Text,
)
from yishi_plugins.group_studio_union.models import ConvenerSelection
from yishi_plugins.group_studio_union.pairing import is_studio
from yishi_plugins.group_studio_union.rules import covers, months_of
from yishi_plugins.group_studio_union.settings import Settings


def assigning(data: AssignToStationInput) -> Refused | None:
    """Require that a studio's convener was selected."""
    if data.role is StationRole.CONVENER and is_studio(data.station):
        return Refused(
            "selection_needed",
            Text(
                "召集人须经遴选产生,请用“遴选召集人”。",
                "Conveners are selected: use selectConvener.",
            ),
        )
    return None


async def paying(
    context: OperationContext, settings: Settings, data: PayStipendInput
) -> Refused | None:
    """Require a selected convener, days within the term, and at most the monthly limit."""
    if not is_studio(data.station):
        return None
    of = (
        ConvenerSelection.station_id == data.station.id,
        ConvenerSelection.candidate_id == data.person.id,
    )
    terms = [(s.term_from, s.term_to) for s in await context.find(ConvenerSelection, *of)]
    if not covers(terms, data.period_from, data.period_to):
        return Refused(
            "not_selected",
            Text(
                "该人员在此期间不是经遴选的召集人。",
                "The person was not a selected convener throughout the period.",
            ),
        )
    limit = settings.stipend_monthly_cents * months_of(data.period_from, data.period_to)
    if data.amount > limit:
        return Refused(
            "stipend_limit",
            Text(f"超过薪酬上限{limit / 100:.2f}元。", f"More than the limit of {limit} cents."),
        )
    return None
