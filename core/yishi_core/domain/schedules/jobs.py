"""Recounting of every county's guessed deadlines after the calendar of working days changed."""

from __future__ import annotations

from yishi_core.domain.schedules.workdays import forget
from yishi_core.facilities.daily.running import after_calendar
from yishi_core.facilities.jobs.declaration import Job
from yishi_core.kernel.operation.platform import Platform


async def recount(platform: Platform, *, county: int, last_try: bool) -> None:
    """Recount a county's provisional deadlines."""
    forget()  # this process may have read the calendar before it was changed
    await after_calendar(platform, [county])


RECOUNT = Job("recount_deadlines", recount)
