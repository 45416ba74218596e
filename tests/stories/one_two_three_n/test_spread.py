"""The way spreads: a town makes its own copy, the county takes it over and spreads it to others."""

from __future__ import annotations

import pytest

from tests.stories.asking import asked
from tests.stories.one_two_three_n.station import PLUGIN, CouncilStation, day, topic

OWN = "own_shicheng"
PAGE = {"code": "mode", "title": "诗城议事会", "text": "一支队伍、两次议事、三项活动、N项建议。"}


@pytest.mark.day
async def test_the_county_spreads_a_town_s_way_and_sees_where_it_runs(
    station: CouncilStation,
) -> None:
    town = station.town
    county, township, neighbour = (town.orgs[o] for o in ("county", "township", "neighbour"))
    made = await town["township"].do(
        "copyVariant",
        "ownVariant { id version }",
        org=township,
        variant=PLUGIN,
        code=OWN,
        label="诗城议事会",
    )
    own = made["ownVariant"]
    await town["neighbour"].refused(
        "editVariant", "NOT_FOUND", variant=own["id"], values={"guide": [PAGE]}, based_on=1
    )
    await town["township"].do(
        "editVariant",
        "__typename",
        variant=own["id"],
        values={"guide": [PAGE]},
        based_on=own["version"],
    )
    await town["township"].do("releaseVariant", "__typename", variant=own["id"])
    await town["township"].refused("spreadVariant", "FORBIDDEN", variant=own["id"], orgs=[township])
    taken = await town["county"].do("takeOverVariant", "ownVariant { id }", variant=own["id"])
    told = "edition places { org { id } outcome reason }"
    spread = {"variant": taken["ownVariant"]["id"], "orgs": [neighbour]}
    first = await town["county"].do("spreadVariant", told, **spread)
    [place] = first["places"]
    assert place["outcome"] == "refused"
    assert place["reason"].endswith(f"需要先启用:{PLUGIN}。")
    await town.switch_on(PLUGIN, "neighbour")
    second = await town["county"].do("spreadVariant", told, **spread)
    assert second["places"][0]["outcome"] == "switched_on", second
    one, _ = await topic(station, "老街消防", 5)
    await town["township"].do("openCase", "__typename", topic=one, opened_on=day(5))
    [table] = await asked(
        town["county"],
        "ownVariantsInUse",
        "maker behind variant { code label } places { org { id } edition runningCases }",
        org=county,
    )
    assert table["variant"] == {"code": OWN, "label": "诗城议事会"}
    assert {p["org"]["id"]: (p["edition"], p["runningCases"]) for p in table["places"]} == {
        township: (1, 1),
        neighbour: (2, 0),
    }
    assert table["behind"] == 1
