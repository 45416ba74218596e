"""`yishi demo`: a demonstration county, ready to be asked."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import rich_click as click

from yishi_graphql.cli.place import Place, data_option, opened


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="端口;缺省见 YISHI_PORT。")
@data_option
def demo(port: int | None, data: Path | None) -> None:
    """建立示范县(虚构),显示账号与第一个查询,然后启动服务。再次启动时沿用已有数据。"""
    from yishi_graphql.http.serve import serve_at

    # Before the server has its own way of stopping: told to end, end as with Ctrl-C, so that the database is stopped too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with opened(data) as place:
        click.echo(asyncio.run(_prepare(place, place.settings.port if port is None else port)))
        serve_at(place.settings, place.url, port)


async def _prepare(place: Place, port: int) -> str:
    """Tables, divisions, the county; answers what the visitor should read first."""
    from yishi_core.plugins.plugin_set import load_plugins
    from yishi_graphql.assemble import assembled
    from yishi_graphql.cli.upgrading import upgrade_database
    from yishi_graphql.demo import load_demo

    await upgrade_database(place.owner_url, load_plugins())
    async with assembled(place.settings, place.url) as platform:
        return await load_demo(platform, place.owner_url, port)
