"""Beginnings that the stories of outcomes share."""

from __future__ import annotations

from typing import Any

from tests.core import cases
from tests.fixtures.county import County
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.outcomes.models import Assignment, Outcome, Reply
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.stations.models import Station

BRIEF = "请修复村口路灯三盏"


async def intake(town: County, station: Station | None = None, **sender: Any) -> Intake:
    """An accepted matter of a resident who left name and telephone."""
    office = {"station": station} if station else {}
    return await cases.intake(
        town, **{**office, "submitter_name": "周桂花", "submitter_phone": "139 0000 1234", **sender}
    )


async def case(town: County, *intakes: Intake) -> ConsultationCase:
    """A running case of the village, with the matters that it comes from."""
    return await cases.case(town) if not intakes else await _case_of(town, list(intakes))


async def _case_of(town: County, intakes: list[Intake]) -> ConsultationCase:
    topic = await cases.approved(town, intakes=intakes)
    row: ConsultationCase = await town.act(
        "village", "open_case", topic=topic, opened_on="2026-03-02"
    )
    return row


async def outcome(town: County, *intakes: Intake, **given: Any) -> Outcome:
    """A draft."""
    of = await case(town, *intakes)
    usual = {"title": "修复村口路灯", "text": "三个月内修复三盏路灯", "formed_on": "2026-03-02"}
    row: Outcome = await town.act("village", "record_outcome", case=of, **{**usual, **given})
    return row


async def routed(town: County, route_class: str = "A", *intakes: Intake) -> Outcome:
    row: Outcome = await town.act(
        "township", "route_outcome", outcome=await outcome(town, *intakes), route_class=route_class
    )
    return row


async def assigned(
    town: County, of: Outcome | None = None, unit: str = "unit", **given: Any
) -> Assignment:
    """Handed by the county to one of its units."""
    row: Assignment = await town.act(
        "county",
        "assign_outcome",
        outcome=of or await routed(town),
        unit=town.orgs[unit],
        **{"brief": BRIEF, **given},
    )
    return row


async def accepted(
    town: County, of: Outcome | None = None, unit: str = "unit", **given: Any
) -> Assignment:
    row: Assignment = await town.act(
        unit, "accept_assignment", assignment=await assigned(town, of, unit, **given)
    )
    return row


async def reply(town: County, to: Assignment, unit: str = "unit", **given: Any) -> Reply:
    row: Reply = await town.act(
        unit,
        "reply_assignment",
        assignment=to,
        **{"text": "已修复三盏路灯", "result_class": "A", **given},
    )
    return row


async def confirmed(
    town: County, of: Outcome | None = None, unit: str = "unit", **given: Any
) -> Assignment:
    handed = await accepted(town, of, unit, **given)
    await reply(town, handed, unit)
    row: Assignment = await town.act("township", "confirm_reply", assignment=handed)
    return row


async def explained(town: County, *intakes: Intake, **given: Any) -> Outcome:
    """A C outcome that the people were told about: the shortest way to one that is answered."""
    of = await routed(town, "C", *intakes)
    await town.act(
        "township",
        "explain_outcome",
        outcome=of,
        **{"text": "因规划限制暂不能建", "by": "张主任", "place": "村委会", **given},
    )
    return of


async def told(town: County, of: Outcome) -> None:
    """Both sides know."""
    await town.act("township", "give_feedback", outcome=of, direction="to_authority", to="镇党委")
    await town.act(
        "township",
        "give_feedback",
        outcome=of,
        direction="to_proposer",
        to="提出人",
        satisfaction="satisfied",
        communicated_by="visit",
    )


async def state(town: County, row: Any) -> str:
    return str((await town.fresh(row)).state.value)
