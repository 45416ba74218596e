"""Sessions with hooks around their flushes, used by audit, search indexing and handed columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session


class WatchedSession(Session):
    """A session with lists of callbacks around its flushes.

    SQLAlchemy's listeners are registered once on the class: registering them on every session costs
    more than a statement.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flushing: list[Callable[[Session], None]] = []
        """Called with the session before each flush, in order."""
        self.changing: list[Callable[[Any], None]] = []
        """Called with every changed persistent row, after all callbacks of `flushing`."""
        self.flushed: list[Callable[[Session], None]] = []
        """Called with the session after each flush; `session.new` still lists the new rows."""

    def write_changed(self) -> None:
        """Write changed rows ahead of SQLAlchemy, which writes the rest; does nothing here."""


def watched(session: Session) -> WatchedSession:
    """Narrow a session to `WatchedSession`; raises `TypeError` for a session of another kind."""
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
