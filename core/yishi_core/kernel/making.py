"""Run expensive CPU work, such as building statements, plans and schemas, in threads.

The event loop stays free for other callers meanwhile. Python runs one thread at a time and switches
between threads every 5 ms, so work done here slows the loop down but never blocks it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, TypeVar, cast

T = TypeVar("T")
THREADS = 2
"""Number of threads. Python runs on one processor, so more would only delay the loop."""


@dataclass(eq=False)
class _Begun:
    """A piece of work that is queued or running, and the number of callers waiting for it."""

    future: Future[Any]
    give_up: Callable[[], None] | None
    waiting: int = 0


class Making:
    """The thread pool of one platform; concurrent requests for the same key share one run."""

    def __init__(self, threads: int = THREADS) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="yishi-making")
        self._begun: dict[Hashable, _Begun] = {}

    async def once(
        self, key: Hashable, make: Callable[[], T], give_up: Callable[[], None] | None = None
    ) -> T:
        """Return what `make` returns or raises; concurrent callers of a key share one run.

        Nothing is cached: callers keep the result themselves and call this only when they do not
        have it. When no caller waits any more because each was cancelled, work that is still queued
        is dropped, and work that is already running is told to stop by a call of `give_up` (the one
        passed by the first caller).
        """
        begun = self._begun.get(key)
        if begun is None:
            begun = self._begun[key] = _Begun(
                self._threads.submit(copy_context().run, make), give_up
            )
        begun.waiting += 1
        try:
            await _done(begun.future)
            return cast("T", begun.future.result())
        finally:
            begun.waiting -= 1
            if not begun.waiting:
                del self._begun[key]
                if not begun.future.done():
                    begun.future.cancel()
                    if begun.give_up is not None:
                        begun.give_up()


async def _done(future: Future[Any]) -> None:
    """Wait until the future is done, without cancelling it when the waiting caller is cancelled.

    An exception that it raises after that is not reported to anyone.
    """
    loop = asyncio.get_running_loop()
    answered = loop.create_future()

    def wake() -> None:
        if not answered.done():
            answered.set_result(None)

    def tell(_: Future[Any]) -> None:
        with suppress(RuntimeError):  # the loop was closed in the meantime
            loop.call_soon_threadsafe(wake)

    future.add_done_callback(tell)
    await answered
