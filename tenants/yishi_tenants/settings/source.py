"""`SettingsSource` over the tables: effective settings of an org, documents by digest."""

from __future__ import annotations

from collections import OrderedDict
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
from yishi_core.kernel.variants.settings import Effective
from yishi_tenants.settings import document
from yishi_tenants.settings.layers import ahead, ground, seeing
from yishi_tenants.settings.merge import merge
from yishi_tenants.settings.models import SettingDocument
from yishi_tenants.settings.rules import SettingsRule

K = TypeVar("K")
_WRITING = "yishi_setting_document"
"""Marks a session that writes a document, which may still be rolled back."""


class Recent(Generic[K]):
    """A cache of the settings used last.

    Equal keys always mean equal settings, so nothing goes stale.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[K, Effective] = OrderedDict()

    def get(self, key: K) -> Effective | None:
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def put(self, key: K, value: Effective) -> Effective:
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
        self._effective: Recent[object] = Recent(cached)
        self._documents: Recent[tuple[int, str]] = Recent(cached)
        self._stored: Recent[tuple[int, str]] = Recent(cached)

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
        written = document.write(
            merge(self._plugins, (plugin for plugin, _ in base.switched_on), base.layers)
        )
        found = replace(document.read(written, document.digest(written)), retired=base.only_retired)
        return self._effective.put(key, found)

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
        return self._documents.put((county, digest), document.read(stored, digest))

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
