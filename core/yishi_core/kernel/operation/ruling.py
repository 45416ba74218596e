"""Asking the rules of plugins about the rows that a transaction has written, before it commits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.util import identity_key

from yishi_core.kernel.access import Principal, TenantScope
from yishi_core.kernel.audit.facts import Fact, Facts
from yishi_core.kernel.database import bind_to_entry, entry_of
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.entity.base import values_of
from yishi_core.kernel.operation.binding import digest_of
from yishi_core.kernel.operation.change import Before, Change
from yishi_core.kernel.operation.context import OperationContext, ReadContext
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.settings import Effective


async def require_rules(context: OperationContext, facts: Facts) -> None:
    """Ask the rules about all rows that were written; raises the first `Refused`.

    A rule reads the whole county, whoever acts: what must hold does not depend on what the caller
    may see.
    """
    await context.session.flush()
    found = list(facts.take())
    for county in sorted({fact.county for fact in found}):
        own = Principal.system(county, context.principal.policy).reading
        async with _within(context.platform, context.session, own):
            for fact in found:
                if fact.county == county:
                    await _require(context, fact)


async def _require(context: OperationContext, fact: Fact) -> None:
    row = fact.row or await context.session.get(fact.entity, (fact.county, fact.id))
    if row is None or getattr(row, "voided_at", None) is not None:
        return  # a record can always be taken back
    plugins = context.platform.plugins
    if not plugins.ruling(fact.entity):
        return
    org = await _org_of(context, row)
    reading = replace(context.reading(), org=org, settings=await _settings(context, org, row))
    before = None if fact.new else Before(fact.entity, {**values_of(row), **fact.before})
    change = Change(row, before, frozenset(fact.changed), context.back_entered)
    await plugins.holds(reading, change)


async def _settings(context: ReadContext, org: OrgUnit, row: TenantRow) -> Effective:
    digest = await digest_of(context.session, row)
    if digest is None:
        return await context.platform.settings.effective(context.session, org)
    if digest == context.settings.digest:
        return context.settings
    return await context.platform.settings.at(context.session, org.county, digest)


async def _org_of(context: ReadContext, row: TenantRow) -> OrgUnit:
    """The owner of a row; the context's org where it has none."""
    if isinstance(row, OrgUnit):
        return row
    id_ = getattr(row, "org_id", None)
    if id_ in (None, context.org.id):
        return context.org
    there = context.session.identity_map.get(identity_key(OrgUnit, (row.county, id_)))
    if isinstance(there, OrgUnit):
        return there
    query = sa.select(OrgUnit).where(OrgUnit.county == row.county, OrgUnit.id == id_)
    return (await context.session.scalars(query)).one()


@asynccontextmanager
async def _within(
    platform: Platform, session: AsyncSession, scope: TenantScope
) -> AsyncIterator[None]:
    """Enter another scope for the block; the caller's own is restored after it."""
    entry = entry_of(session.sync_session)
    await platform.database.enter(session, scope)
    try:
        yield
    finally:
        # The version of the caller's grants was checked when the transaction began, and may have
        # been raised by the operation itself.
        await platform.database.enter(session, replace(entry, account=None, version=None))
        bind_to_entry(session.sync_session, entry)
