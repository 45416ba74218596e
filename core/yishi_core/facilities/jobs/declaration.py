"""How a noun says what a worker does later: it declares a `Job`, and a worker registers all of them.

RECOUNT = Job("recount_deadlines", recount)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from yishi_core.kernel.events.declaration import Emitter


@dataclass(frozen=True)
class Job(Emitter):
    """Work by its name in the queue.

    `run(platform, *, last_try, **arguments)` does it; the arguments are those with which it was
    deferred. It may be done again after a crash, so it changes nothing the second time. With `cron`
    it is done by the clock, with no arguments, by one worker at a time.
    """

    name: str
    run: Callable[..., Awaitable[None]]
    cron: str | None = None
