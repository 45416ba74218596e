"""Loading the references of an input under the caller's own rights (access.md 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.access import Principal, entry_values, readable
from yishi_core.entity import OrgRow, Registry, TenantRow
from yishi_core.errors import FieldError, NotFound, Refused, Text
from yishi_core.operation.inputs import Pending


class Slot:
    """One place in an input that holds a reference."""

    def __init__(self, path: str, pending: Pending, put: Callable[[TenantRow], None]) -> None:
        self.path = path
        self.pending = pending
        self.put = put


def slots(value: Any, path: str = "") -> Iterator[Slot]:
    """Every reference of an input, however deep."""
    items: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, BaseModel):
        items = [(n, getattr(value, n)) for n in type(value).model_fields]
    elif isinstance(value, list):
        items = enumerate(value)
    for name, item in items:
        if isinstance(item, Pending):
            put = partial(value.__setitem__, name) if isinstance(value, list) else partial(setattr, value, name)
            yield Slot(f"{path}.{name}" if path else str(name), item, put)
        elif isinstance(item, BaseModel | list):
            yield from slots(item, f"{path}.{name}" if path else str(name))


async def load(
    session: AsyncSession, principal: Principal, registry: Registry, data: BaseModel, *, voided: bool = False
) -> None:
    """Replace every reference by its row, one statement per entity.

    An absent and a foreign row give the same `NotFound` by the same statement. A voided row is refused unless `voided`.
    """
    wanted: dict[tuple[str, int], list[Slot]] = {}
    for slot in slots(data):
        wanted.setdefault((slot.pending.type, slot.pending.county), []).append(slot)
    missing: list[Slot] = []
    for (name, county), places in wanted.items():
        if name not in registry:  # only a reference to any record can name what is no entity
            missing += places
            continue
        model = registry[name]
        rows = await _rows(session, principal, model.entity, registry, county, [s.pending.id for s in places])
        for slot in places:
            row = rows.get(slot.pending.id)
            if row is None:
                missing.append(slot)
                continue
            if not voided and isinstance(row, OrgRow) and row.voided_at:
                text = Text("该记录已作废。", "This record has been voided.")
                raise Refused("voided", text, [FieldError(slot.path, text)])
            slot.put(row)
    if missing:
        error = NotFound.at("")
        raise NotFound(error.text, [FieldError(s.path, error.text) for s in missing])


async def _rows(
    session: AsyncSession, principal: Principal, entity: type[TenantRow], registry: Registry, county: int, ids: list[UUID]
) -> dict[UUID, TenantRow]:
    model = registry.of(entity)
    rule = readable(principal, model)
    query = sa.select(entity).where(entity.county == county, entity.id.in_(ids))
    if (predicate := rule.predicate(model.table)) is not None:
        query = query.where(predicate)
    found = await session.scalars(query, {**entry_values(principal), **rule.values()})
    return {row.id: row for row in found}
