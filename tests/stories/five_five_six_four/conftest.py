"""The way in its county: one county for the tests of a module, each of which looks at what it
entered itself.
"""

from __future__ import annotations

import pytest

from tests.fixtures.database import Urls
from tests.stories.conftest import Serving
from tests.stories.five_five_six_four.place import Place, found_place
from tests.stories.town import found_town


@pytest.fixture(scope="module")
async def place(serving: Serving, database_urls: Urls, day_of_the_module: object) -> Place:
    return await found_place(await found_town(serving.http, serving.platform, database_urls))
