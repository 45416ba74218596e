"""The queue of production: a job per event, written in the operation's own transaction (design.md
3, access.md 6).
"""

from __future__ import annotations

import json
from uuid import UUID

import psycopg
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.kernel.database import send
from yishi_core.kernel.database.driver.exchange import Encoder

EVENTS = "events"
"""Name of procrastinate's queue."""
DELIVER = "deliver_event"
TICK = "run_clocks"
RECOUNT = "recount_deadlines"
LEDGER = "enter_ledger"

# What procrastinate's own `defer` sends (queue, task, priority, lock, queueing lock, arguments,
# time), but out with the rows of the operation.
_DEFER_TASK = f"""
    select queue.procrastinate_defer_jobs_v1(array[
        row('{EVENTS}', %(task)s::text, 0, %(lock)s::text, null, %(args)s::jsonb, null)::queue.procrastinate_job_to_defer_v1
    ])
"""  # constants of this module  # nosec B608
_DEFER = _DEFER_TASK.replace("%(task)s::text", f"'{DELIVER}'")
_ENCODER = Encoder()


def defer_recount(connection: psycopg.Connection) -> int:
    """With the transaction that changes the calendar of working days, let every county's guessed
    deadlines be counted anew; how many counties.
    """
    counties = [
        int(row[0]) for row in connection.execute("select code from county_entry order by code")
    ]
    with connection.cursor() as cursor:
        given = [
            {"task": RECOUNT, "lock": f"{RECOUNT}:{county}", "args": json.dumps({"county": county})}
            for county in counties
        ]
        cursor.executemany(_DEFER_TASK, given)
    return len(counties)


async def defer_ledger(session: AsyncSession, county: int, id_: UUID) -> None:
    """With the transaction that keeps a long file, let it be entered; a county's files one after
    the other.
    """
    args = json.dumps({"county": county, "id": str(id_)})
    await send(
        session,
        _ENCODER.message(_DEFER_TASK, {"task": LEDGER, "lock": f"{LEDGER}:{county}", "args": args}),
    )


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
        await send(session, _ENCODER.message(_DEFER, {"lock": f"{county}:{subject}", "args": args}))
