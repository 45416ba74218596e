"""Corrections of activities, deeds and disputes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.core import cases
from tests.core.metrics.test_counting import counted
from tests.fixtures.county import County
from tests.fixtures.day import TOMORROW
from yishi_core.domain.activities.models import Activity
from yishi_core.domain.consultations.models import Participation
from yishi_core.facilities.metrics.counter import CountedFor


async def activity(town: County, **given: Any) -> Activity:
    there = {
        "org": town.orgs["village"],
        "kind": "study",
        "title": "学习活动",
        "date": "2026-04-01",
        "place": "村委会",
    }
    row: Activity = await town.act("village", "record_activity", **{**there, **given})
    return row


async def test_an_activity_is_put_right_with_those_who_came(town: County) -> None:
    one, two = await cases.person(town), await cases.person(town, "王芳")
    crowd = {"party_kind": "mass_representative", "count": 30}
    row = await activity(town, participants=[{"party_kind": "cppcc_member", "person": one}, crowd])
    right = [
        {"party_kind": "cppcc_member", "person": one, "on_leave": True, "leave_reason": "病假"},
        {"party_kind": "cppcc_member", "person": two},
        {**crowd, "count": 13},
    ]
    changed = await town.act(
        "village",
        "change_activity",
        activity=row,
        title="集中学习",
        place=None,
        date="2026-04-02",
        participants=right,
    )
    assert (changed.title, changed.place, changed.date, changed.kind) == (
        "集中学习",
        None,
        date(2026, 4, 2),
        row.kind,
    )
    came = await town.rows(Participation, Participation.activity_id == row.id)
    assert {(p.person_id, p.count, p.present, p.on_leave) for p in came} == {
        (one.id, 1, False, True),
        (two.id, 1, True, False),
        (None, 13, True, False),
    }


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"date": TOMORROW}, "date"),
        ({"title": None}, "title"),
        ({"served_times": -1}, "served_times"),
        ({"leader_post": "county_head"}, "leader_post"),
    ],
)
async def test_impossible_corrections_of_an_activity_are_refused(
    town: County, change: dict[str, Any], path: str
) -> None:
    error = await town.refused(
        "village", "change_activity", code="INVALID_INPUT", activity=await activity(town), **change
    )
    assert [f.path for f in error.fields] == [path]


async def test_a_deed_that_was_done_is_put_right(town: County) -> None:
    org = {"org": town.orgs["village"]}
    deed = await town.act(
        "village",
        "record_deed",
        **org,
        deed_kind="practical",
        date="2026-05-01",
        description="义诊",
        people=30,
    )
    changed = await town.act("village", "change_deed", deed=deed, people=13, money=200_000)
    assert (changed.people, changed.money, changed.description) == (13, 200_000, "义诊")
    await town.refused("village", "change_deed", code="INVALID_INPUT", deed=deed, date=TOMORROW)
    await town.refused("member", "change_deed", code="FORBIDDEN", deed=deed, people=1)
    await town.refused("neighbour", "change_deed", code="NOT_FOUND", deed=deed, people=1)


async def test_a_dispute_and_the_day_of_its_settlement(town: County) -> None:
    given = {"org": town.orgs["village"], "dispute_kind": "neighbour", "summary": "宅基地边界"}
    row = await town.act("village", "record_dispute", **given, date="2026-05-02")
    error = await town.refused(
        "village", "change_dispute", code="INVALID_INPUT", dispute=row, settled_on="2026-05-03"
    )
    assert [f.path for f in error.fields] == ["settled_on"]
    await town.act("village", "settle_dispute", dispute=row, settled_on="2026-05-09")
    error = await town.refused(
        "village", "change_dispute", code="INVALID_INPUT", dispute=row, date="2026-05-10"
    )
    assert [f.path for f in error.fields] == ["settled_on"]
    changed = await town.act(
        "village", "change_dispute", dispute=row, settled_on="2026-05-08", parties=3
    )
    assert (changed.settled_on, changed.parties) == (date(2026, 5, 8), 3)
    assert (
        await town.act("village", "change_dispute", dispute=row, settled_on=None)
    ).settled_on is None


async def test_the_kind_of_an_activity_is_put_right_by_the_rules_that_hold_for_it(
    town: County,
) -> None:
    row, station = await activity(town), await cases.station(town)
    error = await town.refused(
        "village", "change_activity", code="INVALID_INPUT", activity=row, kind="visit"
    )
    assert [f.path for f in error.fields] == ["visit_target"]
    changed = await town.act(
        "village",
        "change_activity",
        activity=row,
        kind="visit",
        visit_target="household",
        station=station,
        joint_with=[],
    )
    assert (
        changed.kind.value,
        changed.visit_target.value,
        changed.station_id,
        changed.joint_with,
    ) == ("visit", "household", station.id, None)
    error = await town.refused(
        "village", "change_activity", code="INVALID_INPUT", activity=row, kind="study"
    )
    assert [f.path for f in error.fields] == ["visit_target"]
    elsewhere = await cases.station(town, "village2")
    for caller in ("village", "county"):
        error = await town.refused(
            caller, "change_activity", code="INVALID_INPUT", activity=row, station=elsewhere
        )
        assert [f.path for f in error.fields] == ["station"]


async def test_a_deed_of_several_counts_for_each_of_them(town: County) -> None:
    one, two, three = [await cases.person(town, name) for name in ("王小河", "王芳", "李大山")]
    given = {
        "org": town.orgs["village"],
        "deed_kind": "practical",
        "date": "2026-05-01",
        "description": "义诊",
        "people": 30,
    }
    row = await town.act("village", "record_deed", **given, person=one, other_members=[two, three])
    for wrong, path in (
        ({"person": one, "other_members": [one]}, "other_members"),
        ({"other_members": [two]}, "person"),
        ({"person": one, "other_members": [two, two]}, "other_members"),
    ):
        error = await town.refused("village", "record_deed", code="INVALID_INPUT", **given, **wrong)
        assert [f.path for f in error.fields] == [path]
    assert await counted(town, "deeds", CountedFor.PERSON) == {one.id: 1, two.id: 1, three.id: 1}
    assert await counted(town, "deeds_people", CountedFor.PERSON) == {
        one.id: 30,
        two.id: 30,
        three.id: 30,
    }
    assert (await counted(town, "deeds", CountedFor.ORG))[town.orgs["village"].id] == 1
    await town.act("village", "change_deed", deed=row, people=13)
    assert len(await counted(town, "deeds", CountedFor.PERSON)) == 3
    error = await town.refused(
        "village", "change_deed", code="INVALID_INPUT", deed=row, person=three
    )
    assert [f.path for f in error.fields] == ["other_members"]
    await town.act("village", "change_deed", deed=row, person=three, other_members=[one])
    assert await counted(town, "deeds_people", CountedFor.PERSON) == {one.id: 13, three.id: 13}
    await town.act("village", "change_deed", deed=row, other_members=[one, two])
    await town.act("village", "void_record", id=row, reason="重复登记")
    assert await counted(town, "deeds", CountedFor.PERSON) == {}


async def test_an_open_wish_is_put_right(town: County) -> None:
    somebody = await cases.person(town)
    wish = await town.act(
        "village",
        "collect_wish",
        org=town.orgs["village"],
        description="想要一副老花镜",
        collected_on="2026-03-01",
    )
    changed = await town.act(
        "village",
        "change_wish",
        deed=wish,
        description="想要两副老花镜",
        people=2,
        collected_on="2026-03-02",
    )
    assert (changed.description, changed.people, changed.collected_on, changed.date) == (
        "想要两副老花镜",
        2,
        *[date(2026, 3, 2)] * 2,
    )
    for wrong in ({"claimed_on": "2026-03-05"}, {"collected_on": TOMORROW}, {"collected_on": None}):
        error = await town.refused(
            "village", "change_wish", code="INVALID_INPUT", deed=wish, **wrong
        )
        assert [f.path for f in error.fields] == list(wrong)
    await town.act("village", "claim_wish", deed=wish, person=somebody, claimed_on="2026-03-05")
    for wrong in ({"claimed_on": "2026-03-01"}, {"claimed_on": None}):
        await town.refused("village", "change_wish", code="INVALID_INPUT", deed=wish, **wrong)
    assert (
        await town.act("village", "change_wish", deed=wish, claimed_on="2026-03-04")
    ).claimed_on == date(2026, 3, 4)
    await town.act("village", "fulfil_wish", deed=wish, date="2026-04-01")
    await town.refused("village", "change_wish", code="REFUSED", rule="state", deed=wish, people=1)
    for wrong in ({"deed_kind": "practical"}, {"date": "2026-03-03"}):
        error = await town.refused(
            "village", "change_deed", code="INVALID_INPUT", deed=wish, **wrong
        )
        assert [f.path for f in error.fields] == list(wrong)
