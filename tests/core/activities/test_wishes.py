"""Small wishes: collected, claimed, fulfilled."""

from __future__ import annotations

from typing import Any

from tests.core import cases
from tests.core.metrics.test_counting import counted
from tests.fixtures.county import County
from yishi_core.domain.activities.models import Deed, DeedState
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.kernel.events.models import Event


async def wish(town: County, **given: Any) -> Deed:
    raw = {
        "org": town.orgs["village"],
        "description": "想要一副老花镜",
        "collected_on": "2026-03-01",
        **given,
    }
    row: Deed = await town.act("village", "collect_wish", **raw)
    return row


async def test_a_wish_counts_as_a_deed_from_the_day_on_which_it_is_fulfilled(town: County) -> None:
    row, somebody = await wish(town), await cases.person(town)
    assert (row.state, row.date, row.deed_kind.value) == (
        DeedState.COLLECTED,
        cases.day("2026-03-01"),
        "wish",
    )
    assert await counted(town, "deeds", CountedFor.ORG) == {}
    row = await town.act(
        "village", "claim_wish", deed=row, person=somebody, claimed_on="2026-03-05"
    )
    assert (row.state, row.person_id) == (DeedState.CLAIMED, somebody.id)
    assert await counted(town, "deeds", CountedFor.PERSON) == {}
    row = await town.act("village", "fulfil_wish", deed=row, date="2026-04-01", money=20_000)
    assert (row.state, row.date, row.collected_on) == (
        DeedState.FULFILLED,
        cases.day("2026-04-01"),
        cases.day("2026-03-01"),
    )
    assert await counted(town, "deeds{deed_kind=wish}", CountedFor.PERSON) == {somebody.id: 1}


async def test_the_steps_of_a_wish_come_in_order(town: County) -> None:
    row, somebody = await wish(town), await cases.person(town)
    state = {"code": "REFUSED", "rule": "state"}
    await town.refused("village", "fulfil_wish", **state, deed=row)
    await town.refused("village", "release_wish", **state, deed=row, reason="无力完成")
    await town.refused(
        "village",
        "claim_wish",
        code="INVALID_INPUT",
        deed=row,
        person=somebody,
        claimed_on="2026-02-28",
    )
    await town.refused(
        "village",
        "claim_wish",
        code="INVALID_INPUT",
        deed=row,
        person=somebody,
        claimed_on="2099-01-01",
    )
    await town.act("village", "claim_wish", deed=row, person=somebody, claimed_on="2026-03-05")
    await town.refused("village", "claim_wish", **state, deed=row, person=somebody)
    await town.refused("village", "fulfil_wish", code="INVALID_INPUT", deed=row, date="2026-03-04")
    await town.refused("village", "fulfil_wish", code="INVALID_INPUT", deed=row, date="2099-01-01")
    released = await town.act("village", "release_wish", deed=row, reason="无力完成")
    assert (released.state, released.person_id, released.claimed_on) == (
        DeedState.COLLECTED,
        None,
        None,
    )
    await town.act("village", "claim_wish", deed=row, person=somebody, claimed_on="2026-03-06")
    await town.act("village", "fulfil_wish", deed=row, date="2026-03-07", people=2, served_times=3)
    await town.refused("village", "fulfil_wish", **state, deed=row)


async def test_who_handles_wishes(town: County) -> None:
    row = await wish(town)
    somebody = await cases.person(town)
    await town.refused("member", "claim_wish", code="FORBIDDEN", deed=row, person=somebody)
    await town.refused("village2", "claim_wish", code="NOT_FOUND", deed=row, person=somebody)
    await town.refused(
        "leader",
        "collect_wish",
        code="FORBIDDEN",
        org=town.orgs["village"],
        description="想要一副老花镜",
    )
    station = await cases.station(town)
    await town.act("township", "suspend_station", station=station, reason="整修")
    await town.refused(
        "village",
        "collect_wish",
        code="REFUSED",
        rule="station_closed",
        station=station,
        description="想要一副老花镜",
    )
    await town.refused(
        "village",
        "collect_wish",
        code="INVALID_INPUT",
        org=town.orgs["village"],
        description="想要",
        collected_on="2099-01-01",
    )


async def test_why_a_wish_was_given_back_is_kept(town: County) -> None:
    row = await wish(town)
    await town.act(
        "village", "claim_wish", deed=row, person=await cases.person(town), claimed_on="2026-03-05"
    )
    await town.act("village", "release_wish", deed=row, reason="企业停产")
    [event] = await town.rows(Event, Event.name == "wish.released")
    assert (event.subject_id, event.data["reason"]) == (row.id, "企业停产")
