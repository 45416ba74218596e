"""Limit how much heavy work a process does at once; excess work waits for a limited time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from yishi_core.errors import Text, Unavailable

P = ParamSpec("P")
T = TypeVar("T")


class Turns:
    """Runs functions in threads, at most `at_once` of them at the same time.

    A call that has waited `patience` seconds for its turn is refused with `Unavailable`.
    """

    def __init__(self, at_once: int, patience: float) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._patience = patience

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run the function in a thread and return its result.

        Raises what the function raises, or `Unavailable` when no turn became free in time.
        Cancelling the call does not stop the thread, so the turn stays taken until the function has
        ended.
        """
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError:
            raise Unavailable(
                Text(
                    "目前办理的人较多,请稍后重试。",
                    "Too much is being done at the moment: try again shortly.",
                )
            ) from None
        task = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
        task.add_done_callback(self._done)
        return await asyncio.shield(task)

    def _done(self, task: asyncio.Future[T]) -> None:
        self._free.release()
        if not task.cancelled():
            task.exception()  # retrieves the exception, so that asyncio does not warn
