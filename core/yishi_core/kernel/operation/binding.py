"""Under which settings a record stands: those with which its case began, or its org's own.

Whatever belongs to a case (a consultation, its minutes, an outcome, an assignment) is under the
settings that the case keeps (access.md 8). A record belongs to the one that it refers to by
`ref(…, bound=True)` or as a part of it (`on_void="cascade"`); the record with a column
`settings_digest` at the end of such references keeps the settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.util import identity_key

from yishi_core.kernel.database import DeferredRead, prefetch
from yishi_core.kernel.entity.base import Base, KeepsSettings, TenantRow
from yishi_core.kernel.entity.columns import info_of
from yishi_core.kernel.operation.inputs import Input

if TYPE_CHECKING:
    from yishi_core.kernel.operation.platform import Platform
    from yishi_core.kernel.tree.models import OrgUnit
    from yishi_core.kernel.variants.settings import Effective

DIGEST = "settings_digest"
Bond: TypeAlias = tuple[Any, type[TenantRow]]
"""A column with a reference, and the entity that it refers to."""
COUNTY, ID = sa.bindparam("county", type_=sa.Integer()), sa.bindparam("id", type_=sa.Uuid())


async def settings_of(
    platform: Platform, session: AsyncSession, org: OrgUnit, row: TenantRow
) -> Effective:
    """The settings under which a written record of an org stands.

    The records to which it belongs must be visible in the session's scope.
    """
    digest = await digest_of(session, row)
    if digest is None:
        return await platform.settings.effective(session, org)
    return await platform.settings.at(session, org.county, digest)


async def digest_of(session: AsyncSession, row: TenantRow) -> str | None:
    """The digest of the settings that the record, or the one to which it belongs, keeps."""
    if own := getattr(row, DIGEST, None):
        return str(own)
    for column, target in bonds_of(type(row)):
        id_ = getattr(row, column.key)
        if id_ is None:
            continue
        whole = session.identity_map.get(identity_key(target, (row.county, id_)))
        if whole is None:
            found = await (await digest_ahead(session, target, row.county, id_)).rows()
            digest = found[0][0] if found else None
        else:
            digest = await digest_of(session, whole)
        if digest is not None:
            return str(digest)
    return None


async def digest_of_entered(session: AsyncSession, data: Input) -> str | None:
    """The digest that a record will be under which the input enters: that of its case."""
    entity = type(data).enters
    for column, _ in bonds_of(entity) if entity is not None else ():
        whole = getattr(data, column.name.removesuffix("_id"), None)
        if isinstance(whole, TenantRow) and (digest := await digest_of(session, whole)):
            return digest
    return None


def belongs_to_running(entity: type[TenantRow], row: Any = None) -> sa.ColumnElement[bool]:
    """The condition that a record belongs to one that keeps settings and is running, as a case.

    `row` is the table or alias that stands for the entity, by default its own.
    """
    c = (entity.__table__ if row is None else row).c
    arms: list[sa.ColumnElement[bool]] = []
    if issubclass(entity, KeepsSettings):
        arms.append(c.state.in_(sorted(entity.__running__)))
    for column, target in bonds_of(entity):
        whole = target.__table__.alias()
        arms.append(
            sa.exists().where(
                whole.c.county == c.county,
                whole.c.id == c[column.name],
                belongs_to_running(target, whole),
            )
        )
    return sa.or_(sa.false(), *arms)


async def digest_ahead(
    session: AsyncSession, entity: type[TenantRow], county: int, id_: UUID
) -> DeferredRead:
    """Prefetch the digest of a record that is not loaded yet: one row with it or null, or none."""
    return await prefetch(session, _digest(entity), {"county": county, "id": id_})


def is_bound(entity: type[TenantRow]) -> bool:
    """Whether records of this entity may stand under settings that a case keeps."""
    return DIGEST in entity.__table__.c or bool(bonds_of(entity))


@cache
def bonds_of(entity: type[TenantRow]) -> tuple[Bond, ...]:
    """The references of an entity that lead to a record that keeps settings, with their targets."""
    return tuple(_bonds(entity, frozenset()))


def _bonds(entity: type[TenantRow], seen: frozenset[type[TenantRow]]) -> Iterator[Bond]:
    for column in entity.__table__.columns:
        reference = info_of(column).ref
        if reference is None or not (reference.bound or reference.on_void == "cascade"):
            continue
        target = _entity(reference.target)
        if target is None or target in seen or target is entity:
            continue
        further = seen | {entity}
        if DIGEST in target.__table__.c or any(_bonds(target, further)):
            yield column, target


def _entity(name: str) -> type[TenantRow] | None:
    return next(
        (
            mapper.class_
            for mapper in Base.registry.mappers
            if mapper.class_.__name__ == name and issubclass(mapper.class_, TenantRow)
        ),
        None,
    )


@cache
def _digest(entity: type[TenantRow]) -> sa.Select[Any]:
    """Select the digest of a record, or of the one to which it belongs."""
    row = entity.__table__.alias()
    return sa.select(_found(entity, row)).where(row.c.county == COUNTY, row.c.id == ID)


def _found(entity: type[TenantRow], row: Any) -> sa.ColumnElement[Any]:
    held = [row.c[DIGEST]] if DIGEST in row.c else []
    for column, target in bonds_of(entity):
        whole = target.__table__.alias()
        own = sa.select(_found(target, whole)).where(
            whole.c.county == row.c.county, whole.c.id == row.c[column.name]
        )
        held.append(own.scalar_subquery())
    return held[0] if len(held) == 1 else sa.func.coalesce(*held)
