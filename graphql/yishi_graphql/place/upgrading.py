"""Upgrading a database: tables of core, tenants and plugins, and the country's divisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yishi_graphql.place.opened import owner_session

if TYPE_CHECKING:
    from yishi_core.kernel.database.migrations import Environment
    from yishi_core.kernel.plugins.plugin_set import PluginSet


def environments(plugins: PluginSet) -> list[Environment]:
    """The migration environments of core, tenants and every installed plugin."""
    from yishi_core.kernel.database.migrations import Environment, core_environment

    return [
        core_environment(),
        Environment.of_package("tenants", "yishi_tenants"),
        *plugins.migrations(),
    ]


async def upgrade_database(owner_url: str, plugins: PluginSet) -> int:
    """Run all migrations, then load the country's divisions that are missing.

    Returns the number of divisions written.
    """
    await upgrade_tables(owner_url, plugins)
    return await complete_divisions(owner_url)


async def upgrade_tables(owner_url: str, plugins: PluginSet) -> None:
    """Run all migrations."""
    import asyncio

    from yishi_core.domain.schedules import workdays
    from yishi_core.kernel.database.migrations import upgrade

    await asyncio.to_thread(upgrade, owner_url, environments(plugins), [workdays.seed])


async def complete_divisions(owner_url: str) -> int:
    """Load the country's divisions that are missing, and return their number."""
    from yishi_tenants.counties.regions import load_country

    async with owner_session(owner_url) as session:
        return await load_country(session)
