"""Bringing a database up to date: tables of core, tenants and plugins, and the country's divisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yishi_graphql.cli.place import owner_session

if TYPE_CHECKING:
    from yishi_core.database.migrations import Environment
    from yishi_core.plugins.plugin_set import PluginSet


def environments(plugins: PluginSet) -> list[Environment]:
    """Core's, the tenants' and every installed plugin's migrations."""
    from yishi_core.database.migrations import Environment, core_environment

    return [core_environment(), Environment.of_package("tenants", "yishi_tenants"), *plugins.migrations()]


async def upgrade_database(owner_url: str, plugins: PluginSet) -> int:
    """Run all migrations, then load the divisions of the country where they are missing; answers how many were written."""
    import asyncio

    from yishi_core.database.migrations import upgrade
    from yishi_tenants.counties.regions import load_country

    await asyncio.to_thread(upgrade, owner_url, environments(plugins))
    async with owner_session(owner_url) as session:
        return await load_country(session)
