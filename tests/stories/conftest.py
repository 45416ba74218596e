"""The fixture of the stories."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient

from tests.fixtures.database import Urls
from tests.stories.town import Town, found_town, story_application, story_platform
from yishi_core.database import Database


@pytest.fixture
async def story(database: Database, database_urls: Urls, tmp_path: Path) -> AsyncIterator[Town]:
    """A county with two townships, and everybody in post."""
    platform = story_platform(database, tmp_path / "files")
    async with AsyncTestClient(story_application(platform)) as http:
        yield await found_town(http, platform, database_urls)
