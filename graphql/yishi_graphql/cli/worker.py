"""`yishi worker`: run background jobs."""

from __future__ import annotations

import asyncio
import signal

import rich_click as click

from yishi_core.settings import AppSettings
from yishi_graphql.cli.options import settings_options
from yishi_graphql.place.opened import Place, opened


@click.command()
@click.option(
    "--concurrency",
    type=click.IntRange(1, 64),
    default=4,
    show_default=True,
    help="同时执行的任务数。",
)
@click.option("--once", is_flag=True, help="执行完现有任务即结束。")
@settings_options
def worker(concurrency: int, once: bool, settings: AppSettings) -> None:
    """执行后台任务:把事件送达插件。收到停止信号时完成在办任务后结束。"""
    with opened(settings) as place, place.kept_up():
        asyncio.run(_work(place, concurrency, once))


async def _work(place: Place, concurrency: int, once: bool) -> None:
    from yishi_core.facilities.jobs.worker import run_worker
    from yishi_graphql.place.announcing import tell_of_plugins
    from yishi_graphql.place.assemble import assembled
    from yishi_graphql.place.installed import installed_plugins
    from yishi_graphql.place.upgrading import require_up_to_date

    direct = place.settings.database_direct_url
    url = direct.get_secret_value() if direct else place.url
    async with assembled(place.settings, place.url) as platform:
        await require_up_to_date(place.url, installed_plugins(place.settings))
        await tell_of_plugins(platform)
        await run_worker(
            platform,
            url,
            concurrency=concurrency,
            wait=not once,
            signals=(signal.SIGTERM, signal.SIGINT),
        )
