"""Operation contexts for what the platform does on its own initiative.

Examples are daily jobs, reactions to events, and changes for a partner in another county.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core import clock
from yishi_core.kernel.access import Principal
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.audit.changes import Changes
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation import emitting as events
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.ruling import require_rules
from yishi_core.kernel.tree.models import OrgUnit


@asynccontextmanager
async def unasked(
    platform: Platform,
    county: int,
    what: str,
    path: str | None = None,
    emits: Iterable[EventType] = (),
) -> AsyncIterator[OperationContext | None]:
    """Work as the platform at an org in a transaction of its own.

    The org is the county's root unless `path` names another; yields None when there is none. Rows
    are stamped as by any write, but without an account. The pending events are written at the end,
    each at the place of its record.
    """
    async with platform.database.transaction(
        Principal.system(county, platform.policy).reading
    ) as session:
        context = await standing(platform, session, county, what, path, emits)
        if context is None:
            yield None
            return
        changes = Changes(session.sync_session, clock.now(), None, platform.plugins.watched)
        yield context
        await require_rules(context, changes.facts)
        await events.write(context)


async def standing(
    platform: Platform,
    session: AsyncSession,
    county: int,
    what: str,
    path: str | None = None,
    emits: Iterable[EventType] = (),
) -> OperationContext | None:
    """The platform's context at an org, in a transaction already entered; None without an org."""
    place = path or county_path(county)
    org = (
        await session.scalars(
            sa.select(OrgUnit).where(OrgUnit.county == county, OrgUnit.org_path == place)
        )
    ).one_or_none()
    if org is None:
        return None
    settings = await platform.settings.effective(session, org)
    return OperationContext(
        platform,
        Principal.system(county, platform.policy),
        session,
        what,
        org,
        settings,
        now=clock.now(),
        emits=frozenset(emits),
    )
