"""A worker process that is killed in the middle of its first reaction: `python -m
tests.core.jobs.dying URL FOLDER`.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from tests.core.jobs.reactions import Reactions, die
from tests.fixtures.county import make_platform
from yishi_core.facilities.jobs.worker import run_worker
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.database import Database
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_tenants.settings.source import TenantSettings


async def main(url: str, folder: Path) -> None:
    reactions = Reactions()
    reactions.before = die
    database = await Database.open(url, size=3, closing=[IndexBuffer])
    plugins = load_plugins(reactions.plugins(), entry_points=False)
    platform = replace(make_platform(database, folder, plugins), settings=TenantSettings(plugins))
    await run_worker(platform, url, wait=False, listen=False)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
