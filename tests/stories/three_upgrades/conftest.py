"""A district with the three upgrades, for the tests of one module."""

from __future__ import annotations

import pytest

from tests.fixtures.database import Urls
from tests.stories.conftest import Serving
from tests.stories.three_upgrades.district import District, begun
from tests.stories.town import found_town


@pytest.fixture(scope="module")
async def district(serving: Serving, database_urls: Urls) -> District:
    return await begun(await found_town(serving.http, serving.platform, database_urls))
