"""A hall in its village."""

from __future__ import annotations

import pytest

from tests.stories.qiangshan_hall.hall import PLUGIN, Hall, day
from tests.stories.town import Town


@pytest.fixture
async def hall(story: Town) -> Hall:
    await story.switch_on(PLUGIN)
    county, township = story["county"], story["township"]
    station = await county.do(
        "openStation",
        "station { id name state }",
        org=story.orgs["village"],
        name="羌山议事堂",
        kind="council_room",
        level="village",
        opened_on=day(200),
        shares_with=["village_office"],
    )
    people = {}
    for name, expertise in (("张德全", ["agriculture"]), ("陈水生", ["engineering"])):
        made = await township.do(
            "registerPerson",
            "person { id }",
            org=story.orgs["township"],
            name=name,
            expertise=expertise,
        )
        people[name] = made["person"]["id"]
    await county.do(
        "addMember",
        "member { id level }",
        person=people["张德全"],
        level="county",
        sector="agriculture",
        joined_on=day(400),
    )
    found = await county.ask('{ accounts(where: {name: {eq: "member"}}) { nodes { id } } }')
    await county.do(
        "linkAccount",
        "__typename",
        account=found["accounts"]["nodes"][0]["id"],
        person=people["张德全"],
    )
    return Hall(story, station["station"]["id"], people["张德全"], people["陈水生"])
