"""A served county with the plugin of evening talks on in one of its two townships; a second plugin
with own fields, yard seats, is on nowhere.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from litestar.testing import AsyncTestClient

from tests.fixtures.database import Server, environments
from tests.oneplace import yard_seats
from tests.oneplace.evening_talks import FILES, PACKAGE
from tests.oneplace.packages import on_disk
from tests.stories.town import Town, found_town, story_application, story_platform
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.database import Database
from yishi_core.kernel.database.migrations import upgrade
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.plugins.plugin_set import load_plugins


@pytest.fixture(scope="package")
async def talks(
    database_server: Server, tmp_path_factory: pytest.TempPathFactory, anyio_backend: str
) -> AsyncIterator[Town]:
    """The town of all tests of evening talks; each test makes records of its own."""
    folder = tmp_path_factory.mktemp("talks")
    name = f"yishi_talks_{database_server.run}_{new_id().hex[-12:]}"
    urls = database_server.clone(name)
    try:
        with on_disk(folder, PACKAGE, FILES), on_disk(folder, yard_seats.PACKAGE, yard_seats.FILES):
            plugins = load_plugins([PACKAGE, yard_seats.PACKAGE])
            made = (PACKAGE, yard_seats.PACKAGE)
            own = [e for e in plugins.migrations() if e.name in made]
            upgrade(urls.owner, [*environments(), *own])
            database = await Database.open(urls.app, size=4, closing=[IndexBuffer])
            try:
                platform = story_platform(database, folder / "files", plugins)
                async with AsyncTestClient(story_application(platform)) as http:
                    town = await found_town(http, platform, urls)
                    await town.switch_on(PACKAGE)
                    yield town
            finally:
                await database.close()
    finally:
        database_server.drop(name)
