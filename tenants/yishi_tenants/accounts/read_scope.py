"""Steps that need a wider tenant scope than the caller's, each named where it is taken."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from yishi_core.kernel.access import Principal
from yishi_core.kernel.operation import OperationContext


async def see_county(context: OperationContext) -> None:
    """Widen the transaction to the whole county from here on.

    It serves operations on the caller's own account, which may lie outside the places of its
    grants; at login there is no principal yet.
    """
    await context.session.flush()
    system = Principal.system(context.county, context.platform.policy)
    await context.platform.database.enter(context.session, system.reading)


@asynccontextmanager
async def seeing_county(context: OperationContext, permission: str) -> AsyncIterator[None]:
    """Widen the transaction to the whole county inside the block.

    After the block it is limited to the places where the caller holds `permission`. The version of
    the caller's grants was checked when the transaction began and is not checked again, since the
    block may have raised it.
    """
    await see_county(context)
    yield
    await context.session.flush()
    entry = context.principal.entering(context.principal.paths_for(permission))
    await context.platform.database.enter(
        context.session, replace(entry, account=None, version=None)
    )
