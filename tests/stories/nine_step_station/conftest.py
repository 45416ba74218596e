"""The station in its township: one county for the tests of a module, each of which looks at what
it entered itself.
"""

from __future__ import annotations

import pytest

from tests.fixtures.database import Urls
from tests.stories.conftest import Serving
from tests.stories.nine_step_station.place import COMMUNITY, Place, found_station
from tests.stories.town import found_town


@pytest.fixture(scope="module")
async def place(serving: Serving, database_urls: Urls, day_of_the_module: object) -> Place:
    town = await found_town(serving.http, serving.platform, database_urls, COMMUNITY)
    return await found_station(town)
