"""Upgrading a database: tables of core, tenants and plugins, and the country's divisions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import psycopg

from yishi_graphql.place.compose import registry
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
    """Run all migrations; raises `Unfit`, with nothing changed, when the database is newer than
    the code, or when a model has a column that no migration makes.
    """
    import asyncio

    from yishi_core.domain.schedules import workdays
    from yishi_core.kernel.database.migrations import upgrade
    from yishi_core.kernel.database.migrations.fitting import require_columns
    from yishi_core.kernel.plugins.bindings import keep

    complete = partial(require_columns, models=registry(plugins))
    fill: list[Callable[[psycopg.Connection], object]] = [workdays.seed, complete, keep(plugins)]
    await asyncio.to_thread(upgrade, owner_url, environments(plugins), fill)


async def require_up_to_date(url: str, plugins: PluginSet) -> None:
    """Raise `Unfit` unless the database fits this code; for processes that do not upgrade it."""
    import asyncio

    await asyncio.to_thread(_look, url, plugins)


def _look(url: str, plugins: PluginSet) -> None:
    from yishi_core.kernel.database.migrations.fitting import require_columns, require_upgraded
    from yishi_core.kernel.database.migrations.run import engine

    serving = engine(url)
    try:
        with serving.connect() as connection:
            require_upgraded(connection, environments(plugins))
            driver = connection.connection.driver_connection
            assert isinstance(driver, psycopg.Connection)
            require_columns(driver, registry(plugins))
    finally:
        serving.dispose()


async def complete_divisions(owner_url: str) -> int:
    """Load the country's divisions that are missing, and return their number."""
    from yishi_tenants.counties.regions import load_country

    async with owner_session(owner_url) as session:
        return await load_country(session)
