"""A township with its members' group, founded once for each module."""

from __future__ import annotations

import pytest

from tests.fixtures.database import Urls
from tests.stories.conftest import Serving
from tests.stories.town import found_town
from tests.stories.township_duty_group.group import PLUGIN, Group

MEMBERS = (
    ("张德全", "male", "agriculture"),
    ("李春梅", "female", "education"),
    ("释明心", "male", "religion"),
)


@pytest.fixture(scope="module")
async def group(serving: Serving, database_urls: Urls) -> Group:
    town = await found_town(serving.http, serving.platform, database_urls)
    await town.switch_on(PLUGIN)
    county, township = town["county"], town["township"]
    group = Group(
        town,
        await town.org(
            "group",
            "township",
            "members",
            "member_group",
            "河口镇政协委员活动小组",
            group_kind="activity",
            founded_on="2024-03-01",
        ),
    )
    for name, sex, sector in MEMBERS:
        made = await township.do(
            "registerPerson", "person { id }", org=group.place, name=name, sex=sex
        )
        person = group.people[name] = made["person"]["id"]
        office = {"person": person, "level": "county", "sector": sector}
        await county.do("addMember", "__typename", **office, joined_on="2024-03-01")
        await township.do("addToGroup", "__typename", group=group.id, person=person)
    return group
