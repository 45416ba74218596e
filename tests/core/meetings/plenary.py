"""Terms, meetings and members that the stories of duty documents begin with."""

from __future__ import annotations

from typing import Any

from tests.fixtures.county import County
from yishi_core.domain.meetings.models import PlenaryMeeting, Term
from yishi_core.domain.people.models import Person


async def term(town: County, no: int = 9, **given: Any) -> Term:
    days = {"start": "2021-12-01", "end": "2026-12-31"}
    row: Term = await town.act(
        "county", "record_term", org=town.orgs["county"], no=no, **{**days, **given}
    )
    return row


async def meeting(
    town: County, of: Term | None = None, no: int = 5, **given: Any
) -> PlenaryMeeting:
    days = {"date_from": "2026-01-20", "date_to": "2026-01-24", "proposals_until": "2026-01-22"}
    row: PlenaryMeeting = await town.act(
        "county", "plan_plenary_meeting", term=of or await term(town), no=no, **{**days, **given}
    )
    return row


async def member(
    town: County,
    name: str = "许文兰",
    who: str | None = "member",
    org: str = "township",
    joined_on: str = "2021-12-01",
) -> Person:
    """A person who is a county member; `who` is the account that stands for him."""
    row: Person = await town.act("county", "register_person", org=town.orgs[org], name=name)
    await town.act("county", "add_member", person=row, level="county", term=9, joined_on=joined_on)
    if who:
        town.link(who, row)
    return row
