"""Coverage: places with an active station on a day, and the list of those without (domain.md 2.3,
3.4).
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County
from yishi_core import clock


async def ask(
    town: County, level: str = "village", who: str = "county", org: str = "county", **given: Any
) -> Any:
    return await town.act(who, "coverage", org=town.orgs[org], level=level, **given)


async def test_coverage_counts_places_not_stations(town: County) -> None:
    await town.org(
        "village3",
        "101/202/",
        town.orgs["village"].kind,
        "neighbour",
        label="西岭村",
        region_code=f"{town.code}101202",
    )
    empty = await ask(town)
    assert (empty.covered, empty.total, empty.share) == (0, 3, Decimal("0.0"))
    await open_station(town, opened_on="2022-01-01")
    await open_station(town, name="二号议事室", opened_on="2022-01-01")
    villages = await ask(town)
    assert (villages.covered, villages.total, villages.share) == (1, 3, Decimal("33.3"))
    assert [(m.name, m.region_code[-6:]) for m in villages.missing] == [
        ("石桥村", "100202"),
        ("西岭村", "101202"),
    ]
    townships = await ask(town, "township")
    assert (townships.covered, townships.total, townships.share) == (1, 2, Decimal("50.0")), (
        "a village's station stands in its township"
    )


async def test_a_station_of_the_township_covers_the_village_it_stands_in(town: County) -> None:
    await open_station(town, org="township", level="village", region_code=f"{town.code}100202")
    assert [m.name for m in (await ask(town, org="township")).missing] == ["柳湾村"]


async def test_coverage_is_that_of_the_day(town: County) -> None:
    station = await open_station(town, opened_on="2022-01-01")
    await town.act("township", "suspend_station", station=station, reason="装修", on="2024-03-01")
    days = {"2021-12-31": 0, "2022-01-01": 1, "2024-02-29": 1, "2024-03-01": 0}
    assert {day: (await ask(town, on=day)).covered for day in days} == days
    await town.act("township", "close_station", station=station, reason="撤并", on="2024-06-01")
    assert (
        (await ask(town, on="2024-05-31")).covered,
        (await ask(town, on="2024-06-01")).covered,
    ) == (1, 0)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    await town.refused(
        "county",
        "coverage",
        code="INVALID_INPUT",
        org=town.orgs["county"],
        level="village",
        on=tomorrow,
    )


async def test_who_may_ask(town: County) -> None:
    assert (await ask(town, who="township", org="township")).total == 2
    await town.refused(
        "township", "coverage", code="FORBIDDEN", org=town.orgs["county"], level="village"
    )
    await town.refused(
        "neighbour", "coverage", code="NOT_FOUND", org=town.orgs["township"], level="village"
    )
