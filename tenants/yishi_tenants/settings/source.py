"""`SettingsSource` over the tables: effective settings of an org, documents by digest."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.errors import Refused
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.entity.base import TenantRow, new_id
from yishi_core.kernel.plugins.plugin_set import PluginSet
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.own import Overlay
from yishi_core.kernel.variants.settings import Effective
from yishi_tenants.settings import document
from yishi_tenants.settings.layers import OwnOn, ahead, ground, seeing
from yishi_tenants.settings.merge import merge
from yishi_tenants.settings.models import SettingDocument
from yishi_tenants.settings.own.editions import Edition, edition_of, own_words
from yishi_tenants.settings.rules import SettingsRule

K = TypeVar("K")
V = TypeVar("V")
_WRITING = "yishi_setting_document"
"""Marks a session that writes a document, which may still be rolled back."""


class Recent(Generic[K, V]):
    """A cache of what was used last: settings, or editions of variants.

    Equal keys always mean equal values, so nothing goes stale.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def put(self, key: K, value: V) -> V:
        self._held[key] = value
        self._held.move_to_end(key)
        if len(self._held) > self._size:
            self._held.popitem(last=False)
        return value


class TenantSettings:
    """The effective settings of one installation.

    It holds only caches; the rows are read in the caller's transaction.
    """

    def __init__(self, plugins: PluginSet, *, cached: int = 2048) -> None:
        self._plugins = plugins
        self._effective: Recent[object, Effective] = Recent(cached)
        self._documents: Recent[tuple[int, str], Effective] = Recent(cached)
        self._stored: Recent[tuple[int, str], Effective] = Recent(cached)
        self._editions: Recent[tuple[int, str, int], Edition] = Recent(cached // 8)

    async def ahead(
        self, session: AsyncSession, entity: type[TenantRow], county: int, id_: UUID
    ) -> None:
        """Prefetch the layers of a record's owner with the next statement."""
        await ahead(session, entity, county, id_)

    async def effective(self, session: AsyncSession, org: OrgUnit) -> Effective:
        """The current settings of an org; plugins that are not installed are left out.

        What a retired plugin brings is left out too; `retired` names it.
        """
        base = await ground(session, org)
        key = (org.county, org.org_path, base.marks)
        if found := self._effective.get(key):
            return found
        own = await self._own(session, org.county, base.own)
        merged = merge(self._plugins, (plugin for plugin, _ in base.switched_on), base.layers, own)
        written = document.write(merged)
        found = document.read(written, document.digest(written), merged.own)
        return self._effective.put(key, replace(found, retired=base.only_retired))

    async def at(self, session: AsyncSession, county: int, digest: str) -> Effective:
        """The settings stored under a digest.

        Raises `Refused` when the county has none, i.e. its backup is incomplete.
        """
        if found := self._documents.get((county, digest)):
            return found
        async with seeing(session, county, [county_path(county)]):
            query = sa.select(SettingDocument.document).where(
                SettingDocument.county == county, SettingDocument.digest == digest
            )
            stored = (await session.scalars(query)).one_or_none()
        if stored is None:
            raise Refused(SettingsRule.SETTINGS_MISSING)
        own = await self._own(session, county, document.editions(stored))
        return self._documents.put((county, digest), document.read(stored, digest, own))

    async def _own(self, session: AsyncSession, county: int, on: Sequence[OwnOn]) -> list[Overlay]:
        """The editions that are on, each at its place."""
        found: list[Overlay] = []
        for one in on:
            key = (county, one.code, one.number)
            edition = self._editions.get(key)
            if edition is None:
                edition = self._editions.put(key, await edition_of(session, *key))
            found.append(edition.at(one.path))
        return found

    async def own_words(self, session: AsyncSession, county: int) -> dict[str, dict[str, str]]:
        """Vocabulary → value → label of what editions that the transaction can see have added."""
        return await own_words(session, county)

    async def keep(self, session: AsyncSession, county: int, effective: Effective) -> str:
        """Store settings under their digest if they are new, and return the digest."""
        top, key = county_path(county), (county, effective.digest)
        if self._stored.get(key):
            return effective.digest
        async with seeing(session, county, [top]):
            query = sa.select(SettingDocument.id).where(
                SettingDocument.county == county, SettingDocument.digest == effective.digest
            )
            known = (await session.scalars(query)).one_or_none()
        if (
            known is not None and _WRITING not in session.info
        ):  # committed, and documents are never removed
            self._stored.put(key, effective)
        if known is None:
            session.info[_WRITING] = True
            row = {
                "county": county,
                "id": new_id(),
                "org_path": top,
                "digest": effective.digest,
                "plugins": sorted(effective.plugins),
                "document": document.write(effective),
            }
            async with seeing(session, county, [top], writing=True):
                table = SettingDocument.__table__
                assert isinstance(table, sa.Table)
                await session.execute(
                    insert(table)
                    .values(row)
                    .on_conflict_do_nothing(index_elements=["county", "digest"])
                )
        return effective.digest
