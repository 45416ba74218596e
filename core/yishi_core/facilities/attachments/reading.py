"""Finding an attachment for a caller, whose rights are checked at every request (check K22)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from yishi_core.errors import NotFound
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.kernel.access import Principal, PrincipalKind, entry_values, readable
from yishi_core.kernel.entity import EntityModel
from yishi_core.kernel.operation.inputs import parse_global_id
from yishi_core.kernel.operation.platform import Platform


async def find_attachment(platform: Platform, principal: Principal, global_id: str) -> Attachment:
    """The attachment with this global id, if the caller may read it and the record it belongs to.

    A malformed id and an absent, invisible or voided file all raise the same `NotFound`.
    """
    try:
        pending = parse_global_id(global_id)
    except ValueError:
        raise NotFound.at("") from None
    if pending.type != Attachment.__name__ or not 0 < pending.county < 1_000_000:
        raise NotFound.at("")
    principal.require_own_password()
    if principal.kind is PrincipalKind.ANONYMOUS:
        principal = replace(
            principal, county=pending.county
        )  # the request names the county in the id
    async with platform.database.transaction(principal.reading) as session:
        model = platform.registry.of(Attachment)
        found = await _row(session, principal, model, pending.county, pending.id)
        if (
            not isinstance(found, Attachment)
            or found.voided_at
            or found.subject_type not in platform.registry
        ):
            raise NotFound.at("")
        subject = platform.registry[found.subject_type]
        if await _row(session, principal, subject, found.county, found.subject_id) is None:
            raise NotFound.at("")
        session.expunge(found)
    return found


async def _row(
    session: AsyncSession, principal: Principal, model: EntityModel, county: int, id_: UUID
) -> Any:
    entity, rule = model.entity, readable(principal, model)
    query = sa.select(entity).where(entity.county == county, entity.id == id_)
    if (predicate := rule.predicate(model.table)) is not None:
        query = query.where(predicate)
    return (
        await session.scalars(query, {**entry_values(principal), **rule.values()})
    ).one_or_none()
