"""Reading switches and versions of an org and of all above it."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.access.principal import PUBLIC, Entry, ancestors, county_path
from yishi_core.database.unit import bind_to_entry, entered, entry_of
from yishi_core.orgs.models import OrgUnit
from yishi_tenants.settings.merge import Layer
from yishi_tenants.settings.models import SettingVersion
from yishi_tenants.switches.models import PluginSwitch


@dataclass(frozen=True)
class Ground:
    """What the settings of an org rest on. Equal `marks` mean equal settings: rows of versions are never changed."""

    switched_on: tuple[tuple[str, str], ...]
    """(plugin, path of the org where it is on)."""
    layers: tuple[Layer, ...]
    numbers: dict[tuple[str, str], int]
    """(path, plugin) → number of the version that holds there."""
    marks: frozenset[uuid.UUID]


def lineage(path: str) -> list[str]:
    """The paths from the county down to an org: `61/09/22/100/` → county, township."""
    top = len(county_path(0))
    return [*(p for p in ancestors(path) if len(p) >= top), path]


async def ground(session: AsyncSession, org: OrgUnit) -> Ground:
    """Read switches and newest versions along the lineage of an org, whoever asks.

    A handling unit answers under the settings of the township that assigned it, which it may not list.
    """
    paths = lineage(org.org_path)
    async with seeing(session, org.county, paths):
        await session.flush()
        connection = await session.connection()
        rows = (await connection.execute(_set_there(), {"county": org.county, "paths": paths})).all()
    switches = [row for row in rows if row.number is None]
    versions = [row for row in rows if row.number is not None]
    layers = {path: Layer(path, {}, {}) for path in paths}
    for version in versions:
        layer = layers[version.org_path]
        layers[version.org_path] = Layer(
            layer.path,
            {**layer.overrides, version.plugin: version.overrides},
            {**layer.fixed, version.plugin: frozenset(version.fixed)},
        )
    return Ground(
        tuple((s.plugin, s.org_path) for s in switches),
        tuple(layers.values()),
        {(v.org_path, v.plugin): v.number for v in versions},
        frozenset([*(s.id for s in switches), *(v.id for v in versions)]),
    )


@cache
def _set_there() -> sa.CompoundSelect[Any]:
    """Switches (without a number) and the newest versions at some paths of a county, in one statement."""
    switch, version = PluginSwitch.__table__.c, SettingVersion.__table__.c
    county, paths = sa.bindparam("county", type_=sa.Integer()), sa.any_(sa.bindparam("paths", type_=ARRAY(sa.Text())))
    nothing = (sa.null().cast(c.type).label(c.name) for c in (version.number, version.overrides, version.fixed))
    on = sa.select(switch.id, switch.plugin, switch.org_path, *nothing).where(
        switch.county == county, switch.org_path == paths, switch.switched_off_at.is_(None), switch.voided_at.is_(None)
    )
    newest = (
        sa.select(version.id, version.plugin, version.org_path, version.number, version.overrides, version.fixed)
        .ext(distinct_on(version.org_path, version.plugin))
        .where(version.county == county, version.org_path == paths, version.voided_at.is_(None))
        .order_by(version.org_path, version.plugin, version.number.desc())
    )
    return sa.union_all(on, sa.select(newest.subquery()))


@asynccontextmanager
async def seeing(
    session: AsyncSession, county: int, paths: Sequence[str], *, writing: bool = False
) -> AsyncIterator[None]:
    """Inside the block the transaction sees the inherited rows at these paths, also where its caller does not.

    With `writing` it may also write there: documents lie at the county's node and are kept for whoever opens a case.
    What is pending is written first, with the caller's own places; after the block these hold again.
    """
    entry = entry_of(session.sync_session)
    if county in entry.counties and all(_seen(path, entry, writing) for path in paths):
        yield
        return
    top = county_path(county)
    await _enter(session, Entry((county,), (top,), tuple(ancestors(top)), (PUBLIC,)))
    yield
    # The version of the caller's grants was checked when the transaction began.
    await _enter(session, replace(entry, account=None, version=None))
    bind_to_entry(session.sync_session, entry)


def _seen(path: str, entry: Entry, writing: bool) -> bool:
    return path.startswith(entry.paths) or (not writing and path in entry.lineage)


async def _enter(session: AsyncSession, entry: Entry) -> None:
    await session.flush()
    await session.execute(*entered(entry))
    bind_to_entry(session.sync_session, entry)
