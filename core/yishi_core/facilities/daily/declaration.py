"""The declaration of daily jobs: coroutines under `@daily` in a noun's `clocks.py`.

    @daily("schedules.ahead")
    async def generate_ahead(context: OperationContext) -> None: …

Each runs as the system at the county's root, in a transaction of its own; its events are written at
the place of each record.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from yishi_core.errors import Text
from yishi_core.kernel.events.declaration import Emitter, EventType
from yishi_core.kernel.operation.checking import Declarations, StartCheck, named_twice
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.variants.problem import Problem

Clock = Callable[[OperationContext], Awaitable[None]]


@dataclass(frozen=True)
class Daily(Emitter):
    """A daily job.

    The day it works for is `context.today`; days on which no worker ran are made up for one by one.
    """

    code: str
    run: Clock
    after_calendar: bool = False
    """Whether it also runs again when the calendar of working days has changed."""


def daily(
    code: str, *, emits: Iterable[EventType] = (), after_calendar: bool = False
) -> Callable[[Clock], Daily]:
    """Declare a clock, with the events that it emits."""
    return lambda function: Daily(code, function, after_calendar, emits=frozenset(emits))


def clocks_of(platform: Platform) -> Sequence[Daily]:
    """All daily jobs, core's first."""
    return platform.derived(_clocks)


def _clocks(platform: Platform) -> Sequence[Daily]:
    return platform.declared(Daily)


def _wrong_clocks(declarations: Declarations) -> Iterator[Problem]:
    """Two clocks of one code: each would take the other's run of the day for its own."""
    clocks = ((clock.code, clock) for clock in declarations.of(Daily))
    yield from named_twice(declarations, Text("时钟", "the clock"), clocks)


CLOCKS_AGREE = StartCheck(_wrong_clocks)
