"""Plaques, demonstration points, the place on the map (domain.md 2.3, 3.4, 3.6)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County
from yishi_core import clock


async def test_a_plaque_is_awarded_and_the_last_one_shows(town: County) -> None:
    station = await open_station(town, opened_on="2021-01-01")
    await town.act(
        "township",
        "award_plaque",
        station=station,
        plate_awarded_by="镇党委",
        plate_awarded_on="2021-02-01",
    )
    again = await town.act(
        "county",
        "award_plaque",
        station=station,
        plate_awarded_by="县委、县政府",
        plate_awarded_on="2023-05-01",
    )
    assert (again.plate_awarded_by, again.plate_awarded_on) == ("县委、县政府", date(2023, 5, 1))
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    given = {"station": station, "plate_awarded_by": "县委"}
    await town.refused(
        "township", "award_plaque", code="INVALID_INPUT", **given, plate_awarded_on=tomorrow
    )
    await town.refused("village", "award_plaque", code="FORBIDDEN", **given)
    changed = await town.act(
        "township", "change_station", station=station, plate_awarded_on="2023-05-11"
    )
    assert (changed.plate_awarded_by, changed.plate_awarded_on.isoformat()) == (
        "县委、县政府",
        "2023-05-11",
    )
    for wrong in ({"plate_awarded_on": tomorrow}, {"plate_awarded_by": None}):
        error = await town.refused(
            "township", "change_station", code="INVALID_INPUT", station=station, **wrong
        )
        assert [f.path for f in error.fields] == list(wrong)
    await town.refused(
        "village", "change_station", code="FORBIDDEN", station=station, plate_awarded_by="村委会"
    )
    back = await town.act(
        "township", "change_station", station=station, plate_awarded_by=None, plate_awarded_on=None
    )
    assert (back.plate_awarded_by, back.plate_awarded_on) == (None, None)
    await town.refused(
        "township",
        "change_station",
        code="INVALID_INPUT",
        station=station,
        plate_awarded_by="镇党委",
        plate_awarded_on="2021-02-01",
    )
    await town.act("township", "close_station", station=station, reason="撤并")
    await town.refused("township", "award_plaque", code="REFUSED", rule="state", **given)


async def test_a_batch_belongs_to_a_demonstration_point_and_a_place_has_two_coordinates(
    town: County,
) -> None:
    station = await open_station(
        town, is_demo_point=True, demo_batch="第一批", latitude="32.041234", longitude="105.9"
    )
    assert (station.demo_batch, station.latitude) == ("第一批", Decimal("32.041234"))
    given = {
        "org": town.orgs["village"],
        "name": "议事室",
        "kind": "council_room",
        "level": "village",
    }
    beyond = {"latitude": "91", "longitude": "105"}
    for wrong, path in (
        ({"demo_batch": "第一批"}, "demo_batch"),
        ({"latitude": "32"}, "longitude"),
        (beyond, "latitude"),
    ):
        error = await town.refused(
            "township", "open_station", code="INVALID_INPUT", **given, **wrong
        )
        assert [f.path for f in error.fields] == [path]
    error = await town.refused(
        "township", "change_station", code="INVALID_INPUT", station=station, is_demo_point=False
    )
    assert [f.path for f in error.fields] == ["demo_batch"]
    plain = await town.act(
        "township", "change_station", station=station, is_demo_point=False, demo_batch=None
    )
    assert (plain.is_demo_point, plain.demo_batch) == (False, None)
