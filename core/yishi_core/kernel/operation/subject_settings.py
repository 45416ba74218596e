"""The settings under which an operation runs: those of its subject's case, else of its org."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import DeferredRead, entry_of
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.operation.binding import (
    DIGEST,
    digest_ahead,
    digest_of,
    digest_of_entered,
    is_bound,
)
from yishi_core.kernel.operation.inputs import Input, Pending
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.settings import Effective


async def ahead(
    platform: Platform, session: AsyncSession, principal: Principal, named: object
) -> DeferredRead | None:
    """Read the settings at the named subject together with it.

    Returns the read of the digest that its case keeps, for `of`; None where it can belong to none.
    The case is looked for in the whole county: a handling unit, say, may not see it.
    """
    if not isinstance(named, Pending) or named.type not in platform.registry:
        return None
    entity = platform.registry[named.type].entity
    if DIGEST not in entity.__table__.c:
        await platform.settings.ahead(session, entity, named.county, named.id)
    if not is_bound(entity):
        return None
    own = entry_of(session.sync_session)
    whole = Principal.system(named.county, principal.policy).reading
    await platform.database.enter(session, whole)
    kept = await digest_ahead(session, entity, named.county, named.id)
    await platform.database.enter(session, own)
    return kept


async def of(
    platform: Platform,
    session: AsyncSession,
    org: OrgUnit,
    data: Input,
    subject: TenantRow | None,
    kept: DeferredRead | None,
) -> Effective:
    """The settings of the case to which the subject, or what is entered, belongs; else the org's."""
    digest = None
    if kept is not None:
        rows = await kept.rows()
        digest = rows[0][0] if rows else None
    elif subject is not None:  # one that the input holds indirectly
        digest = await digest_of(session, subject)
    if digest is None:
        digest = await digest_of_entered(session, data)
    if digest is None:
        return await platform.settings.effective(session, org)
    return await platform.settings.at(session, org.county, digest)
