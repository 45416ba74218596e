"""What runs beside the server, where both live on one machine with the embedded database: a worker
(elsewhere `yishi worker` runs on its own), and in the demonstration the process that loads its
county.
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
"""Seconds before a process that ended is replaced: the pause doubles while none lives longer than
the longest one.
"""
FORK = multiprocessing.get_context("fork")
"""Everything is imported by then, and no thread runs: a copy of this process is at work at once,
and shares the memory.
"""


log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Startup:
    """What another process does while the server starts; the server lets nobody in before the
    first, and is ready with the second.
    """

    migrated: Event = field(default_factory=FORK.Event)
    loaded: Event = field(default_factory=FORK.Event)


def worker_beside(
    settings: AppSettings, url: str, begin: Event | None = None
) -> AbstractContextManager[None]:
    """Carry events to the plugins for the time of the block; at its end the worker finishes its
    jobs and goes.

    With `begin` it takes its first job when that is set.
    """

    def start() -> ForkProcess:
        process = FORK.Process(target=_work, args=(settings, url, begin), name="yishi-worker")
        # Ctrl-C reaches every process of the terminal; the worker is to be stopped by the server,
        # in order.
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
        return process

    return replaced(start)


@contextmanager
def replaced(start: Callable[[], ForkProcess]) -> Iterator[None]:
    """Let a process run for the time of the block, and another one in its place when it ends
    before: at once, after a growing pause where it never lives long. At the end of the block it is
    told to end, and killed when it has not done so after `STOP_SECONDS`.
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
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # not what the server does with it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    server = os.getppid()
    # The machine is for those who are at work. A server that was killed never begins.
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
    """End this process, as SIGTERM does, when its parent was killed and could not: it would hold
    the port against the next start.

    Not by multiprocessing's sentinel: forked siblings hold the other end of it open.
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
