"""Councils and expert committees (domain.md 2.4, 3.9, 3.10)."""

from __future__ import annotations

from datetime import date

from tests.core.people.test_people import register
from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County
from yishi_core.domain.people.models import CouncilMember, ExpertRole


async def test_a_station_has_one_council(town: County) -> None:
    station = await open_station(town)
    council = await town.act(
        "township", "found_council", station=station, name="柳湾村议事会", seats=2
    )
    assert council.seats == 2
    await town.refused("township", "found_council", code="CONFLICT", station=station, name="又一个")


async def test_no_more_members_than_seats_at_one_time(town: County) -> None:
    station = await open_station(town, opened_on="2020-01-01")
    council = await town.act(
        "township",
        "found_council",
        station=station,
        name="议事会",
        seats=1,
        founded_on="2020-02-01",
    )
    first, second = await register(town, "任平"), await register(town, "查平")
    given = {"council": council, "identity": "village_worthy"}
    await town.refused(
        "township",
        "seat_council_member",
        code="INVALID_INPUT",
        **given,
        person=first,
        from_on="2020-01-31",
    )
    seat = await town.act(
        "township",
        "seat_council_member",
        **given,
        person=first,
        from_on="2020-02-01",
        council_role="召集人",
    )
    await town.refused(
        "township",
        "seat_council_member",
        code="REFUSED",
        rule="already_seated",
        **given,
        person=first,
    )
    await town.refused(
        "township", "seat_council_member", code="REFUSED", rule="no_seat", **given, person=second
    )
    ended = await town.act("township", "end_council_seat", seat=seat, to_on="2023-12-31")
    assert ended.to_on == date(2023, 12, 31)
    await town.act("township", "seat_council_member", **given, person=second, from_on="2024-01-01")
    assert len(await town.rows(CouncilMember)) == 2


async def test_an_identity_is_one_of_the_list(town: County) -> None:
    council = await town.act(
        "township", "found_council", station=await open_station(town), name="议事会"
    )
    given = {"council": council, "person": await register(town), "identity": "king"}
    error = await town.refused("township", "seat_council_member", code="INVALID_INPUT", **given)
    assert [f.path for f in error.fields] == ["identity"]


async def test_no_council_at_a_closed_station(town: County) -> None:
    station = await open_station(town, opened_on="2020-01-01")
    council = await town.act(
        "township", "found_council", station=station, name="议事会", founded_on="2020-02-01"
    )
    await town.act("township", "close_station", station=station, reason="撤并")
    await town.refused(
        "township",
        "found_council",
        code="REFUSED",
        rule="station_closed",
        station=station,
        name="议事会",
    )
    seat = {
        "council": council,
        "person": await register(town),
        "identity": "village_worthy",
        "from_on": "2021-01-01",
    }
    await town.refused(
        "township", "seat_council_member", code="REFUSED", rule="station_closed", **seat
    )
    await town.act("township", "seat_council_member", **seat, to_on="2021-12-31")


async def test_experts_are_appointed_and_released(town: County) -> None:
    org = town.orgs["township"]
    committee = await town.act(
        "township",
        "found_expert_committee",
        org=org,
        name="古城智囊团",
        theme="古城保护",
        founded_on="2022-01-01",
    )
    person = await register(town)
    given = {"committee": committee, "person": person}
    await town.refused(
        "township", "appoint_expert", code="INVALID_INPUT", **given, from_on="2021-12-31"
    )
    expert = await town.act(
        "township", "appoint_expert", **given, expert_role="adviser", from_on="2022-01-01"
    )
    assert expert.expert_role is ExpertRole.ADVISER
    await town.refused("township", "appoint_expert", code="REFUSED", rule="already_seated", **given)
    ended = await town.act("township", "end_expert", expert=expert, to_on="2022-12-31")
    assert ended.to_on == date(2022, 12, 31)
    await town.refused(
        "village",
        "found_expert_committee",
        code="FORBIDDEN",
        org=town.orgs["village"],
        name="智囊团",
    )


async def test_seats_of_long_ago_are_counted_by_the_day(town: County) -> None:
    station = await open_station(town, opened_on="2012-01-01")
    council = await town.act(
        "township",
        "found_council",
        station=station,
        name="议事会",
        seats=2,
        founded_on="2012-02-01",
    )
    people = [await register(town, name) for name in ("任平", "查平", "盖平", "华平")]
    given = {"council": council, "identity": "village_worthy"}
    for person, first, last in (
        (0, "2012-02-01", "2014-12-31"),
        (1, "2015-01-01", "2017-12-31"),
        (2, "2012-02-01", "2017-12-31"),
    ):
        await town.act(
            "township",
            "seat_council_member",
            **given,
            person=people[person],
            from_on=first,
            to_on=last,
        )
    full = {**given, "person": people[3]}
    await town.refused(
        "township",
        "seat_council_member",
        code="REFUSED",
        rule="no_seat",
        **full,
        from_on="2017-12-31",
    )
    await town.act("township", "seat_council_member", **full, from_on="2018-01-01")
