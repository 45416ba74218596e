"""How a noun says what a worker does later: it declares a `Job`, and a worker registers all of them.

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

    `run(platform, *, last_try, **arguments)` does it; the arguments are those with which it was
    deferred. It may be done again after a crash, so it changes nothing the second time. With `cron`
    it is done by the clock, with no arguments, by one worker at a time.
    """

    name: str
    run: Callable[..., Awaitable[None]]
    cron: str | None = None


def _wrong_jobs(declarations: Declarations) -> Iterator[Problem]:
    """Two jobs of one name: the worker would run one of them for both."""
    jobs = ((job.name, job) for job in declarations.of(Job))
    yield from named_twice(declarations, Text("任务", "the job"), jobs)


JOBS_AGREE = StartCheck(_wrong_jobs)
