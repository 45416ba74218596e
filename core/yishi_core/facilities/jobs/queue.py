"""The queue as operations see it: deliveries are deferred in the operation's own transaction."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


class Queue(Protocol):
    """Hands events to the workers (procrastinate in production)."""

    async def deliver(
        self, session: AsyncSession, county: int, event: UUID, subject: str, name: str
    ) -> None:
        """Defer the delivery of an event of this name; deliveries about one subject keep their
        order.
        """
        ...
