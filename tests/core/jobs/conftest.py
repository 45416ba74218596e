"""A county whose events go through the real queue, in a database of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.jobs.reactions import Reactions
from tests.fixtures.county import County, make_county, make_platform
from tests.fixtures.database import Urls
from yishi_core.facilities.jobs.procrastinate_queue import DatabaseQueue
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.database import Database
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_tenants.settings.source import TenantSettings


@pytest.fixture
def reactions() -> Reactions:
    """What the two plugins of these tests did."""
    return Reactions()


@pytest.fixture
async def live(fresh_database: Urls, tmp_path: Path, reactions: Reactions) -> AsyncIterator[County]:
    """A county with the plugins `counter` and `second` switched on and the queue of production."""
    database = await Database.open(fresh_database.app, size=5, closing=[IndexBuffer])
    plugins = load_plugins(reactions.plugins(), entry_points=False)
    base = make_platform(database, tmp_path / "files", plugins)
    platform = replace(base, settings=TenantSettings(plugins), queue=DatabaseQueue())
    town = await make_county(platform)
    for code in ("counter", "second"):
        await town.act("county", "switch_plugin", org=town.orgs["county"], plugin=code, on=True)
    yield town
    await database.close()
