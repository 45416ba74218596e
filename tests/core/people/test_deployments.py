"""Members are placed at the base and show three things (domain.md 2.17, 3.4)."""

from __future__ import annotations

from typing import Any

from tests.core.people.test_people import TOMORROW, register
from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County
from yishi_core.domain.people.deployments import MemberDeployment
from yishi_core.domain.people.models import Member

SHOWN = {"place_kind": "community", "shown_identity": "县政协委员", "shown_expertise": "法律咨询"}


async def member(town: County, **rest: Any) -> Member:
    person = await register(town, "卜文")
    made: Member = await town.act(
        "township", "add_member", person=person, level="county", joined_on="2022-01-10", **rest
    )
    return made


async def test_a_member_is_placed_once_at_a_place(town: County) -> None:
    who = await member(town)
    given = {**SHOWN, "member": who, "org": town.orgs["village"]}
    placed = await town.act("township", "deploy_member", **given, from_on="2023-02-01")
    assert (placed.org_id, placed.to_on) == (town.orgs["village"].id, None)
    await town.refused("township", "deploy_member", code="REFUSED", rule="already_seated", **given)
    await town.act("township", "deploy_member", **{**given, "org": town.orgs["village2"]})
    await town.act("township", "end_deployment", deployment=placed, to_on="2024-01-31")
    await town.refused(
        "township", "end_deployment", code="REFUSED", rule="already_ended", deployment=placed
    )
    again = await town.act("township", "deploy_member", **given, from_on="2024-02-01")
    noted = await town.act(
        "township", "change_deployment", deployment=again, shown_action="每月接待群众"
    )
    assert (noted.shown_action, noted.shown_identity) == ("每月接待群众", "县政协委员")
    for wrong, path in (
        ({"from_on": "2022-01-09"}, "from_on"),
        ({"to_on": "2024-03-01"}, "to_on"),
        ({"shown_expertise": None}, "shown_expertise"),
    ):
        error = await town.refused(
            "township", "change_deployment", code="INVALID_INPUT", deployment=again, **wrong
        )
        assert [f.path for f in error.fields] == [path]
    await town.refused(
        "township",
        "change_deployment",
        code="REFUSED",
        rule="already_seated",
        deployment=again,
        from_on="2024-01-31",
    )
    changed = await town.act(
        "township",
        "change_deployment",
        deployment=placed,
        from_on="2023-02-11",
        to_on="2024-01-30",
        place_kind="park",
    )
    assert (changed.from_on.isoformat(), changed.to_on.isoformat(), changed.place_kind.value) == (
        "2023-02-11",
        "2024-01-30",
        "park",
    )
    assert len(await town.rows(MemberDeployment)) == 3


async def test_only_a_member_in_office_is_placed_where_the_station_is(town: County) -> None:
    who, station = await member(town), await open_station(town)
    given = {**SHOWN, "member": who, "org": town.orgs["village2"]}
    for wrong, path in (
        ({"station": station}, "station"),
        ({"from_on": "2022-01-09"}, "from_on"),
        ({"from_on": TOMORROW}, "from_on"),
    ):
        error = await town.refused(
            "township", "deploy_member", code="INVALID_INPUT", **given, **wrong
        )
        assert [f.path for f in error.fields] == [path]
    await town.act(
        "township", "end_membership", member=who, left_on="2024-06-30", leave_reason="工作调动"
    )
    await town.refused("township", "deploy_member", code="REFUSED", rule="not_in_office", **given)
    await town.refused("village2", "deploy_member", code="FORBIDDEN", **given)
    await town.refused("neighbour", "deploy_member", code="NOT_FOUND", **given)
    placed = await town.act("township", "deploy_member", **given, from_on="2023-01-01")
    error = await town.refused(
        "township", "change_deployment", code="INVALID_INPUT", deployment=placed, station=station
    )
    assert [f.path for f in error.fields] == ["station"]
