"""The platform of an installation, opened from its settings for a server or a command."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from yishi_core.errors import Refused
from yishi_core.facilities.attachments.store import LocalFiles
from yishi_core.facilities.daily.declaration import clocks_of
from yishi_core.facilities.jobs.procrastinate_queue import DatabaseQueue
from yishi_core.facilities.jobs.reaction import reactions_of
from yishi_core.facilities.ledgers.vocabularies import VocabularyTable
from yishi_core.facilities.metrics.catalogue import catalogue_of
from yishi_core.facilities.notifications.declaration import notices_of
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.facilities.todos.statements import statements_of
from yishi_core.facilities.voiding.declaration import voidings_of
from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import Database, Limits
from yishi_core.kernel.plugins import tracing
from yishi_core.kernel.plugins.bindings import kept_in
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.settings import AppSettings
from yishi_core.views.duty_files.service import sources_of
from yishi_core.views.overview.service import figures_of
from yishi_graphql.place.compose import compose, policy
from yishi_graphql.place.installed import way_out_told
from yishi_graphql.place.rules import InstallationRule
from yishi_tenants.accounts.tokens.source import TokenPrincipals
from yishi_tenants.settings.source import TenantSettings

if TYPE_CHECKING:
    from yishi_core.kernel.operation.platform import Platform


STRICT = Limits()


async def assemble(
    settings: AppSettings, url: str | None = None, limits: Limits = STRICT
) -> Platform:
    """Open the database and assemble the platform around it.

    `url` is that of the embedded server, where one is used. Whatever is wrong with the installation
    is raised at once: a login with too many rights, a broken plugin, two operations with the same
    name.
    """
    address = url or (settings.database_url.get_secret_value() if settings.database_url else None)
    if address is None:
        raise Refused(InstallationRule.DATABASE_URL)
    with way_out_told(settings):
        plugins = load_plugins(without=settings.without_plugins)
    if settings.trace_plugins:
        tracing.trace(plugins, tracing.write)
    rights = policy(plugins)
    database = await Database.open(
        address,
        size=settings.pool_size,
        limits=limits,
        closing=[IndexBuffer],
        plain=settings.plain_driver,
    )
    try:
        known = plugins.standing_in(await kept_in(database, Principal.anonymous(0, rights).reading))
        with way_out_told(settings):
            return compose(
                database,
                plugins=known,
                rights=rights,
                principals=TokenPrincipals(database, rights),
                settings=TenantSettings(known),
                files=LocalFiles(settings.files),
                queue=DatabaseQueue(),
            )
    except BaseException:
        await database.close()
        raise


@asynccontextmanager
async def assembled(
    settings: AppSettings, url: str | None = None, limits: Limits = STRICT
) -> AsyncIterator[Platform]:
    """The platform for the duration of the block."""
    platform = await assemble(settings, url, limits)
    try:
        yield platform
    finally:
        await platform.database.close()


def settle(platform: Platform) -> None:
    """Compute now what is otherwise computed at first use, when a request would have to wait."""
    reactions_of(platform)
    statements_of(platform)
    clocks_of(platform)
    notices_of(platform)
    catalogue_of(platform)
    figures_of(platform)
    sources_of(platform)
    voidings_of(platform)
    platform.declared(VocabularyTable)
