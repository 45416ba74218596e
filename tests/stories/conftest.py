"""The fixtures of the stories: one application for all, a county for each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from tests.fixtures.database import Urls
from tests.stories.figures import Printer, lines
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


_PRINTED = pytest.StashKey[Printer]()


@pytest.fixture(scope="session")
def figures(request: pytest.FixtureRequest) -> Printer:
    """Obtains the tables of the documents, and keeps what was counted for `make figures`."""
    return request.config.stash.setdefault(_PRINTED, Printer())


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """With `-m figures`: the whole table. Processes of a parallel run keep theirs to themselves."""
    printer = config.stash.get(_PRINTED, None)
    if printer is None or config.option.markexpr != "figures":
        return
    terminalreporter.section("document, figure, printed there, counted here")
    for line in lines(printer.told):
        terminalreporter.write_line(line)
