"""What an operation must know beyond the caller's reach: the other units of a matter, the outcome
of a sender's topic (access.md 1).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import entry_of
from yishi_core.kernel.operation.context import OperationContext


@asynccontextmanager
async def as_platform(context: OperationContext, county: int | None = None) -> AsyncIterator[None]:
    """Read as the platform within the county (or another one), then go on with the caller's own
    entry.

    Nothing is written inside: what the operation has pending is flushed before, under the caller's
    entry. What is read here is told in parts only (a name, a date), never handed out as a row.
    """
    database, principal = context.platform.database, context.principal
    own = entry_of(context.session.sync_session)
    await database.enter(
        context.session, Principal.system(county or context.county, principal.policy).reading
    )
    yield  # after an error the transaction is over: there is nothing to go back to
    await database.enter(context.session, own)
