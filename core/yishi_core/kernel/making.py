"""Long work of the processor that is done once: statements, plans and schemas are made in threads,
and the event loop serves everybody else.

Python runs one thread at a time and lets another one go on every 5 ms: what is made beside the loop
slows it down and never holds it.
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
"""More of them would only share the one processor that Python uses, and each lets the loop wait for
another 5 ms.
"""


@dataclass(eq=False)
class _Begun:
    """Something in the making, or in the queue, and how many wait for it."""

    future: Future[Any]
    give_up: Callable[[], None] | None
    waiting: int = 0


class Making:
    """The threads of one platform."""

    def __init__(self, threads: int = THREADS) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="yishi-making")
        self._begun: dict[Hashable, _Begun] = {}

    async def once(
        self, key: Hashable, make: Callable[[], T], give_up: Callable[[], None] | None = None
    ) -> T:
        """What `make` returns, or the exception that it raises. Callers who ask for one key at the
        same moment share one making.

        Nothing is kept: the caller remembers it, and asks only for what he has not. When nobody
        waits any more (each caller was cancelled), what is still in the queue is not begun, and
        what runs is told so by `give_up` (of the first who asked).
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
    """Wait for it; whoever is cancelled meanwhile leaves it as it is, and what it raises is
    nobody's then.
    """
    loop = asyncio.get_running_loop()
    answered = loop.create_future()

    def wake() -> None:
        if not answered.done():
            answered.set_result(None)

    def tell(_: Future[Any]) -> None:
        with suppress(RuntimeError):  # the loop was closed meanwhile
            loop.call_soon_threadsafe(wake)

    future.add_done_callback(tell)
    await answered
