"""The queue of production: a job per event, written in the operation's own transaction (design.md 3, access.md 6)."""

from __future__ import annotations

from uuid import UUID

from procrastinate import App
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.database import Database
from yishi_core.jobs.connector import QueueConnector

EVENTS = "events"
"""Name of procrastinate's queue."""
DELIVER = "deliver_event"
TICK = "run_clocks"


class DatabaseQueue:
    """Defers deliveries. Change, event and job are committed together or not at all; arguments are (county, event id) and nothing else."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._app = App(connector=QueueConnector())  # never opened: it works on the connections that it is handed

    async def deliver(self, session: AsyncSession, county: int, event: UUID, subject: str) -> None:
        """Defer one delivery. Jobs with the lock of one subject run one after the other, in the order in which they were written."""
        job = self._app.configure_task(
            DELIVER, allow_unknown=True, queue=EVENTS, lock=f"{county}:{subject}", connection=await self._database.driver(session)
        )
        await job.defer_async(county=county, event=str(event))
