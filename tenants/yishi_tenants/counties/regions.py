"""The table of regions, loaded and completed by the owner (access.md 6)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.kernel.tree.models import Region
from yishi_core.kernel.tree.regions import (
    RegionLevel,
    RegionRow,
    TownshipKind,
    VillageKind,
    load_reference,
    township_kind,
    village_kind,
)

BATCH = 5000

#: A batch is a single parameter, which takes a tenth of the time of as many rows of parameters.
_WRITE = sa.text("""
    insert into region (code, name, level, parent, township_kind, village_kind, urban_rural_code, is_dev_zone)
    select code, name, level, parent, township_kind, village_kind, urban_rural_code, is_dev_zone
    from jsonb_to_recordset(cast(:rows as jsonb)) as given(
        code text, name text, level text, parent text, township_kind text, village_kind text, urban_rural_code text,
        is_dev_zone boolean)
    on conflict (code) do update set name = excluded.name, level = excluded.level, parent = excluded.parent,
        township_kind = excluded.township_kind, village_kind = excluded.village_kind, urban_rural_code = excluded.urban_rural_code,
        is_dev_zone = excluded.is_dev_zone
""")


async def write_regions(session: AsyncSession, rows: Iterable[RegionRow]) -> int:
    """Insert regions or correct their names, as the owner; return the number of rows."""
    waiting, count = iter(rows), 0
    while batch := list(islice(waiting, BATCH)):
        await session.execute(
            _WRITE, {"rows": json.dumps([_values(row) for row in batch], ensure_ascii=False)}
        )
        count += len(batch)
    return count


async def load_country(session: AsyncSession) -> int:
    """Load the reference data of the whole country unless the table has it already.

    Returns the number of rows written.
    """
    rows = list(load_reference())
    real = Region.code < "90"
    held = (
        await session.execute(
            sa.select(sa.func.count())
            .select_from(Region)
            .where(real, sa.func.length(Region.code) <= 9)
        )
    ).scalar_one()
    return 0 if held >= len(rows) else await write_regions(session, rows)


async def region(session: AsyncSession, code: str) -> Region | None:
    """One division by code, or None."""
    return await session.get(Region, code)


async def regions_below(session: AsyncSession, code: str) -> Sequence[Region]:
    """The divisions directly below one, by code."""
    return (
        await session.scalars(sa.select(Region).where(Region.parent == code).order_by(Region.code))
    ).all()


def _values(row: RegionRow) -> dict[str, Any]:
    town, village = row.level is RegionLevel.TOWNSHIP, row.level is RegionLevel.VILLAGE
    kind = row.kind or _kind_of(row)
    return {
        "code": row.code,
        "name": row.name,
        "level": row.level.value,
        "parent": row.parent,
        "township_kind": kind.value if town and kind else None,
        "village_kind": kind.value if village and kind else None,
        "urban_rural_code": row.urban_rural_code,
        "is_dev_zone": kind is TownshipKind.PARK,
    }


def _kind_of(row: RegionRow) -> TownshipKind | VillageKind | None:
    """The kind that follows from the code.

    None for the few townships whose statistical codes are outside the ranges of the standard.
    """
    if row.level is RegionLevel.VILLAGE:
        return village_kind(row.code)
    return (
        township_kind(row.code)
        if row.level is RegionLevel.TOWNSHIP and 1 <= int(row.code[6:9]) <= 599
        else None
    )
