"""`yishi demo`: load and serve a demonstration county."""

from __future__ import annotations

import asyncio
import gc
import importlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import rich_click as click

from yishi_core.errors import Refused
from yishi_core.settings import AppSettings
from yishi_graphql.cli.options import settings_options
from yishi_graphql.cli.root import errors_told
from yishi_graphql.place.opened import Place, opened
from yishi_graphql.place.rules import InstallationRule

if TYPE_CHECKING:
    from yishi_graphql.http.companions import Startup

NEEDED = (
    "yishi_core.kernel.database.migrations",
    "yishi_graphql.place.assemble",
    "yishi_graphql.place.upgrading",
    "yishi_graphql.demo",
)
"""Modules for migrating and loading, besides the nouns, which are imported before forking.

Modules that only serve are imported after the loading has begun.
"""


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="端口;缺省见 YISHI_PORT。")
@settings_options
def demo(port: int | None, settings: AppSettings) -> None:
    """建立示范县(虚构),显示账号与第一个查询,并启动服务。再次启动时沿用已有数据。"""
    # Until the server installs its own handler, SIGTERM acts like Ctrl-C, so that the database is
    # stopped too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    from yishi_graphql.http.address import held_address

    port = settings.port if port is None else port
    with held_address(settings.host, port), _prepared(settings) as place:
        from yishi_graphql.http.companions import Startup

        meanwhile = Startup()
        with _loading(place, port, meanwhile):
            from yishi_graphql.http.serve import serve_at

            serve_at(place, port, meanwhile)


@contextmanager
def _prepared(settings: AppSettings) -> Iterator[Place]:
    """Start the database and import all modules, both at the same time.

    The former waits for external programs, the latter for our own code.
    """
    from yishi_core.kernel.database import embedded  # noqa: F401  # what `opened` needs is there before another thread imports

    gc.disable()  # what is imported stays in memory
    with ThreadPoolExecutor(1) as beside:
        imported = beside.submit(_import, settings)
        with opened(settings) as place:
            imported.result()
            beside.shutdown()  # a process that forks must have no threads
            gc.freeze()
            gc.enable()
            yield place


def _import(settings: AppSettings) -> None:
    """Import everything that the processes need, including operations and entities."""
    from yishi_graphql.place.installed import installed_plugins

    installed_plugins(settings)
    for name in NEEDED:
        importlib.import_module(name)


@contextmanager
def _loading(place: Place, port: int, meanwhile: Startup) -> Iterator[None]:
    """Migrate and load the county in a separate process for the duration of the block.

    The server's processes start meanwhile; the greeting is printed when the county is loaded. A
    county that cannot be loaded stops the server, and a server that is stopped stops the loading.
    """
    from yishi_graphql.http.companions import FORK

    owner_url = place.owner_url
    process = FORK.Process(
        target=_load, args=(place, owner_url, port, meanwhile), name="yishi-demo"
    )
    process.start()
    over = threading.Event()

    def watch() -> None:
        process.join()
        if (
            process.exitcode and not over.is_set()
        ):  # it failed or was killed: without it the server would never become ready
            os.kill(os.getpid(), signal.SIGTERM)

    watcher = threading.Thread(target=watch, name="yishi-demo", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        stopped = process.is_alive()
        over.set()
        process.terminate()
        watcher.join()
        if process.exitcode and not stopped:
            raise Refused(InstallationRule.DEMO_FAILED)
    if not meanwhile.loaded.is_set():
        raise click.Abort


def _load(place: Place, owner_url: str, port: int, meanwhile: Startup) -> None:
    # SIGTERM ends it at once and what runs is rolled back; an exception raised at an arbitrary
    # point could be swallowed there.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    from yishi_graphql.http.logs import configure_logs
    from yishi_graphql.place.installed import installed_plugins
    from yishi_graphql.place.upgrading import complete_divisions, upgrade_tables

    configure_logs(place.settings.log_level, json=place.settings.log_format == "json")
    try:
        with errors_told():
            asyncio.run(upgrade_tables(owner_url, installed_plugins(place.settings)))
            meanwhile.migrated.set()
            click.echo(asyncio.run(_county(place, owner_url, port)))
            sys.stdout.flush()
            meanwhile.loaded.set()
            asyncio.run(
                complete_divisions(owner_url)
            )  # the county has its own divisions; those of the country are for other counties
    except KeyboardInterrupt:  # Ctrl-C reaches every process of the terminal
        return


async def _county(place: Place, owner_url: str, port: int) -> str:
    """Load the county unless it is there; return what the visitor should read first."""
    from yishi_graphql.demo import LOADING, load_demo
    from yishi_graphql.place.assemble import assembled

    untraced = place.settings.model_copy(update={"trace_plugins": False})  # hundreds of lines
    async with assembled(untraced, place.url, LOADING) as platform:
        return await load_demo(platform, owner_url, port)
