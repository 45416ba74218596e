"""Effective settings of an org: one immutable document, stored once by digest (access.md 8).

`Effective` is what operations, guards and advisors read. How levels are merged lives in the tenants
package, behind `SettingsSource`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

if TYPE_CHECKING:
    from yishi_core.kernel.entity.base import TenantRow
    from yishi_core.kernel.tree.models import OrgUnit
    from yishi_core.kernel.variants.variant import ProcedureDef, ScheduleDef

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Effective:
    """Settings of one org at one moment.

    `plugins` maps code → version of the plugins that are switched on here or above; `values` maps
    plugin code (or `core`) → its setting values; `procedures`, `vocabularies` and `schedules` are
    core's and the plugins' data, merged.
    """

    digest: str
    plugins: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    procedures: Mapping[str, ProcedureDef] = field(default_factory=dict)
    vocabularies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    schedules: tuple[ScheduleDef, ...] = ()

    def of(self, plugin: str, model: type[M]) -> M:
        """The settings of one plugin (or `core`) as its typed model."""
        return model.model_validate(dict(self.values.get(plugin, {})))

    def label(self, vocabulary: str, value: str) -> str:
        """The Chinese label of a vocabulary's value, the value itself when it is unknown."""
        return self.vocabularies.get(vocabulary, {}).get(value, value)


class SettingsSource(Protocol):
    """Where effective settings come from; the tenants package implements it."""

    def ahead(self, session: AsyncSession, entity: type[TenantRow], county: int, id_: UUID) -> None:
        """What `effective` will read for the owner of a record may go out with the next
        statement.
        """
        ...

    async def effective(self, session: AsyncSession, org: OrgUnit) -> Effective:
        """The newest settings of an org."""
        ...

    async def at(self, session: AsyncSession, county: int, digest: str) -> Effective:
        """The settings stored under a digest: those a case began with."""
        ...

    async def keep(self, session: AsyncSession, county: int, effective: Effective) -> str:
        """Store the document under its digest if it is new, and return the digest: what a case
        binds itself to.
        """
        ...
