"""The queue of production: a job per event, written in the operation's own transaction (design.md 3, access.md 6)."""

from __future__ import annotations

import json
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.database.exchange import Encoder
from yishi_core.database.rows import send

EVENTS = "events"
"""Name of procrastinate's queue."""
DELIVER = "deliver_event"
TICK = "run_clocks"

# What procrastinate's own `defer` sends (queue, task, priority, lock, queueing lock, arguments, time), but out with the rows of the operation.
_DEFER = f"""
    select queue.procrastinate_defer_jobs_v1(array[
        row('{EVENTS}', '{DELIVER}', 0, %(lock)s::text, null, %(args)s::jsonb, null)::queue.procrastinate_job_to_defer_v1
    ])
"""  # constants of this module  # nosec B608
_ENCODER = Encoder()


class DatabaseQueue:
    """Defers deliveries. Change, event and job are committed together or not at all; arguments are (county, event id) and nothing else."""

    async def deliver(self, session: AsyncSession, county: int, event: UUID, subject: str) -> None:
        """Defer one delivery. Jobs with the lock of one subject run one after the other, in the order in which they were written."""
        args = json.dumps({"county": county, "event": str(event)})
        await send(session, _ENCODER.message(_DEFER, {"lock": f"{county}:{subject}", "args": args}))
