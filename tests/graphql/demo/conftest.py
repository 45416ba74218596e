"""The demonstration county, loaded once for all tests of the folder, in a database of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from tests.fixtures.database import Server, Urls
from tests.stories.town import story_platform
from yishi_core import clock
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import Database
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.demo import LOADING, load_demo
from yishi_graphql.demo.founding import COUNTY

PORT = 8000


@dataclass(frozen=True)
class Loaded:
    """What was printed, and where the data lies."""

    platform: Platform
    urls: Urls
    text: str

    @property
    def tokens(self) -> dict[str, str]:
        """Login name → token, as printed."""
        lines = (line.split() for line in self.text.splitlines())
        return {
            words[0]: words[1]
            for words in lines
            if len(words) > 1 and words[1].startswith(f"ys_{COUNTY}_")
        }

    async def principal(self, name: str) -> Principal:
        """Somebody of the cast as a server looks them up; this process loaded the county, and may
        still know the grants of an earlier day of the story.
        """
        token = self.tokens[name]
        self.platform.principals.forget(token)
        return await self.platform.principals.by_token(token)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows as the owner sees them; the query may name %(county)s and %(today)s."""
        with psycopg.connect(self.urls.owner, autocommit=True) as connection:
            return connection.execute(
                query.encode(), {"county": COUNTY, "today": clock.today()}
            ).fetchall()


@pytest.fixture(scope="module")
async def loaded(
    database_server: Server,
    tmp_path_factory: pytest.TempPathFactory,
    anyio_backend: str,
    day_of_the_module: object,
) -> AsyncIterator[Loaded]:
    """The county, loaded on the day of the module."""
    name = f"yishi_demo_{database_server.run}_{new_id().hex[-8:]}"
    urls = database_server.clone(name)
    database = await Database.open(urls.app, size=5, limits=LOADING, closing=[IndexBuffer])
    try:
        platform = story_platform(database, tmp_path_factory.mktemp("files"))
        yield Loaded(platform, urls, await load_demo(platform, urls.owner, PORT))
    finally:
        await database.close()
        database_server.drop(name)
