"""Whether every member has a place at a station (domain.md 3.3)."""

from __future__ import annotations

from typing import Any

from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County


async def member(town: County, name: str, level: str = "county", **given: Any) -> Any:
    person = await town.act("township", "register_person", org=town.orgs["township"], name=name)
    usual = {"person": person, "level": level, "term": 9, "joined_on": "2022-01-01"}
    await town.act("county", "add_member", **{**usual, **given})
    return person


async def placement(town: County, **given: Any) -> Any:
    return await town.act("township", "member_placement", **{"org": town.orgs["township"], **given})


async def test_members_without_a_post_at_a_station_are_named(town: County) -> None:
    station = await open_station(town, opened_on="2023-01-01")
    placed, city, alone = [
        await member(town, "王秀兰"),
        await member(town, "李国强", "city"),
        await member(town, "陈静"),
    ]
    for person in (placed, city):
        await town.act(
            "county",
            "assign_to_station",
            station=station,
            person=person,
            role="resident_member",
            from_on="2024-01-01",
        )
    found = await placement(town)
    assert (found.members, found.placed, str(found.share)) == (3, 2, "66.7")
    assert [(one.name, one.level) for one in found.missing] == [("陈静", "county")]
    assert [(one.name, one.members) for one in found.stations] == [(station.name, 2)]
    await town.act(
        "county",
        "assign_to_station",
        station=station,
        person=alone,
        role="station_head",
        from_on="2024-01-01",
    )
    assert (await placement(town)).missing == []


async def test_only_posts_that_run_at_stations_at_work_count(town: County) -> None:
    station = await open_station(town, opened_on="2023-01-01")
    ended, of_old = (
        await member(town, "赵明"),
        await member(town, "孙丽", left_on="2025-06-30", leave_reason="届满"),
    )
    post = await town.act(
        "county",
        "assign_to_station",
        station=station,
        person=ended,
        role="staff",
        from_on="2024-01-01",
    )
    await town.act("county", "end_station_assignment", assignment=post, to_on="2026-03-31")
    assert of_old
    assert [one.name for one in (await placement(town)).missing] == ["赵明"]
    assert (await placement(town, on="2026-03-31")).missing == []
    assert (await placement(town, on="2025-06-30")).members == 2
    other = await placement(town, on="2026-03-31", kind="workstation")
    assert [one.name for one in other.missing] == ["赵明"], "the post is at another kind of station"
    assert other.stations == []


async def test_an_org_without_members_has_no_share(town: County) -> None:
    found = await placement(town)
    assert (found.members, found.share, found.missing) == (0, None, [])
    await town.refused("member", "member_placement", code="FORBIDDEN", org=town.orgs["township"])
