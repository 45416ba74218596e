"""The queue of production: a job per event, written in the operation's own transaction (design.md
3, access.md 6).
"""

from __future__ import annotations

import json
from uuid import UUID

import psycopg
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.kernel.database import send

EVENTS = "events"
"""Name of procrastinate's queue."""
DELIVER = "deliver_event"
STALLED_AFTER = 30.0
"""Seconds without a sign of life after which a worker counts as dead; it gives one every ten."""
AT_WORK = f"""
    select exists (
        select from queue.procrastinate_workers where last_heartbeat > clock_timestamp() - make_interval(secs => {STALLED_AFTER})
    )::text
"""  # a constant of this module  # nosec B608
"""Whether any worker has given a sign of life of late: `true` or `false`."""

# What procrastinate's own `defer` sends (queue, task, priority, lock, queueing lock, arguments,
# time), but out with the rows of the operation.
_DEFER_TASK = f"""
    select queue.procrastinate_defer_jobs_v1(array[
        row('{EVENTS}', %(task)s::text, 0, %(lock)s::text, null, %(args)s::jsonb, null)::queue.procrastinate_job_to_defer_v1
    ])
"""  # constants of this module  # nosec B608
_DEFER = _DEFER_TASK.replace("%(task)s::text", f"'{DELIVER}'")


def defer_in_counties(connection: psycopg.Connection, task: str) -> int:
    """With a transaction of the owner's, let a job be done in every county; how many there are."""
    counties = [
        int(row[0]) for row in connection.execute("select code from county_entry order by code")
    ]
    with connection.cursor() as cursor:
        given = [
            {"task": task, "lock": f"{task}:{county}", "args": json.dumps({"county": county})}
            for county in counties
        ]
        cursor.executemany(_DEFER_TASK, given)
    return len(counties)


async def defer(session: AsyncSession, task: str, county: int, id_: UUID) -> None:
    """With the running transaction, let a job be done for a record; a county's jobs of this kind
    are done one after the other.
    """
    args = json.dumps({"county": county, "id": str(id_)})
    values = {"task": task, "lock": f"{task}:{county}", "args": args}
    await send(session, _DEFER_TASK, values)


class DatabaseQueue:
    """Defers deliveries. Change, event and job are committed together or not at all; arguments are
    (county, event id) and nothing else.
    """

    async def deliver(
        self, session: AsyncSession, county: int, event: UUID, subject: str, name: str
    ) -> None:
        """Defer one delivery. Jobs with the lock of one subject run one after the other, in the
        order in which they were written.
        """
        args = json.dumps({"county": county, "event": str(event)})
        await send(session, _DEFER, {"lock": f"{county}:{subject}", "args": args})
