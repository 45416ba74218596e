"""A township of six steps: a county for each module of tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.fixtures.database import Urls
from tests.stories.conftest import Serving
from tests.stories.six_step_township.township import PLUGIN, Township, day
from tests.stories.town import found_town


@pytest.fixture(scope="module")
async def township(
    serving: Serving, database_urls: Urls, day_of_the_module: Callable[[], datetime]
) -> Township:
    town = await found_town(serving.http, serving.platform, database_urls)
    await town.switch_on(PLUGIN)
    county = town["county"]
    stations = {}
    for name, org, kind, sub_kind in (
        ("河口镇委员工作站", "township", "workstation", None),
        ("柳湾村协商议事室", "village", "council_room", None),
        ("柳湾村邻里小院", "village", "flexible_venue", "yard"),
    ):
        made = await county.do(
            "openStation",
            "station { id }",
            org=town.orgs[org],
            name=name,
            kind=kind,
            sub_kind=sub_kind,
            level=org,
            opened_on=day(300),
        )
        stations[kind] = made["station"]["id"]
    return Township(town, stations)
