"""Reading the switches and setting versions of an org and of all orgs above it."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.kernel.access.places import PUBLIC, TenantScope, ancestors, county_path
from yishi_core.kernel.database import DeferredRead, bind_to_entry, entered, entry_of, prefetch
from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.own import is_own
from yishi_tenants.settings.merge import Layer
from yishi_tenants.settings.models import SettingVersion
from yishi_tenants.settings.switches.models import PluginSwitch

COUNTY = sa.bindparam("county", type_=sa.Integer())
_AHEAD = "yishi_ground"
"""The key in a session's `info` for layers that are being prefetched."""


@dataclass(frozen=True, slots=True)
class OwnOn:
    """An edition of a variant of one's own that is on at a place."""

    code: str
    number: int
    path: str


@dataclass(frozen=True)
class SettingsLayers:
    """What the settings of an org are computed from.

    Equal `marks` mean equal settings, since rows of versions never change.
    """

    switched_on: tuple[tuple[str, str], ...]
    """(plugin, path of the org where it is on)."""
    retired: tuple[tuple[str, str], ...]
    """(plugin, path of the org where it is retired)."""
    layers: tuple[Layer, ...]
    numbers: dict[tuple[str, str], int]
    """(path, plugin) → number of the current version."""
    marks: frozenset[tuple[uuid.UUID, bool]]
    """(row, whether it is a switch that is retired)."""
    own: tuple[OwnOn, ...] = ()
    """The editions of variants of one's own that are on."""

    @property
    def only_retired(self) -> frozenset[str]:
        """The plugins that are retired at or above the org and on nowhere there."""
        on = {plugin for plugin, _ in self.switched_on}
        return frozenset(plugin for plugin, _ in self.retired if plugin not in on)


def lineage(path: str) -> list[str]:
    """The paths from the county down to an org: `61/09/22/100/` → county, township."""
    top = len(county_path(0))
    return [*(p for p in ancestors(path) if len(p) >= top), path]


async def ahead(
    session: AsyncSession, entity: type[TenantRow], county: int, id_: uuid.UUID
) -> None:
    """Prefetch the layers at and above a record's place with the next statement."""
    read = await prefetch(session, _set_above(entity), {"county": county, "id": id_})
    session.info[_AHEAD] = _Ahead(county, entry_of(session.sync_session), read)


@dataclass(frozen=True)
class _Ahead:
    county: int
    entry: TenantScope
    read: DeferredRead

    def fits(self, org: OrgUnit, paths: list[str]) -> bool:
        """Whether the prefetched rows cover the whole lineage of an org."""
        return (
            org.county == self.county
            and self.county in self.entry.counties
            and all(_seen(p, self.entry) for p in paths)
        )


async def ground(session: AsyncSession, org: OrgUnit) -> SettingsLayers:
    """Read switches and current versions along the lineage of an org, for any caller.

    A handling unit, for example, answers under the settings of the township that assigned it, which
    it may not list.
    """
    paths = lineage(org.org_path)
    waiting: _Ahead | None = session.info.pop(_AHEAD, None)
    if waiting and waiting.fits(org, paths):
        rows = await waiting.read.rows()
        if any(plugin is None and path == org.org_path for _, plugin, path, *_ in rows):
            return _ground(paths, [row for row in rows if row[1] is not None])
    async with seeing(session, org.county, paths):
        await session.flush()
        there = {"county": org.county, "paths": paths}
        return _ground(paths, await (await prefetch(session, _set_there(), there)).rows())


def _ground(paths: list[str], rows: Sequence[tuple[Any, ...]]) -> SettingsLayers:
    """The layers from the rows of `_set_there`."""
    layers = {path: Layer(path, {}, {}) for path in paths}
    on: list[tuple[str, str]] = []
    retired: list[tuple[str, str]] = []
    own: list[OwnOn] = []
    numbers: dict[tuple[str, str], int] = {}
    for _, plugin, path, edition, number, overrides, fixed, off in rows:
        if number is None:
            (retired if off else on).append((plugin, path))
            if is_own(plugin) and not off:
                own.append(OwnOn(plugin, int(edition), path))
            continue
        numbers[path, plugin] = number
        layer = layers[path]
        layers[path] = Layer(
            path, {**layer.overrides, plugin: overrides}, {**layer.fixed, plugin: frozenset(fixed)}
        )
    marks = frozenset((row[0], bool(row[-1])) for row in rows)
    return SettingsLayers(
        tuple(on), tuple(retired), tuple(layers.values()), numbers, marks, tuple(own)
    )


