"""Code that may read and must not write: a plugin's guard (docs/plugins/hooks/guard.md).

What it writes is refused at once, whatever way it takes: a flush of a session, a statement of its
own, in the transaction of the operation or in one that it opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

_WRITES = re.compile(
    r"\b(?:insert\s+into|update\s+(?:only\s+)?[\w.\"]+(?:\s+(?:as\s+)?\w+)?\s+set|delete\s+from"
    r"|merge\s+into)\b|^\s*(?:truncate|copy|call|do|create|alter|drop|grant|revoke|set|reset)\b",
    re.IGNORECASE,
)
"""A statement that writes, also within a `with`; `for update` does not."""


class WroteWhileLooking(Exception):
    """Raised where code writes that may only look."""


class Look:
    """What one piece of code tried to write."""

    def __init__(self) -> None:
        self.writes: list[str] = []


_look: ContextVar[Look | None] = ContextVar("yishi_look", default=None)


@contextmanager
def only_looking() -> Iterator[Look]:
    """Refuse every write by the code of the block and by the tasks that it starts."""
    look = Look()
    token = _look.set(look)
    try:
        yield look
    finally:
        _look.reset(token)


def refuse_while_looking(what: str) -> None:
    """Raise `WroteWhileLooking` where the running code may only look; `what` is being written."""
    if (look := _look.get()) is not None:
        look.writes.append(what)
        raise WroteWhileLooking(f"a guard may look, never write: {what}")


def watch_statements(engine: AsyncEngine) -> None:
    """Refuse the writing statements of code that may only look."""

    def refuse(
        connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
    ) -> None:
        if _look.get() is not None and _WRITES.search(statement):
            refuse_while_looking(statement[:80])

    event.listen(engine.sync_engine, "before_cursor_execute", refuse)
