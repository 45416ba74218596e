"""Reading beyond the caller's reach inside an operation (access.md 1).

An operation may need, for example, the other units of a matter, or the outcome of a sender's topic.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import entry_of
from yishi_core.kernel.operation.context import OperationContext


@asynccontextmanager
async def as_platform(context: OperationContext, county: int | None = None) -> AsyncIterator[None]:
    """Read as the platform in this county or another one, then return to the caller's own scope.

    Write nothing inside the block: pending changes are flushed before it, under the caller's scope.
    Pass on only single facts of what is read here (a name, a date), never a row.
    """
    database, principal = context.platform.database, context.principal
    own = entry_of(context.session.sync_session)
    await database.enter(
        context.session, Principal.system(county or context.county, principal.policy).reading
    )
    yield  # after an error the transaction is over: there is nothing to go back to
    await database.enter(context.session, own)
