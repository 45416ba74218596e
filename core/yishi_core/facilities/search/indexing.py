"""Indexing what a transaction writes, just before its commit.

A job could not do this from the events: not every change has one, and a late job would still show
what was voided. Here a change and its index entry are committed together or not at all. Internal
tables and statements that bypass the session never touch searched columns.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from yishi_core.clock import CHINA
from yishi_core.facilities.search import folding
from yishi_core.kernel.access.places import TenantScope, county_path
from yishi_core.kernel.database import Database, entry_of, send_each
from yishi_core.kernel.entity.base import Inherited, OrgRow, TenantRow, changes_of
from yishi_core.kernel.entity.columns import INFO, ColumnInfo, Search
from yishi_core.kernel.entity.watching import watched

CHUNK = 100
"""Rows folded at a time; between such batches the event loop can serve others."""
DOC = sa.table(
    "search_doc",
    sa.column("county", sa.Integer()),
    sa.column("id", sa.Uuid()),
    sa.column("entity", sa.Text()),
    sa.column("org_path", sa.Text()),
    sa.column("inherited", sa.Boolean()),
    sa.column("audience", ARRAY(sa.Text())),
    sa.column("day", sa.Date()),
    sa.column("title", sa.Text()),
    sa.column("body", sa.Text()),
    sa.column("words", TSVECTOR()),
    schema="search",
)


@dataclass(frozen=True, slots=True)
class Searched:
    """The columns of an entity that are searched.

    `watched` are the columns whose change requires a row to be indexed again.
    """

    titles: tuple[str, ...]
    numbers: tuple[str, ...]
    texts: tuple[str, ...]
    day: str | None
    watched: frozenset[str]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """The index entry of one row."""

    entity: str
    org_path: str
    inherited: bool
    audience: tuple[str, ...] | None
    day: date
    titles: tuple[str, ...]
    texts: tuple[str, ...]


@cache
def searched(entity: type[TenantRow]) -> Searched | None:
    """How an entity is searched; None when no column is declared as searched."""
    columns = entity.__table__.columns
    by: dict[Search, list[str]] = {word: [] for word in Search}
    for column in columns:
        info = column.info.get(INFO)
        if isinstance(info, ColumnInfo) and info.search:
            by[info.search].append(column.name)
    if not by[Search.TITLE] + by[Search.NUMBER] + by[Search.TEXT] or not issubclass(entity, OrgRow):
        return None
    named = [name for names in by.values() for name in names]
    extra = {"voided_at", "org_path", "audience", "sort_key"} & set(columns.keys())
    titles, numbers, texts = (
        tuple(by[word]) for word in (Search.TITLE, Search.NUMBER, Search.TEXT)
    )
    return Searched(
        titles, numbers, texts, next(iter(by[Search.DATE]), None), frozenset({*named, *extra})
    )


class IndexBuffer:
    """Collects the searched rows that a session writes, and indexes them before the commit."""

    def __init__(self, session: Session) -> None:
        self._rows: dict[tuple[int, UUID], IndexEntry | None] = {}
        self._places: set[tuple[int, str]] = set()
        self._new: set[UUID] = set()
        watched(session).changing.append(self._note)
        watched(session).flushed.append(self._gather)

    @property
    def counties(self) -> list[int]:
        """The counties in which index entries are to be written."""
        return sorted({county for county, _ in self._rows})

    def take(self, county: int) -> dict[UUID, IndexEntry | None]:
        """Remove and return the entries of one county; None for rows no longer to be found."""
        return {id_: self._rows.pop((c, id_)) for c, id_ in list(self._rows) if c == county}

    def within(self, county: int, entry: TenantScope) -> bool:
        """Whether all entries of a county lie within the places of a scope."""
        return county in entry.counties and all(
            place.startswith(entry.paths) for of, place in self._places if of == county
        )

    async def conclude(self, database: Database, session: AsyncSession) -> None:
        """Write the collected entries.

        A guest may have written a row at another org's place, so the whole county is entered then.
        """
        for county in self.counties:
            if not self.within(county, entry_of(session.sync_session)):
                scope = TenantScope((county,), (county_path(county),), (), ())
                await database.enter(session, scope)
            await write(partial(send_each, session), county, self.take(county), self.new)

    @property
    def new(self) -> frozenset[UUID]:
        """Rows that this transaction has created; the index has no entry for them yet."""
        return frozenset(self._new)

    def _gather(self, session: Session) -> None:
        for row in session.new:
            self._note(row, always=True)
            if isinstance(row, OrgRow):
                self._new.add(row.id)
        for row in session.deleted:
            if isinstance(row, TenantRow) and searched(type(row)):
                self._keep(row, None)

    def _note(self, row: Any, *, always: bool = False) -> None:
        how = searched(type(row)) if isinstance(row, TenantRow) else None
        if how is None:
            return
        if always or not how.watched.isdisjoint(changes_of(row)):
            self._keep(row, entry_for(row, how))

    def _keep(self, row: TenantRow, found: IndexEntry | None) -> None:
        self._rows[row.county, row.id] = found
        self._places.add((row.county, row.org_path))


def entry_for(row: Any, how: Searched) -> IndexEntry | None:
    """The index entry of a row; None for a voided or empty one."""
    texts = tuple(str(v) for name in how.texts if (v := getattr(row, name)))
    titles = tuple(str(v) for name in (*how.titles, *how.numbers) if (v := getattr(row, name)))
    if row.voided_at is not None or not titles + texts:
        return None
    if titles and (key := getattr(row, "sort_key", None)):
        titles += tuple(folding.initials(key))
    audience = getattr(row, "audience", None)
    day = _day(getattr(row, how.day) if how.day else None) or _day(row.created_at)
    assert day is not None
    return IndexEntry(
        type(row).__name__,
        row.org_path,
        isinstance(row, Inherited),
        tuple(audience) if audience else None,
        day,
        titles,
        texts,
    )


Run = Callable[[Any, list[dict[str, Any]]], Awaitable[Any]]
"""Runs a statement once for each set of values."""


async def write(
    run: Run,
    county: int,
    rows: Mapping[UUID, IndexEntry | None],
    new: frozenset[UUID] = frozenset(),
) -> None:
    """Replace the index entries of rows of one county.

    Rows in `new` have no previous entry. The caller must have entered the places of the rows.
    """
    for first in range(0, len(rows), CHUNK):
        some = dict(islice(rows.items(), first, first + CHUNK))
        if old := [id_ for id_ in some if id_ not in new]:
            await run(_deletion(), [{"of_county": county, "ids": old}])
        if made := [_values(county, id_, row) for id_, row in some.items() if row is not None]:
            await run(_insertion(), made)


@cache
def _deletion() -> sa.Delete:
    return sa.delete(DOC).where(
        DOC.c.county == sa.bindparam("of_county"),
        DOC.c.id == sa.any_(sa.bindparam("ids", type_=ARRAY(sa.Uuid()))),
    )


@cache
def _insertion() -> sa.Insert:
    words = sa.func.array_to_tsvector(sa.bindparam("lexemes", type_=ARRAY(sa.Text())))
    return sa.insert(DOC).values(
        {c.name: words if c is DOC.c.words else sa.bindparam(c.name, type_=c.type) for c in DOC.c}
    )


def _values(county: int, id_: UUID, row: IndexEntry) -> dict[str, Any]:
    title = folding.fold(" ".join(row.titles))
    body = folding.fold(" ".join((*row.titles, *row.texts)))[: folding.LONGEST]
    return {
        "county": county,
        "id": id_,
        "entity": row.entity,
        "org_path": row.org_path,
        "inherited": row.inherited,
        "audience": list(row.audience) if row.audience else None,
        "day": row.day,
        "title": title,
        "body": body,
        "lexemes": list(_lexemes(county, title, body)),
    }


def _lexemes(county: int, title: str, body: str) -> Iterable[str]:
    # Each begins with the county, because the index is shared by all tenants (search_schema.py).
    yield from (f"{county}^{window}" for window in folding.windows(title))
    yield from (f"{county}:{window}" for window in folding.windows(body))


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(CHINA).date()
    return value if isinstance(value, date) else None
