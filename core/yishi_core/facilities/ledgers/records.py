"""Finding the records that cells name, by name, number or id (access.md 5).

Only records of the caller's county that the caller may read are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.facilities.ledgers.fields import PART, TITLE, SheetField
from yishi_core.facilities.ledgers.words import BadCell
from yishi_core.kernel.access import Principal, entry_values, readable
from yishi_core.kernel.entity import Entity, EntityModel, OrgRow, Registry
from yishi_core.kernel.entity.columns import Search
from yishi_core.kernel.operation.inputs import global_id, parse_global_id
from yishi_core.kernel.tree.models import OrgUnit

AT = "@"
CHUNK = 500


class Records:
    """All records that the cells of a file name, looked up once per entity."""

    def __init__(self, session: AsyncSession, principal: Principal, registry: Registry) -> None:
        self._session = session
        self._principal = principal
        self._registry = registry
        self._found: dict[str, dict[str, list[Any]]] = {}
        self._by_id: dict[str, Any] = {}
        self.orgs: dict[UUID, OrgUnit] = {}

    async def look_up(self, cells: Iterable[tuple[SheetField, str]]) -> None:
        """Find the records that these cells name."""
        wanted: dict[str, set[str]] = {}
        for field, word in _named(cells):
            assert field.reference is not None
            wanted.setdefault(field.reference.__name__, set()).add(word.rpartition(AT)[0] or word)
        for name, words in sorted(wanted.items()):
            await self._load(self._registry[name], sorted(words))
        owners = {
            row.org_id
            for rows in self._found.values()
            for found in rows.values()
            for row in found
            if hasattr(row, "org_id")
        }
        for chunk in _chunks(sorted(owners)):
            query = sa.select(OrgUnit).where(
                OrgUnit.county == self._principal.county, OrgUnit.id.in_(chunk)
            )
            self.orgs |= {row.id: row for row in await self._session.scalars(query)}

    def id_of(self, field: SheetField, word: str) -> str:
        """The global id of the record that a cell names; raises `BadCell` unless one fits."""
        assert field.reference is not None
        model = self._registry[field.reference.__name__]
        name, _, place = word.rpartition(AT)
        found = self._found.get(model.name, {})
        rows = found.get(word, []) or [
            row for row in found.get(name, []) if self._org_name(row) == place.strip()
        ]
        rows = list({row.id: row for row in rows}.values())
        if len(rows) == 1:
            return global_id(rows[0])
        if not rows:
            raise BadCell(
                f"找不到名称或编号为“{word}”的{model.label},或您无权查看。",
                f"No {model.name} “{word}”, or not visible to you.",
            )
        places = "、".join(f"{word}{AT}{self._org_name(row)}" for row in rows[:5])
        raise BadCell(
            f"有{len(rows)}条{model.label}叫“{word}”,请写明所属组织,如:{places}。",
            f"{len(rows)} are called “{word}”: add the org.",
        )

    def org_of(self, id_: object) -> OrgUnit | None:
        """The org that owns a record that was found, by its global id, or None."""
        return self._owner(self._by_id.get(str(id_)))

    def _owner(self, row: Any) -> OrgUnit | None:
        return self.orgs.get(row.org_id) if isinstance(row, Entity | OrgUnit) else None

    def _org_name(self, row: Any) -> str:
        org = self._owner(row)
        return org.name if org else ""

    async def _load(self, model: EntityModel, words: list[str]) -> None:
        found = self._found.setdefault(model.name, {})
        columns = [*model.searched(Search.TITLE), *model.searched(Search.NUMBER)]
        for chunk in _chunks(words):
            ids = [pending.id for word in chunk if (pending := _id(word, model)) is not None]
            entity: Any = model.entity
            named = sa.or_(*(c.in_(chunk) for c in columns), entity.id.in_(ids))
            for row in await self._rows(model, named):
                self._by_id[global_id(row)] = row
                for word in {global_id(row), *(getattr(row, c.name) for c in columns)} - {None}:
                    found.setdefault(word, []).append(row)

    async def _rows(self, model: EntityModel, named: Any) -> list[Any]:
        entity: Any = model.entity
        rule = readable(self._principal, model)
        query = sa.select(entity).where(entity.county == self._principal.county, named)
        if issubclass(entity, OrgRow):
            query = query.where(entity.voided_at.is_(None))
        if (predicate := rule.predicate(model.table)) is not None:
            query = query.where(predicate)
        return list(
            await self._session.scalars(query, {**entry_values(self._principal), **rule.values()})
        )


def _named(cells: Iterable[tuple[SheetField, str]]) -> Iterator[tuple[SheetField, str]]:
    """The words in cells that name records, also within items."""
    for field, cell in cells:
        if field.reference is not None:
            yield from ((field, word) for word in (field.items(cell) if field.many else [cell]))
        elif field.nested:
            inner = {f.title: f for f in field.nested if f.reference is not None}
            for item in field.items(cell):
                for part in PART.split(item):
                    title, *value = TITLE.split(part, 1)
                    if (
                        value
                        and (named := inner.get(title.strip())) is not None
                        and (word := value[0].strip())
                    ):
                        yield named, word


def _id(word: str, model: EntityModel) -> Any:
    try:
        pending = parse_global_id(word)
    except ValueError:
        return None
    return pending if pending.type == model.name else None


def _chunks(words: list[Any]) -> Iterator[list[Any]]:
    return (words[i : i + CHUNK] for i in range(0, len(words), CHUNK))
