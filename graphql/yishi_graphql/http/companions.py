"""Processes beside the server on the machine of an embedded database.

They are a worker (elsewhere `yishi worker` runs separately) and, in the demonstration, the process
that loads its county.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess
from multiprocessing.synchronize import Event

import structlog

from yishi_core.settings import AppSettings

STOP_SECONDS = 15
LOOK_SECONDS = 1.0
GLANCE_SECONDS = 0.2
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
"""Seconds before a process that ended is replaced.

The pause doubles while no process lives longer than the longest pause.
"""
FORK = multiprocessing.get_context("fork")
"""Starts copies of this process.

Everything has been imported and no thread runs by then, so a copy works at once and shares the
memory.
"""


log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Startup:
    """The progress of another process while the server starts.

    The server admits nobody before `migrated`, and is ready after `loaded`.
    """

    migrated: Event = field(default_factory=FORK.Event)
    loaded: Event = field(default_factory=FORK.Event)


def worker_beside(
    settings: AppSettings, url: str, begin: Event | None = None
) -> AbstractContextManager[None]:
    """Run a worker for the duration of the block; at its end it finishes its jobs.

    With `begin`, it takes its first job when that is set.
    """

    def start() -> ForkProcess:
        process = FORK.Process(target=_work, args=(settings, url, begin), name="yishi-worker")
        # Ctrl-C reaches every process of the terminal, but the server is to stop the worker in
        # order.
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
        return process

    return replaced(start)


@contextmanager
def replaced(start: Callable[[], ForkProcess]) -> Iterator[None]:
    """Keep a process running for the duration of the block.

    When it ends early it is replaced, after a growing pause if it never lives long. At the end of
    the block it is terminated, and killed when it has not ended after `STOP_SECONDS`.
    """
    over = threading.Event()
    keeper = threading.Thread(
        target=_keep, args=(start(), start, over), name="yishi-keeper", daemon=True
    )
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(process: ForkProcess, start: Callable[[], ForkProcess], over: threading.Event) -> None:
    begun, pause = time.monotonic(), SHORTEST_PAUSE
    while True:
        while process.is_alive() and not over.is_set():
            process.join(GLANCE_SECONDS)
        if over.is_set():
            break
        pause = (
            SHORTEST_PAUSE
            if time.monotonic() - begun > LONGEST_PAUSE
            else min(2 * pause, LONGEST_PAUSE)
        )
        log.error(
            "a process has ended and is replaced",
            process=process.name,
            exit_code=process.exitcode,
            seconds=pause,
        )
        if over.wait(pause):
            return
        process, begun = start(), time.monotonic()
    process.terminate()
    process.join(STOP_SECONDS)
    if process.is_alive():  # a reaction that does not end; the next worker takes its job over
        process.kill()
        process.join()


def _work(settings: AppSettings, url: str, begin: Event | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # not the server's handler
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    server = os.getppid()
    # Until then the machine is for loading. The worker of a killed server never begins.
    while begin is not None and not begin.wait(LOOK_SECONDS):
        if os.getppid() != server:
            return
    from yishi_graphql.http.logs import configure_logs

    configure_logs(settings.log_level, json=settings.log_format == "json")
    asyncio.run(_run(settings, url, server))


async def _run(settings: AppSettings, url: str, server: int) -> None:
    from yishi_core.facilities.jobs.worker import run_worker
    from yishi_graphql.place.assemble import assembled

    with outlived_by_none(server):
        async with assembled(settings, url) as platform:
            await run_worker(platform, url, signals=(signal.SIGTERM,))


@contextmanager
def outlived_by_none(parent: int) -> Iterator[None]:
    """End this process, as SIGTERM does, when its parent was killed.

    Otherwise it would hold the port against the next start. multiprocessing's sentinel cannot be
    used, because forked siblings hold its other end open.
    """
    loop = asyncio.get_running_loop()

    def look() -> None:
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
        else:
            timers[0] = loop.call_later(LOOK_SECONDS, look)

    timers = [loop.call_later(LOOK_SECONDS, look)]
    try:
        yield
    finally:
        timers[0].cancel()
