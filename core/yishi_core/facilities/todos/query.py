"""The parameters of a to-do list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from yishi_core.facilities.todos.colours import SOON
from yishi_core.kernel.entity import Labelled

NEVER = date(9999, 12, 31)
"""Stands for a missing deadline, so that such lines sort last."""


class TodoKind(Labelled):
    WAITING = "waiting", "待办"
    DONE = "done", "已办"
    STARTED = "started", "我发起"
    PRESSING = "pressing", "督办"

    @property
    def by_day(self) -> bool:
        """Sorted by deadline, nearest first; the other lists by moment, newest first."""
        return self in (TodoKind.WAITING, TodoKind.PRESSING)


@dataclass(frozen=True)
class After:
    """Where the previous page ended: the deadline (or, in other lists, the moment) and the id."""

    key: Any
    id: UUID


BEFORE_ALL = After(date(1, 1, 1), UUID(int=0))
AFTER_ALL = After(datetime(9999, 12, 30, tzinfo=UTC), UUID(int=2**128 - 1))


@dataclass(frozen=True)
class Asked:
    """The parameters of a request: day, place, number of lines, where to continue."""

    today: date
    org_path: str | None = None
    first: int = 50
    after: After | None = None
    soon: timedelta = SOON
