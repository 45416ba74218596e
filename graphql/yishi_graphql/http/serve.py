"""Serving: the order in which an installation starts and stops, and the server processes.

    take the address → start the embedded database → migrate → fork workers → each opens the
    database and serves → stop → stop the database

The demonstration migrates while the workers build their schema; they admit nobody before that is
done (`Startup`).

SIGTERM and Ctrl-C first turn `/health/ready` false (for `drain_seconds`), then nobody new is
admitted, running requests finish within `stop_seconds`, workers close their connections, and only
then the embedded database stops (check K44).
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

from yishi_core.errors import Unavailable
from yishi_core.settings import AppSettings
from yishi_graphql.http.address import held_address
from yishi_graphql.http.companions import Startup, outlived_by_none, worker_beside
from yishi_graphql.http.health import Flag
from yishi_graphql.http.logs import configure_logs
from yishi_graphql.http.settings import HttpSettings
from yishi_graphql.http.startup_memory import settling
from yishi_graphql.http.watchdog import watch

if TYPE_CHECKING:
    from yishi_graphql.place.opened import Place

LOOK_SECONDS = 0.2
Loader = Callable[[Flag], Any]
"""Makes the ASGI application in a worker process; the flag says that a stop was requested."""


class Server(MPServer):
    """granian's server with a time to drain between a stop signal and the end of listening."""

    def drain(self, stopping: Any, seconds: float) -> None:
        """Set the flag that a signal sets, and the time to drain in seconds."""
        self._stopping, self._seconds = stopping, seconds

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """The first signal turns readiness off, and ends listening after the time to drain.

        A second signal ends listening at once.
        """
        if self._stopping.is_set() or not self._seconds:
            self._stopping.set()
            super().signal_handler_interrupt()  # type: ignore[no-untyped-call]
            return
        self._stopping.set()
        timer = threading.Timer(self._seconds, super().signal_handler_interrupt)
        timer.daemon = True
        timer.start()


def serve(load: Loader, http: HttpSettings, *, host: str, port: int, workers: int = 1) -> None:
    """Serve until a stop signal; returns when all requests are answered and all workers ended."""
    stopping = multiprocessing.Event()
    server = Server(
        "yishi",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        respawn_failed_workers=True,
        workers_kill_timeout=http.stop_seconds,
        http1_settings=HTTP1Settings(max_buffer_size=http.header_bytes, header_read_timeout=10_000),
        websockets=False,
        log_level=LogLevels.warning,
        log_enabled=False,  # the application's own log lines say more and are redacted
    )
    server.drain(stopping, http.drain_seconds)
    server.serve(target_loader=partial(load, stopping), wrap_loader=False)


def load_application(
    settings: AppSettings, url: str, stopping: Flag, meanwhile: Startup | None = None
) -> Any:
    """In a worker process: open the database and build the application around it.

    With `meanwhile`, this waits until the database is migrated.
    """
    configure_logs(settings.log_level, json=settings.log_format == "json")
    try:
        with settling():
            app = _made(settings, url, stopping, meanwhile.loaded if meanwhile else None)
    except (
        Unavailable
    ) as error:  # the database was there when the command began: another process will try again
        structlog.get_logger("yishi.http").error(
            "a serving process cannot start", reason=error.text.en
        )
        raise SystemExit(1) from None
    while meanwhile and not meanwhile.migrated.wait(LOOK_SECONDS) and not stopping.is_set():
        pass  # a server that is told to stop waits no longer
    return app


def _made(settings: AppSettings, url: str, stopping: Flag, loaded: Flag | None) -> Any:
    from yishi_graphql.http.application import create_application
    from yishi_graphql.place.announcing import tell_of_plugins
    from yishi_graphql.place.assemble import assemble, settle
    from yishi_graphql.place.compose import refusals
    from yishi_graphql.reader import Reader
    from yishi_graphql.schema import build_schema

    platform = asyncio.get_event_loop().run_until_complete(assemble(settings, url))
    settle(platform)
    http = HttpSettings.of(settings)
    schema = build_schema(
        platform.registry, platform.operations.values(), refusals(platform.plugins)
    )
    app = create_application(
        platform, http, Reader(platform, schema, limits=http.limits), stopping, loaded
    )
    app.on_startup.append(partial(tell_of_plugins, platform))  # once the database is migrated
    app.on_shutdown.append(platform.database.close)
    watched(app, http, {plugin.name: plugin.code for plugin in platform.plugins})
    return app


def watched(app: Any, http: HttpSettings, plugins: dict[str, str]) -> None:
    """Run a watchdog as long as the application runs, and end it with its parent.

    `plugins` are package → code.
    """

    parent, living = os.getppid(), ExitStack()

    async def start() -> None:
        app.on_shutdown.insert(0, watch(http.blocked_seconds, plugins))
        living.enter_context(outlived_by_none(parent))
        app.on_shutdown.append(living.close)

    app.on_startup.append(start)


def run(settings: AppSettings, port: int | None = None) -> None:
    """`yishi serve`: start everything in order and serve until Ctrl-C or SIGTERM."""
    from yishi_graphql.place.installed import installed_plugins
    from yishi_graphql.place.opened import opened
    from yishi_graphql.place.upgrading import require_up_to_date, upgrade_database

    port = settings.port if port is None else port
    plugins = installed_plugins(settings)
    with held_address(settings.host, port), opened(settings) as place:
        if place.owner is not None:
            asyncio.run(upgrade_database(place.owner, plugins))
        if place.server is None:
            asyncio.run(
                _reach(place.url)
            )  # otherwise each serving process would find out by itself, again and again
        if place.owner is None:
            asyncio.run(require_up_to_date(place.url, plugins))
        serve_at(place, port)


async def _reach(url: str) -> None:
    """Raise at once what keeps the serving processes from reaching the database."""
    from yishi_core.kernel.database import Database

    await (await Database.open(url, size=1)).close()


def serve_at(place: Place, port: int, meanwhile: Startup | None = None) -> None:
    """Serve a database that is up to date.

    With an embedded database a worker runs beside the server; otherwise start `yishi worker` where
    it suits. With `meanwhile` another process migrates and loads: when that is done, the server is
    ready and the worker takes its first job.
    """
    settings, http = place.settings, HttpSettings.of(place.settings)
    configure_logs(settings.log_level, json=settings.log_format == "json")
    load = partial(load_application, settings, place.url, meanwhile=meanwhile)
    loaded = meanwhile.loaded if meanwhile else None
    beside = (
        worker_beside(settings, place.url, loaded) if place.server is not None else nullcontext()
    )
    with beside, place.kept_up():
        serve(load, http, host=settings.host, port=port, workers=settings.workers)
