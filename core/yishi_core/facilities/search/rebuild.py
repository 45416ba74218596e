"""Rebuilding the search index as the owner role.

This is needed after an upgrade that declares further columns as searched, or after a restore
without the index.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.facilities.search.indexing import DOC, entry_for, searched, write
from yishi_core.kernel.entity import EntityModel

CHUNK = 500


async def rebuild(session: AsyncSession, models: Iterable[EntityModel]) -> dict[str, int]:
    """Delete the index and write it again from the records of all counties.

    Returns the number of entries of each entity.
    """
    connection = await session.connection()
    await connection.execute(sa.delete(DOC))
    written: dict[str, int] = {}
    for model in models:
        how = searched(model.entity)
        if how is None:
            continue
        async for rows in _chunks(session, model.entity):
            made = [(row, doc) for row in rows if (doc := entry_for(row, how)) is not None]
            for county in {row.county for row, _ in made}:
                await write(
                    connection.execute,
                    county,
                    {row.id: doc for row, doc in made if row.county == county},
                )
            written[model.name] = written.get(model.name, 0) + len(made)
            session.expunge_all()
    return written


async def _chunks(session: AsyncSession, entity: Any) -> AsyncIterator[list[Any]]:
    last: tuple[Any, Any] | None = None
    while True:
        query = (
            sa.select(entity)
            .where(entity.voided_at.is_(None))
            .order_by(entity.county, entity.id)
            .limit(CHUNK)
        )
        if last is not None:
            query = query.where(
                sa.tuple_(entity.county, entity.id) > sa.tuple_(*map(sa.literal, last))
            )
        rows = list(await session.scalars(query))
        if not rows:
            return
        last = rows[-1].county, rows[-1].id
        yield rows
