"""The only source of the current time, which tests and the demonstration can move.

Nothing else in the project asks the system for the time. Dates are calendar dates in China time
(domain.md 2.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
_moved_to: ContextVar[datetime | None] = ContextVar("yishi_clock", default=None)


def system() -> datetime:
    """The current moment by the system's clock."""
    return datetime.now(UTC)


# What a clock that was not moved shows. Only the tests replace it, for the whole process
# (tests/fixtures/day.py).
source: Callable[[], datetime] = system


def now() -> datetime:
    """The current moment, with time zone."""
    return _moved_to.get() or source()


def today() -> date:
    """The current date in China."""
    return now().astimezone(CHINA).date()


@contextmanager
def moved(to: datetime) -> Iterator[None]:
    """Set the clock to `to` inside the block, for this task and the tasks it starts.

    Raises `ValueError` for a moment without time zone.
    """
    if to.tzinfo is None:
        raise ValueError("the clock needs a time zone")
    token = _moved_to.set(to)
    try:
        yield
    finally:
        _moved_to.reset(token)
