"""`yishi demo`: a demonstration county, ready to be asked."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path

import rich_click as click

from yishi_graphql.cli.place import Place, data_option, opened

FORK = multiprocessing.get_context("fork")
"""Everything is imported by then, and no thread runs: a copy of this process is at work at once."""


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="端口;缺省见 YISHI_PORT。")
@data_option
def demo(port: int | None, data: Path | None) -> None:
    """建立示范县(虚构),显示账号与第一个查询,并启动服务。再次启动时沿用已有数据。"""
    from yishi_core.plugins.plugin_set import load_plugins
    from yishi_graphql.cli.upgrading import upgrade_tables
    from yishi_graphql.http.beside import SPAWN
    from yishi_graphql.http.serve import serve_at

    # Before the server has its own way of stopping: told to end, end as with Ctrl-C, so that the database is stopped too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with opened(data) as place:
        asyncio.run(upgrade_tables(place.owner_url, load_plugins()))
        loaded = SPAWN.Event()
        with _loading(place, place.settings.port if port is None else port, loaded):
            serve_at(place.settings, place.url, port, loaded=loaded)


@contextmanager
def _loading(place: Place, port: int, loaded: Event) -> Iterator[None]:
    """Load the county in a process for the time of the block, while the server's processes start; then greet, and set `loaded`.

    A county that cannot be loaded stops the server; a server that is stopped stops the loading.
    """
    from yishi_core.errors import Refused, Text

    process = FORK.Process(target=_load, args=(place, port, loaded), name="yishi-demo")
    process.start()
    try:
        yield
    finally:
        stopped = process.is_alive()
        process.terminate()
        process.join()
        if process.exitcode and not stopped:
            raise Refused("demo_failed", Text("示范县装载失败,原因见上。", "The demonstration county was not loaded, see above."))


def _load(place: Place, port: int, loaded: Event) -> None:
    from yishi_graphql.cli.upgrading import complete_divisions
    from yishi_graphql.http.logs import configure_logs

    configure_logs(place.settings.log_level, json=place.settings.log_format == "json")
    try:
        click.echo(asyncio.run(_county(place, port)))
        sys.stdout.flush()
        loaded.set()
        asyncio.run(complete_divisions(place.owner_url))  # the county has its own; those of the country are for others
    except KeyboardInterrupt:  # told to stop, as the server was
        return
    except BaseException:
        os.kill(os.getppid(), signal.SIGTERM)
        raise


async def _county(place: Place, port: int) -> str:
    """The county, unless it is there; answers what the visitor should read first."""
    from yishi_core.database import Limits
    from yishi_graphql.assemble import assembled
    from yishi_graphql.demo import load_demo

    # Loading that was interrupted begins anew; its last word, that the county is whole, is the owner's and waits for the disk.
    async with assembled(place.settings, place.url, Limits(durable=False)) as platform:
        return await load_demo(platform, place.owner_url, port)
