"""How many rows of the audit callers without an account may fill (checks K26, K37).

What they try in vain is audited like everything else, up to a limit: whoever sends rubbish without
a name fills the log, which is rotated, and not the audit, which is kept. What they achieve has
limits of its own: a station's day, the growing wait of an account.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from yishi_core import clock

MOST, WINDOW = 120, timedelta(hours=1)
"""Rows of each way in, in each serving process."""


class AnonymousAuditQuota:
    """Counts rows by way in: an operation that is open to all, or everything else; rubbish at one
    door hides nothing at another.
    """

    def __init__(self, most: int = MOST, window: timedelta = WINDOW) -> None:
        self._most, self._window = most, window
        self._since: datetime = clock.now()
        self._taken: dict[str, int] = {}

    def take(self, way: str = "") -> bool:
        """Whether there was one left; `way` is one of a few, never a word of the caller's."""
        now = clock.now()
        if not timedelta() <= now - self._since < self._window:
            self._since, self._taken = now, {}
        self._taken[way] = self._taken.get(way, 0) + 1
        return self._taken[way] <= self._most
