"""From search text to records (access.md 2, 4).

`search.find` returns ids, and the protected tables decide which of them the caller may read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.facilities.search import folding
from yishi_core.facilities.search.indexing import searched
from yishi_core.kernel.access import Principal, entry_values, readable
from yishi_core.kernel.entity import EntityModel, OrgRow, Registry
from yishi_core.kernel.operation import cursors
from yishi_core.kernel.tree.models import OrgUnit

BATCH = 100
MOST_BATCHES = 20
"""Most batches that are read for a page; an incomplete page is then returned with its cursor."""
_STAGES = ("b", "t")
"""Of a cursor: hits in the body of the text, hits in the title."""


class Place(NamedTuple):
    """Where a page of hits ended: title hits come first, then the newest."""

    titled: bool
    day: date
    id: UUID

    @classmethod
    def read(cls, cursor: str) -> Place:
        """Parse a cursor; raises `InvalidInput`."""
        return cls(*cursors.read(cursor, "hits", _STAGES.index, date.fromisoformat, UUID))

    def __str__(self) -> str:
        return cursors.written("hits", _STAGES[self.titled], self.day, self.id.hex)


class Candidate(NamedTuple):
    """What the index knows about a hit."""

    county: int
    entity: str
    place: Place


@dataclass
class Lookup:
    """One search of one caller."""

    session: AsyncSession
    principal: Principal
    registry: Registry
    models: Mapping[str, EntityModel]
    """Entities to search in, by name."""
    folded: str
    org: OrgUnit | None = None

    async def page(
        self, first: int, after: Place | None
    ) -> tuple[list[tuple[OrgRow, Place]], Place | None]:
        """Up to `first` records with their places, and where to continue; None at the end."""
        hits: list[tuple[OrgRow, Place]] = []
        batches = 0
        for titled in (True, False):
            if titled and after is not None and not after.titled:
                continue  # the title hits have all been shown
            while True:
                batch = await self._candidates(titled, after)
                for row, place in await self._readable(batch):
                    if len(hits) == first:
                        return hits, hits[-1][1] if hits else None
                    hits.append((row, place))
                batches += 1
                if len(batch) < BATCH:
                    break
                after = batch[-1].place
                if batches >= MOST_BATCHES:
                    return hits, after
            after = None
        return hits, None

    async def alike(self, least: int, most: int) -> list[OrgRow]:
        """Records whose titles share at least `least` windows with the text, most similar first."""
        found: list[Candidate] = []
        for county in self._counties():
            found += await self._find(county, titled=True, after=None, most=most, least=least)
        return [row for row, _ in await self._readable(found)]

    def _counties(self) -> Sequence[int]:
        return (self.org.county,) if self.org else self.principal.counties

    async def _candidates(self, titled: bool, after: Place | None) -> list[Candidate]:
        found: list[Candidate] = []
        for county in self._counties():
            found += await self._find(county, titled=titled, after=after, most=BATCH)
        found.sort(key=lambda c: (c.place.day, c.place.id), reverse=True)
        return found[:BATCH]

    async def _find(
        self, county: int, *, titled: bool, after: Place | None, most: int, least: int | None = None
    ) -> list[Candidate]:
        windows = folding.asked(self.folded) if least is None else folding.windows(self.folded)
        call = sa.func.search.find(
            _typed(county, sa.Integer()),
            _typed(windows, ARRAY(sa.Text())),
            _typed([f"%{word}%" for word in self.folded.split()], ARRAY(sa.Text())),
            _typed(titled, sa.Boolean()),
            _typed(sorted(self.models), ARRAY(sa.Text())),
            _typed(self.org.org_path if self.org else None, sa.Text()),
            _typed(after.day if after else None, sa.Date()),
            _typed(after.id if after else None, sa.Uuid()),
            _typed(most, sa.Integer()),
            _typed(least, sa.Integer()),
        ).table_valued(
            sa.column("entity", sa.Text()), sa.column("id", sa.Uuid()), sa.column("day", sa.Date())
        )
        connection = await self.session.connection()
        rows = await connection.execute(sa.select(call.c.entity, call.c.id, call.c.day))
        return [Candidate(county, entity, Place(titled, day, id_)) for entity, id_, day in rows]

    async def _readable(self, candidates: Sequence[Candidate]) -> list[tuple[OrgRow, Place]]:
        """The rows that the caller may read, in the candidates' order; one query per entity."""
        wanted: dict[tuple[str, int], list[UUID]] = {}
        for candidate in candidates:
            wanted.setdefault((candidate.entity, candidate.county), []).append(candidate.place.id)
        rows: dict[UUID, OrgRow] = {}
        for (name, county), ids in wanted.items():
            model = self.models[name]
            entity: Any = model.entity
            rule = readable(self.principal, model)
            query = sa.select(entity).where(
                entity.county == county, entity.id.in_(ids), entity.voided_at.is_(None)
            )
            if (predicate := rule.predicate(model.table)) is not None:
                query = query.where(predicate)
            found = await self.session.scalars(
                query, {**entry_values(self.principal), **rule.values()}
            )
            rows |= {row.id: row for row in found}
        return [(rows[c.place.id], c.place) for c in candidates if c.place.id in rows]


def searchable(registry: Registry) -> dict[str, EntityModel]:
    """The entities that can be searched, by name."""
    return {model.name: model for model in registry.exposed if searched(model.entity) is not None}


def _typed(value: Any, type_: Any) -> Any:
    return sa.cast(sa.literal(value, type_), type_)
