"""The declaration of daily jobs: coroutines under `@daily` in a noun's `clocks.py`.

    @daily("schedules.ahead")
    async def generate_ahead(context: OperationContext) -> None: …

Each runs as the system at the county's root, in a transaction of its own; its events are written at
the place of each record.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.platform import Platform

Clock = Callable[[OperationContext], Awaitable[None]]


@dataclass(frozen=True)
class Daily:
    """A daily job.

    The day it works for is `context.today`; days on which no worker ran are made up for one by one.
    """

    code: str
    run: Clock
    after_calendar: bool = False
    """Whether it also runs again when the calendar of working days has changed."""


def daily(code: str, *, after_calendar: bool = False) -> Callable[[Clock], Daily]:
    """Declare the decorated coroutine as a daily job; `code` identifies it and must not change."""
    return lambda function: Daily(code, function, after_calendar)


def clocks_of(platform: Platform) -> Sequence[Daily]:
    """All daily jobs, core's first."""
    return platform.derived(_clocks)


def _clocks(platform: Platform) -> Sequence[Daily]:
    return platform.declared(Daily)
