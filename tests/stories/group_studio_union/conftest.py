"""A studio with its group."""

from __future__ import annotations

import pytest

from tests.stories.group_studio_union.studio import PLUGIN, Union, day, studio
from tests.stories.town import Town


@pytest.fixture
async def union(story: Town) -> Union:
    await story.switch_on(PLUGIN, "county")
    made = Union(
        story, await studio(story, "township", "河口委员工作室", "township", story.orgs["township"])
    )
    for name, begun in (("张德全", 700), ("陈水生", 700), ("李春梅", 0)):
        person = await story["township"].do(
            "registerPerson", "person { id }", org=story.orgs["township"], name=name
        )
        made.people[name] = person["person"]["id"]
        post = {"person": made.people[name], "role": "resident_member", "from_on": day(begun)}
        await story["township"].do("assignToStation", "__typename", station=made.station, **post)
    return made
