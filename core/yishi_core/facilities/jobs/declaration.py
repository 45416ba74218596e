"""The declaration of jobs: a noun declares a `Job` value, and workers register all of them.

RECOUNT = Job("recount_deadlines", recount)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from yishi_core.kernel.events.declaration import Emitter


@dataclass(frozen=True)
class Job(Emitter):
    """Work by its name in the queue.

    `run(platform, *, last_try, **arguments)` does it, with the arguments it was deferred with. It
    may be repeated after a crash, so it must be idempotent. With `cron` it runs by the clock,
    without arguments, in one worker at a time.
    """

    name: str
    run: Callable[..., Awaitable[None]]
    cron: str | None = None
