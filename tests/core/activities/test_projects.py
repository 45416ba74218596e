"""Donations, members' own projects, projects brought in; what else an activity says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.core.metrics.test_counting import counted
from tests.fixtures.county import County
from yishi_core.domain.activities.models import Donation
from yishi_core.errors import Conflict
from yishi_core.facilities.metrics.counter import CountedFor

GIVEN: dict[str, Any] = {"date": "2026-05-01", "amount": 50_000, "purpose": "助学"}


async def test_donations_are_added_by_person(town: County) -> None:
    somebody, office = await cases.person(town), {"org": town.orgs["village"]}
    for amount in (50_000, 30_000):
        await town.act(
            "village", "record_donation", **office, person=somebody, **{**GIVEN, "amount": amount}
        )
    assert await counted(town, "donations_amount", CountedFor.PERSON) == {somebody.id: 80_000}
    assert await counted(town, "donations", CountedFor.PERSON) == {somebody.id: 2}
    for wrong in ({"amount": 0}, {"amount": -5}, {"date": "2099-01-01"}, {"purpose": ""}):
        await town.refused(
            "village",
            "record_donation",
            code="INVALID_INPUT",
            **office,
            person=somebody,
            **{**GIVEN, **wrong},
        )
    await town.refused(
        "member", "record_donation", code="FORBIDDEN", **office, person=somebody, **GIVEN
    )
    assert len(await town.rows(Donation)) == 2


async def test_a_project_stands_once_a_year(town: County) -> None:
    somebody, office = await cases.person(town), {"org": town.orgs["township"]}
    own = {"person": somebody, "name": "茶园", "invested": 100, "jobs": 20, "land_mu": "350.5"}
    await town.act("township", "record_member_project", **office, **own, year=2025)
    await town.act("township", "record_member_project", **office, **own, year=2026)
    brought = {"name": "冷链物流园", "introduced_by": somebody, "funds_in_place": 900}
    await town.act("township", "record_introduced_project", **office, **brought, year=2026)
    for operation, given in (
        ("record_member_project", own),
        ("record_introduced_project", brought),
    ):
        with pytest.raises(Conflict):
            await town.act("township", operation, **office, **given, year=2026)
        await town.refused(
            "township", operation, code="INVALID_INPUT", **office, **given, year=2099
        )
        await town.refused("leader", operation, code="FORBIDDEN", **office, **given, year=2020)
    of = {
        m: (await counted(town, m, CountedFor.PERSON)).get(somebody.id)
        for m in (
            "member_project_invested",
            "member_project_jobs",
            "introduced_projects",
            "introduced_funds",
        )
    }
    assert of == {
        "member_project_invested": 100,
        "member_project_jobs": 20,
        "introduced_projects": 1,
        "introduced_funds": 900,
    }


async def test_an_activity_says_who_organised_it_with_whom_and_which_function_it_serves(
    town: County,
) -> None:
    topic = await cases.topic(town)
    row = await town.act(
        "village",
        "record_activity",
        org=town.orgs["village"],
        kind="joint_survey",
        title="联动调研",
        date="2026-05-01",
        topic=topic,
        organiser_level="city",
        duty_function="participation",
        joint_with=["市政协", "县政协"],
    )
    assert (row.organiser_level.value, row.duty_function.value, row.joint_with, row.topic_id) == (
        "city",
        "participation",
        ["市政协", "县政协"],
        topic.id,
    )
    assert len(await counted(town, "activities{organiser_level=city}", CountedFor.ORG)) == 3


async def test_a_leader_s_post_is_that_of_who_visited_or_chaired(town: County) -> None:
    given = {
        "org": town.orgs["village"],
        "title": "协商工作推进会",
        "date": "2026-05-01",
        "leader_post": "county_party_secretary",
    }
    for kind in ("leader_visit", "work_meeting", "party_meeting"):
        made = await town.act("village", "record_activity", kind=kind, **given)
        assert made.leader_post == "county_party_secretary"
    error = await town.refused(
        "village", "record_activity", code="INVALID_INPUT", kind="study", **given
    )
    assert error.fields[0].path == "leader_post"
    chaired = "activities{kind=work_meeting,leader_post=county_party_secretary}"
    assert {*(await counted(town, chaired, CountedFor.ORG)).values()} == {1}


async def test_what_members_gave_and_brought_is_put_right(town: County) -> None:
    one, two, township = (
        await cases.person(town),
        await cases.person(town, "王芳"),
        {"org": town.orgs["township"]},
    )
    gift = await town.act("township", "record_donation", **township, person=one, **GIVEN)
    changed = await town.act(
        "township", "change_donation", donation=gift, person=two, amount=80_000
    )
    assert (changed.person_id, changed.amount, changed.purpose) == (two.id, 80_000, "助学")
    for wrong in ({"amount": 0}, {"date": "2099-01-01"}, {"person": None}):
        error = await town.refused(
            "township", "change_donation", code="INVALID_INPUT", donation=gift, **wrong
        )
        assert [f.path for f in error.fields] == list(wrong)
    await town.refused("village", "change_donation", code="NOT_FOUND", donation=gift, amount=1)
    own: dict[str, Any] = {"person": one, "name": "茶园", "invested": 100, "jobs": 20}
    await town.act("township", "record_member_project", **township, **own, year=2025)
    row = await town.act("township", "record_member_project", **township, **own, year=2026)
    with pytest.raises(Conflict):
        await town.act("township", "change_member_project", member_project=row, year=2025)
    await town.refused(
        "township", "change_member_project", code="INVALID_INPUT", member_project=row, year=2099
    )
    changed = await town.act(
        "township",
        "change_member_project",
        member_project=row,
        year=2025,
        name="茶叶基地",
        invested=None,
    )
    assert (changed.year, changed.name, changed.invested, changed.jobs) == (
        2025,
        "茶叶基地",
        None,
        20,
    )
    brought = await town.act(
        "township",
        "record_introduced_project",
        **township,
        name="冷链物流园",
        funds_in_place=900,
        year=2026,
    )
    changed = await town.act(
        "township",
        "change_introduced_project",
        introduced_project=brought,
        introduced_by=one,
        funds_in_place=90,
    )
    assert (changed.introduced_by_id, changed.funds_in_place) == (one.id, 90)
    await town.refused(
        "leader",
        "change_introduced_project",
        code="FORBIDDEN",
        introduced_project=brought,
        year=2025,
    )
