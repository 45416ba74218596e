"""The declaration of jobs: a noun declares a `Job` value, and workers register all of them.

RECOUNT = Job("recount_deadlines", recount)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from yishi_core.errors import Text
from yishi_core.kernel.events.declaration import Emitter
from yishi_core.kernel.operation.checking import Declarations, StartCheck, named_twice
from yishi_core.kernel.variants.problem import Problem


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


def _wrong_jobs(declarations: Declarations) -> Iterator[Problem]:
    """Two jobs of one name: the worker would run one of them for both."""
    jobs = ((job.name, job) for job in declarations.of(Job))
    yield from named_twice(declarations, Text("任务", "the job"), jobs)


JOBS_AGREE = StartCheck(_wrong_jobs)
