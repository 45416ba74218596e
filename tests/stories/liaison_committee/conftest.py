"""A county with a liaison committee, for the tests of one module."""

from __future__ import annotations

import pytest

from tests.fixtures.database import Urls
from tests.stories.conftest import Serving
from tests.stories.liaison_committee.committee import Committee, set_up
from tests.stories.town import found_town


@pytest.fixture(scope="module")
async def committee(serving: Serving, database_urls: Urls) -> Committee:
    return await set_up(await found_town(serving.http, serving.platform, database_urls))