@cache
def _set_there() -> sa.CompoundSelect[Any]:
    """Switches (rows without a number) and current versions at some paths of a county."""
    paths = sa.any_(sa.bindparam("paths", type_=ARRAY(sa.Text())))
    return sa.union_all(*_set(lambda path: path == paths))


@cache
def _set_above(entity: type[TenantRow]) -> sa.CompoundSelect[Any]:
    """The same at and above the place of a record, with a row (without a plugin) that names it."""
    c = entity.__table__.c
    place = sa.select(c.org_path).where(
        c.county == COUNTY, c.id == sa.bindparam("id", type_=sa.Uuid())
    )
    switches, newest = _set(lambda path: place.scalar_subquery().bool_op("^@")(path))
    nothing = [sa.null().cast(column.type) for column in switches.selected_columns]
    named = place.with_only_columns(*nothing[:2], c.org_path, *nothing[3:])
    return sa.union_all(switches, newest, named)


def _set(
    holds: Callable[[sa.ColumnElement[str]], sa.ColumnElement[bool]],
) -> tuple[sa.Select[Any], sa.Select[Any]]:
    switch, version = PluginSwitch.__table__.c, SettingVersion.__table__.c
    nothing = (
        sa.null().cast(c.type).label(c.name)
        for c in (version.number, version.overrides, version.fixed)
    )
    off = switch.switched_off_at.is_not(None).label("retired")
    standing = sa.select(
        switch.id, switch.plugin, switch.org_path, switch.plugin_version, *nothing, off
    ).where(
        switch.county == COUNTY,
        holds(switch.org_path),
        switch.ended_at.is_(None),
        switch.voided_at.is_(None),
    )
    newest = (
        sa.select(
            version.id,
            version.plugin,
            version.org_path,
            sa.null().cast(switch.plugin_version.type).label("plugin_version"),
            version.number,
            version.overrides,
            version.fixed,
            sa.null().cast(sa.Boolean()).label("retired"),
        )
        .ext(distinct_on(version.org_path, version.plugin))
        .where(version.county == COUNTY, holds(version.org_path), version.voided_at.is_(None))
        .order_by(version.org_path, version.plugin, version.number.desc())
    )
    return standing, sa.select(newest.subquery())


@asynccontextmanager
async def seeing(
    session: AsyncSession, county: int, paths: Sequence[str], *, writing: bool = False
) -> AsyncIterator[None]:
    """Inside the block, the transaction can see the inherited rows at these paths for any caller.

    With `writing` it may also write there: documents lie at the county's node and are kept for any
    caller who opens a case. Pending changes are flushed first, under the caller's own scope, which
    is restored after the block.
    """
    entry = entry_of(session.sync_session)
    if county in entry.counties and all(_seen(path, entry, writing) for path in paths):
        yield
        return
    top = county_path(county)
    await _enter(session, TenantScope((county,), (top,), tuple(ancestors(top)), (PUBLIC,)))
    yield
    # The version of the caller's grants was checked when the transaction began.
    await _enter(session, replace(entry, account=None, version=None))
    bind_to_entry(session.sync_session, entry)


@asynccontextmanager
async def seeing_whole(session: AsyncSession, county: int) -> AsyncIterator[None]:
    """Inside the block, the transaction can see everything in a county, for any caller."""
    async with seeing(session, county, [county_path(county)], writing=True):
        yield


def _seen(path: str, entry: TenantScope, writing: bool = False) -> bool:
    return path.startswith(entry.paths) or (not writing and path in entry.lineage)


async def _enter(session: AsyncSession, entry: TenantScope) -> None:
    await session.flush()
    await session.execute(*entered(entry))
    bind_to_entry(session.sync_session, entry)
