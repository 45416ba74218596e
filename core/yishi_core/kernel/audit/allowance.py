"""Limits on the audit rows that callers without an account can cause (checks K26, K37).

Their refused attempts are audited like all others, but only up to a limit: beyond it, meaningless
requests fill the log, which is rotated, and not the audit, which is kept. Their successful
operations have limits of their own: a daily number per station, and the growing delay of logins.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from yishi_core import clock

MOST, WINDOW = 120, timedelta(hours=1)
"""Rows per entry point and window, in each serving process."""


class AnonymousAuditQuota:
    """Counts the audit rows of anonymous callers separately for each entry point.

    An entry point is an operation that is open to all, or everything else, so that a flood at one
    of them does not hide what happens at another.
    """

    def __init__(self, most: int = MOST, window: timedelta = WINDOW) -> None:
        self._most, self._window = most, window
        self._since: datetime = clock.now()
        self._taken: dict[str, int] = {}

    def take(self, way: str = "") -> bool:
        """Count one row; whether it is still within the limit.

        `way` is the name of an entry point from a fixed set, never text sent by the caller.
        """
        now = clock.now()
        if not timedelta() <= now - self._since < self._window:
            self._since, self._taken = now, {}
        self._taken[way] = self._taken.get(way, 0) + 1
        return self._taken[way] <= self._most
