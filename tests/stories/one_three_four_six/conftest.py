"""A town with its liaison station: a county for each module of tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.fixtures.database import Urls
from tests.stories.conftest import Serving
from tests.stories.one_three_four_six.links import PLUGIN, Links, day
from tests.stories.town import found_town


@pytest.fixture(scope="module")
async def links(
    serving: Serving, database_urls: Urls, day_of_the_module: Callable[[], datetime]
) -> Links:
    town = await found_town(serving.http, serving.platform, database_urls)
    await town.switch_on(PLUGIN)
    group = await town.org(
        "study_group", "township", "study", "study_party_group", "河口镇委员学习党小组"
    )
    made = await town["county"].do(
        "openStation",
        "station { id oneThreeFourSix { studyPartyGroup { name } } }",
        org=town.orgs["township"],
        name="河口镇委员联络站",
        kind="liaison_station",
        level="township",
        opened_on=day(400),
        plus_theme="协商+乡村振兴",
        one_three_four_six={"study_party_group": group},
    )
    assert made["station"]["oneThreeFourSix"] == {
        "studyPartyGroup": {"name": "河口镇委员学习党小组"}
    }
    return Links(town, made["station"]["id"])
