"""Asking the rules of plugins about the rows that a transaction has written, before it commits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TypeAlias, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.util import identity_key

from yishi_core.kernel.access import Principal, TenantScope
from yishi_core.kernel.audit.facts import Fact, Facts
from yishi_core.kernel.database import DeferredRead, bind_to_entry, entry_of
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.entity.base import values_of
from yishi_core.kernel.operation.binding import digest_ahead, digest_of, is_bound
from yishi_core.kernel.operation.change import Before, Change
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.settings import Effective

R = TypeVar("R", bound=TenantRow)
Written: TypeAlias = tuple[Fact, TenantRow]


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
            await _Asking(context, county).require([f for f in found if f.county == county])


class _Asking:
    """Asks about the written rows of one county; what many rows need is read at once."""

    def __init__(self, context: OperationContext, county: int) -> None:
        self._context = context
        self._session = context.session
        self._county = county
        self._orgs = {context.org.id: context.org}
        self._newest: dict[UUID, Effective] = {}
        """The settings of the orgs whose records belong to no case."""
        self._digests: dict[UUID, DeferredRead] = {}
        """Those that the cases of the records keep, where there is more than one record."""

    async def require(self, facts: Sequence[Fact]) -> None:
        """Raise the first refusal. A record can always be taken back, so it is not asked about."""
        rows = await self._rows(facts)
        written = [
            (fact, rows[fact.entity, fact.id])
            for fact in facts
            if getattr(rows.get((fact.entity, fact.id)), "voided_at", None) is None
            and (fact.entity, fact.id) in rows
        ]
        await self._read_ahead(written)
        for fact, row in written:
            org = self._orgs.get(getattr(row, "org_id", None) or row.id, self._context.org)
            settings = await self._settings(org, row)
            reading = replace(self._context.reading(), org=org, settings=settings)
            before = None if fact.new else Before(fact.entity, {**values_of(row), **fact.before})
            change = Change(row, before, frozenset(fact.changed), self._context.back_entered)
            await self._context.platform.plugins.holds(reading, change)

    async def _rows(self, facts: Sequence[Fact]) -> dict[tuple[type[TenantRow], UUID], TenantRow]:
        """The rows themselves; those of which only parts were written may not be loaded yet."""
        found: dict[tuple[type[TenantRow], UUID], TenantRow] = {}
        unread: defaultdict[type[TenantRow], list[UUID]] = defaultdict(list)
        for fact in facts:
            key = identity_key(fact.entity, (self._county, fact.id))
            row = fact.row or self._session.identity_map.get(key)
            if isinstance(row, TenantRow):
                found[fact.entity, fact.id] = row
            else:
                unread[fact.entity].append(fact.id)
        for entity, ids in unread.items():
            for row in await self._session.scalars(self._by_ids(entity, ids)):
                found[entity, row.id] = row
        return found

    async def _read_ahead(self, written: Sequence[Written]) -> None:
        """Read the owners of the records, and ask for the settings that their cases keep."""
        if len(written) > 1:  # the case of a single record is usually at hand
            for fact, row in written:
                if is_bound(fact.entity):
                    self._digests[row.id] = await digest_ahead(
                        self._session, fact.entity, self._county, row.id
                    )
        self._orgs.update({row.id: row for _, row in written if isinstance(row, OrgUnit)})
        owners = {id_ for _, row in written if (id_ := getattr(row, "org_id", None)) is not None}
        for id_ in owners - self._orgs.keys():
            there = self._session.identity_map.get(identity_key(OrgUnit, (self._county, id_)))
            if isinstance(there, OrgUnit):
                self._orgs[id_] = there
        if unread := sorted(owners - self._orgs.keys()):
            for org in await self._session.scalars(self._by_ids(OrgUnit, unread)):
                self._orgs[org.id] = org

    async def _settings(self, org: OrgUnit, row: TenantRow) -> Effective:
        source = self._context.platform.settings
        ahead = self._digests.get(row.id)
        if ahead is None:
            digest = await digest_of(self._session, row)
        else:
            kept = await ahead.rows()
            digest = kept[0][0] if kept else None
        if digest is not None:
            own = self._context.settings
            return (
                own
                if digest == own.digest
                else await source.at(self._session, self._county, digest)
            )
        if org.id not in self._newest:
            self._newest[org.id] = await source.effective(self._session, org)
        return self._newest[org.id]

    def _by_ids(self, entity: type[R], ids: Sequence[UUID]) -> sa.Select[R]:
        return sa.select(entity).where(entity.county == self._county, entity.id.in_(ids))


@asynccontextmanager
async def _within(
    platform: Platform, session: AsyncSession, scope: TenantScope
) -> AsyncIterator[None]:
    """Enter another scope for the block; the caller's own is restored after it, also after an error."""
    entry = entry_of(session.sync_session)
    await platform.database.enter(session, scope)
    try:
        yield
    except BaseException:
        # On the server, what is rolled back now has the scope: the savepoint or the transaction.
        bind_to_entry(session.sync_session, entry)
        raise
    # The version of the caller's grants was checked when the transaction began, and may have been
    # raised by the operation itself.
    await platform.database.enter(session, replace(entry, account=None, version=None))
    bind_to_entry(session.sync_session, entry)
