"""Writing the notifications of an event, in one transaction; repeating it adds nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from yishi_core import clock
from yishi_core.errors import Text
from yishi_core.facilities.jobs.reaction import Reaction
from yishi_core.facilities.notifications.declaration import Notice, notices_of
from yishi_core.facilities.notifications.models import Notification
from yishi_core.facilities.todos.statements import statements_of
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.local_terms import terms_at
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.system_context import unasked
from yishi_core.kernel.tree.models import OrgUnit

TITLE = 80


async def tell(platform: Platform, event: EventView) -> None:
    """Write a notification for every account that is to be told of an event."""
    async with unasked(platform, event.county, "notify") as context:
        row = await _subject(platform, context.session, event) if context is not None else None
        if context is None or row is None:
            return
        told: dict[UUID, Text] = {}
        for notice in notices_of(platform).get(event.name, ()):
            for account in await notice.to(context, row, event):
                if account != event.account:
                    told.setdefault(account, notice.text)
        title = await _title(platform, context.session, row) if told else None
        terms = await terms_at(platform, context.session, await _owner(context, row))
        lines = [
            _line(event, context.org, account, terms.text(text), title)
            for account, text in sorted(told.items())
        ]
        if lines:
            await context.session.execute(
                insert(Notification).values(lines).on_conflict_do_nothing()
            )


def _told(platform: Platform) -> frozenset[EventType]:
    return frozenset(notice.event for notice in platform.declared(Notice))


TELLING = Reaction(_told, tell)
"""The reaction to every event that has a notice."""


async def _subject(platform: Platform, session: Any, event: EventView) -> TenantRow | None:
    if event.subject_type not in platform.registry:
        return None
    entity = platform.registry[event.subject_type].entity
    found: TenantRow | None = await session.scalar(
        sa.select(entity).where(entity.county == event.county, entity.id == event.subject_id)
    )
    return None if getattr(found, "voided_at", None) else found


async def _owner(context: OperationContext, row: TenantRow) -> OrgUnit | None:
    """The org of a record, in whose words it is told of."""
    if isinstance(row, OrgUnit):
        return row
    org = getattr(row, "org_id", None)
    return await context.first(OrgUnit, OrgUnit.id == org) if org else None


async def _title(platform: Platform, session: Any, row: TenantRow) -> str | None:
    """The title of a record as the to-do lists show it."""
    matter = statements_of(platform).by_entity.get(type(row).__name__)
    if matter is None:
        return getattr(row, "title", None)
    entity = matter.entity
    query = sa.select(sa.func.left(sa.cast(matter.title, sa.Text()), TITLE)).where(
        entity.county == row.county, entity.id == row.id
    )
    title: str | None = await session.scalar(query)
    return title


def _line(
    event: EventView, root: OrgUnit, account: UUID, text: Text, title: str | None
) -> dict[str, Any]:
    now = clock.now()
    return {
        "county": event.county,
        "id": new_id(),
        "org_path": root.org_path,
        "org_id": root.id,
        "account_id": account,
        "event_id": event.id,
        "event": event.name,
        "at": event.at,
        "zh": text.zh,
        "en": text.en,
        "title": title,
        "subject_type": event.subject_type,
        "subject_id": event.subject_id,
        "audience": [f"account:{account}"],
        "version": 1,
        "created_at": now,
        "updated_at": now,
    }
