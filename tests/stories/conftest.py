"""The fixtures of the stories: one application for all, a county for each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from tests.fixtures.database import Urls
from tests.stories.town import Town, found_town, story_application, story_platform
from yishi_core.kernel.database import Database
from yishi_core.kernel.operation.platform import Platform


@dataclass(frozen=True)
class Serving:
    """The application of the run and the platform behind it."""

    platform: Platform
    http: AsyncTestClient[Litestar]


@pytest.fixture(scope="session")
async def serving(
    database: Database, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Serving]:
    """Serves the worker's database."""
    platform = story_platform(database, tmp_path_factory.mktemp("files"))
    async with AsyncTestClient(story_application(platform)) as http:
        yield Serving(platform, http)


@pytest.fixture
async def story(serving: Serving, database_urls: Urls) -> Town:
    """A county with two townships, and everybody in post."""
    return await found_town(serving.http, serving.platform, database_urls)
