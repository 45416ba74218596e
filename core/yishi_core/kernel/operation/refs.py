"""Loading the references of an input under the caller's own rights (access.md 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.errors import FieldError, NotFound, Refused
from yishi_core.kernel.access import Principal, ReadRule, entry_values, readable
from yishi_core.kernel.database import NAMES_COUNTY
from yishi_core.kernel.entity import Entity, EntityModel, OrgRow, Registry, TenantRow
from yishi_core.kernel.operation.inputs import Pending
from yishi_core.kernel.refusals import KernelRule
from yishi_core.kernel.tree.models import OrgUnit


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
            put = (
                partial(value.__setitem__, name)
                if isinstance(value, list)
                else partial(setattr, value, name)
            )
            yield Slot(f"{path}.{name}" if path else str(name), item, put)
        elif isinstance(item, BaseModel | list):
            yield from slots(item, f"{path}.{name}" if path else str(name))


async def load(
    session: AsyncSession,
    principal: Principal,
    registry: Registry,
    data: BaseModel,
    *,
    voided: bool = False,
    owner_of: str = "",
) -> OrgUnit | None:
    """Replace every reference by its row, one statement per entity. Answers the owner of the one at
    `owner_of`, if the caller sees it.

    An absent and a foreign row give the same `NotFound` by the same statement. A voided row is
    refused unless `voided`.
    """
    wanted: dict[tuple[str, int], list[Slot]] = {}
    for slot in slots(data):
        wanted.setdefault((slot.pending.type, slot.pending.county), []).append(slot)
    missing: list[Slot] = []
    owner: OrgUnit | None = None
    for (name, county), places in wanted.items():
        if name not in registry:  # only a reference to any record can name what is no entity
            missing += places
            continue
        model = registry[name]
        owners = any(s.path == owner_of for s in places) and issubclass(model.entity, Entity)
        rows, orgs = await _rows(
            session, principal, model, county, [s.pending.id for s in places], owners=owners
        )
        for slot in places:
            row = rows.get(slot.pending.id)
            if row is None:
                missing.append(slot)
                continue
            if not voided and isinstance(row, OrgRow) and row.voided_at:
                raise Refused(KernelRule.VOIDED, at=slot.path)
            slot.put(row)
            if slot.path == owner_of:
                owner = orgs.get(row.id)
    if missing:
        error = NotFound.at("")
        raise NotFound(error.text, [FieldError(s.path, error.text) for s in missing])
    return owner


async def _rows(
    session: AsyncSession,
    principal: Principal,
    model: EntityModel,
    county: int,
    ids: list[UUID],
    *,
    owners: bool,
) -> tuple[dict[UUID, TenantRow], dict[UUID, OrgUnit | None]]:
    rule = readable(principal, model)
    values = {"county": county, "ids": ids, **entry_values(principal), **rule.values()}
    found = (await session.execute(_query(model.entity, rule.form, owners), values)).all()
    return {row[0].id: row[0] for row in found}, {
        row[0].id: row[1] for row in found
    } if owners else {}


@cache
def _query(entity: Any, rule: ReadRule, owners: bool) -> sa.Select[Any]:
    """Rows of one entity as a rule shows them, with the orgs they belong to as far as the caller
    sees them.

    It is kept: to make it costs as much as to ask it.
    """
    county, ids = (
        sa.bindparam("county", type_=sa.Integer()),
        sa.bindparam("ids", type_=ARRAY(sa.Uuid())),
    )
    query: sa.Select[Any] = sa.select(entity)
    if owners:
        owner = OrgUnit.__table__.c
        query = query.add_columns(OrgUnit).outerjoin(
            OrgUnit, sa.and_(owner.county == county, owner.id == entity.org_id)
        )
    query = query.where(entity.county == county, entity.id == sa.any_(ids))
    predicate = rule.predicate(entity.__table__)
    return (query if predicate is None else query.where(predicate)).execution_options(
        **NAMES_COUNTY
    )
