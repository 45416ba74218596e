"""`yishi db`: upgrade the database, show its status, rebuild the search index."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import rich_click as click

from yishi_core.settings import AppSettings
from yishi_graphql.cli.options import settings_options
from yishi_graphql.place.opened import opened, owner_session

if TYPE_CHECKING:
    from yishi_core.kernel.plugins.plugin_set import PluginSet


@click.group()
def db() -> None:
    """数据库升级与状态。"""


@db.command()
@settings_options
def upgrade(settings: AppSettings) -> None:
    """升级到最新版本:核心、租户与已安装插件的表;并载入全国行政区划。可重复执行。"""
    from yishi_graphql.place.installed import installed_plugins
    from yishi_graphql.place.upgrading import upgrade_database

    with opened(settings) as place:
        written = asyncio.run(upgrade_database(place.owner_url, installed_plugins(settings)))
    click.echo(
        f"数据库已是最新版本;新载入行政区划{written}条。" if written else "数据库已是最新版本。"
    )


@db.command()
@settings_options
def status(settings: AppSettings) -> None:
    """显示各部分的数据库版本,包括程序已不在的插件;有待升级的部分时退出码为1。"""
    from yishi_core.kernel.database.migrations import orphans, versions
    from yishi_graphql.place.installed import installed_plugins
    from yishi_graphql.place.upgrading import environments

    with opened(settings) as place:
        known = environments(installed_plugins(settings))
        found, gone = versions(place.owner_url, known), orphans(place.owner_url, known)
    for name, (present, newest) in found.items():
        state = "最新" if present == newest else f"待升级至 {newest}"
        click.echo(f"{name:24} {present or '未安装':12} {state}")
    for name, present in gone.items():
        click.echo(f"{name:24} {present or '未安装':12} 程序未装载,数据仍在")
    if any(present != newest for present, newest in found.values()):
        raise SystemExit(1)


@db.command()
@settings_options
def reindex(settings: AppSettings) -> None:
    """重建检索索引。平时不需要:记录写入时即可检索;恢复备份或升级后检索不到旧记录时使用。"""
    from yishi_graphql.place.installed import installed_plugins

    with opened(settings) as place:
        counts = asyncio.run(_reindex(place.owner_url, installed_plugins(settings)))
    for label, count in counts:
        click.echo(f"{label}:{count}")


async def _reindex(owner_url: str, plugins: PluginSet) -> list[tuple[str, int]]:
    from yishi_core.facilities.search.rebuild import rebuild
    from yishi_graphql.place.compose import registry as registry_of

    registry = registry_of(plugins)
    async with owner_session(owner_url) as session:
        written = await rebuild(session, registry)
    return [(registry[name].label, count) for name, count in written.items()]
