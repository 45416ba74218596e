"""The production queue: a job per event, written in the operation's own transaction.

See design.md 3 and access.md 6.
"""

from __future__ import annotations

import json
from uuid import UUID

import psycopg
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.kernel.database import send

EVENTS = "events"
"""The name of procrastinate's queue."""
DELIVER = "deliver_event"
STALLED_AFTER = 30.0
"""Seconds without a heartbeat after which a worker counts as dead; it sends one every ten."""
AT_WORK = f"""
    select exists (
        select from queue.procrastinate_workers where last_heartbeat > clock_timestamp() - make_interval(secs => {STALLED_AFTER})
    )::text
"""  # a constant of this module  # nosec B608
"""A query: whether any worker is alive, `true` or `false`."""

# The arguments that procrastinate's own `defer` sends (queue, task, priority, lock, queueing lock,
# arguments, time), but sent together with the rows of the operation.
_DEFER_TASK = f"""
    select queue.procrastinate_defer_jobs_v1(array[
        row('{EVENTS}', %(task)s::text, 0, %(lock)s::text, null, %(args)s::jsonb, null)::queue.procrastinate_job_to_defer_v1
    ])
"""  # constants of this module  # nosec B608
_DEFER = _DEFER_TASK.replace("%(task)s::text", f"'{DELIVER}'")


def defer_in_counties(connection: psycopg.Connection, task: str) -> int:
    """Defer a job for every county in a transaction of the owner role; return their number."""
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
    """Defer a job for a record with the running transaction.

    A county's jobs of the same task run one after the other.
    """
    args = json.dumps({"county": county, "id": str(id_)})
    values = {"task": task, "lock": f"{task}:{county}", "args": args}
    await send(session, _DEFER_TASK, values)


class DatabaseQueue:
    """Defers the delivery of events.

    The change, the event and the job are committed together or not at all. The arguments of the job
    are the county and the event's id, nothing else.
    """

    async def deliver(
        self, session: AsyncSession, county: int, event: UUID, subject: str, name: str
    ) -> None:
        """Defer one delivery; jobs about one subject run one after the other, in their order."""
        args = json.dumps({"county": county, "event": str(event)})
        await send(session, _DEFER, {"lock": f"{county}:{subject}", "args": args})
