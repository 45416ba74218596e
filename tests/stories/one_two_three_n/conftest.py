"""A town with its democratic council station."""

from __future__ import annotations

import pytest

from tests.stories.one_two_three_n.station import PLUGIN, CouncilStation, day
from tests.stories.town import Town


@pytest.fixture
async def station(story: Town) -> CouncilStation:
    await story.switch_on(PLUGIN)
    made = await story["township"].do(
        "openStation",
        "station { id }",
        org=story.orgs["township"],
        name="河口镇民主议事站",
        kind="council_room",
        level="township",
        brand="诗城议事会",
        opened_on=day(800),
    )
    found = CouncilStation(story, made["station"]["id"])
    for name in ("张德全", "陈水生", "李春梅", "周大河", "吴秀英", "郑远山", "孙小满"):
        person = await story["township"].do(
            "registerPerson", "person { id }", org=story.orgs["township"], name=name
        )
        found.people[name] = person["person"]["id"]
    return found
