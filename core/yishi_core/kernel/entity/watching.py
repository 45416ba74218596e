"""Sessions that tell of their flushes: to the audit, to the index, to whoever guards handed
rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session


class WatchedSession(Session):
    """A session that tells of its flushes. SQLAlchemy's listeners hang on the class: to hang them
    on every session costs more than a statement.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flushing: list[Callable[[Session], None]] = []
        """Called with the session before each flush, in turn."""
        self.changing: list[Callable[[Any], None]] = []
        """Called with each row that was read and has been changed, once all of `flushing` have seen
        it.
        """
        self.flushed: list[Callable[[Session], None]] = []
        """Called with the session after each flush, while it still tells what was new."""

    def write_changed(self) -> None:
        """Write the rows that were read and have been changed, all or some: what is left is written
        by SQLAlchemy right after.
        """


def watched(session: Session) -> WatchedSession:
    """The session as one that tells of its flushes; raises `TypeError` for one that SQLAlchemy
    opened by itself.
    """
    if not isinstance(session, WatchedSession):
        raise TypeError("only the session of a unit of work is watched")
    return session


@event.listens_for(WatchedSession, "before_flush")
def _before_flush(session: WatchedSession, *_: Any) -> None:
    for told in session.flushing:
        told(session)
    for row in session.dirty:
        for noted in session.changing:
            noted(row)
    session.write_changed()


@event.listens_for(WatchedSession, "after_flush")
def _after_flush(session: WatchedSession, *_: Any) -> None:
    for told in session.flushed:
        told(session)
