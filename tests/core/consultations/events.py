"""Beginnings of the stories of events."""

from __future__ import annotations

from typing import Any

from tests.core import cases
from tests.fixtures.county import County
from yishi_core.domain.consultations.models import Consultation, Participation
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase


async def planned(town: County, case: ConsultationCase | None = None, **rest: Any) -> Consultation:
    """An event of a case that is planned for 10 March 2026."""
    given = {"title": "村道照明协商会", "date": "2026-03-10", "place": "村委会", **rest}
    row: Consultation = await town.act(
        "village", "plan_consultation", case=case or await cases.case(town), **given
    )
    return row


async def held(town: County, case: ConsultationCase | None = None, **rest: Any) -> Consultation:
    row: Consultation = await town.act(
        "village", "hold_consultation", consultation=await planned(town, case), **rest
    )
    return row


async def attendance(town: County, event: Consultation) -> list[Participation]:
    return await town.rows(Participation, Participation.consultation_id == event.id)


async def member(town: County, name: str = "陈委员") -> Person:
    row = await cases.person(town, name)
    await town.act("county", "add_member", person=row, level="county", joined_on="2022-01-10")
    return row


def heads(**counts: int) -> list[dict[str, Any]]:
    return [{"party_kind": kind, "count": n} for kind, n in counts.items()]
