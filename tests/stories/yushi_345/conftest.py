"""A county of the 345 way, founded once for each module."""

from __future__ import annotations

import pytest

from tests.fixtures.database import Urls
from tests.stories.conftest import Serving
from tests.stories.town import found_town
from tests.stories.yushi_345.district import PLUGIN, District


@pytest.fixture(scope="module")
async def district(serving: Serving, database_urls: Urls) -> District:
    town = await found_town(serving.http, serving.platform, database_urls)
    county = town["county"]
    await town.switch_on(PLUGIN, "county")
    room = await county.do(
        "openStation",
        "station { id }",
        org=town.orgs["township"],
        name="河口镇协商议事室",
        kind="council_room",
        level="township",
        opened_on="2024-01-01",
    )
    district = District(town, room["station"]["id"])
    await district.person(
        "county", "镇副书记", "township", post_kind="township_deputy_secretary", sex="male"
    )
    for name, slug in (("经济委", "economy"), ("社法委", "society")):
        director = await district.person(
            "county", f"{name}主任", "county", post_kind="committee_director"
        )
        committee = await town.org(name, "county", slug, "special_committee", f"县政协{name}")
        seat = {"group": committee, "person": director, "group_position": "head"}
        await county.do("addToGroup", "__typename", **seat, from_on="2025-01-01")
    for name, place in (("经济委", "township"), ("社法委", "neighbour")):
        link = {"guide": town.orgs[name], "guided": town.orgs[place]}
        await county.do("linkOrgs", "__typename", **link, from_on="2025-01-01")
    return district
