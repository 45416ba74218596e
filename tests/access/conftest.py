"""One world for all tests of this folder (per worker): they only ask, or what they write is rolled
back.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.access.inputs import Examples
from tests.access.world import World, plant_world
from tests.fixtures.county import make_platform, schema_of
from yishi_core.kernel.database import Database
from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.reader import Reader
from yishi_graphql.schema import Schema


@pytest.fixture(scope="session")
def open_platform(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Platform:
    return make_platform(database, Path(tmp_path_factory.mktemp("files")))


@pytest.fixture(scope="session")
async def world(open_platform: Platform) -> World:
    return await plant_world(open_platform)


@pytest.fixture(scope="session")
def examples(world: World) -> Examples:
    return Examples(world.here, world.platform.plugins.core.words, world.open_station)


@pytest.fixture(scope="session")
def schema(open_platform: Platform) -> Schema:
    return schema_of(open_platform.plugins)


@pytest.fixture(scope="session")
def reader(open_platform: Platform, schema: Schema) -> Reader:
    return Reader(open_platform, schema)
