"""Reading one's own notifications and marking them as read. Nobody reads another's: neither his
office nor the county.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from yishi_core.errors import NotFound, Refused, Text, Unauthenticated
from yishi_core.facilities.notifications.models import Notification
from yishi_core.facilities.notifications.rules import NotificationRule
from yishi_core.kernel.access.permissions import reading
from yishi_core.kernel.operation import (
    Input,
    OperationContext,
    Ref,
    Structure,
    cursors,
    like,
    operation,
    question,
)
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.rules import require_field

MOST = 200
LIST = "notifications"


class NotificationsInput(Input):
    """Which of the caller's notifications."""

    unread: bool = Field(False, title="仅未读", description="Only those that are not read yet.")
    first: int = Field(50, title="条数", description="At most how many.", ge=1, le=MOST)
    after: str | None = Field(
        None, title="起点", description="`next` of the page before.", max_length=200
    )


class MarkReadInput(Input):
    """One notification, or all up to a moment."""

    notification: Ref[Notification] | None = like(Notification, None, doc="This one.")
    until: datetime | None = Field(
        None, title="截至时间", description="All that happened until then."
    )


class NotificationItem(Structure):
    """What one was told."""

    id: str = Field(description="提醒标识 — Hand it to `markRead`.")
    event: str = Field(description="事件名称 — Stable word, e.g. assignment.created.")
    text: str = Field(description="内容 — What is told, in Chinese.")
    text_en: str = Field(description="内容(英文) — What is told, in English.")
    title: str | None = Field(description="标题 — Title of the record.")
    record: str = Field(description="记录标识 — Global id of the record it is about.")
    at: datetime = Field(description="时间 — When it happened.")
    read_at: datetime | None = Field(description="阅读时间 — When it was marked as read.")


class NotificationPage(Structure):
    """A page, the newest first."""

    items: list[NotificationItem]
    unread: int = Field(description="未读 — How many are not read, on all pages.")
    next: str | None = Field(description="下一页 — Hand it back as `after`; null on the last page.")


class MarkedRead(Structure):
    """What was marked."""

    marked: int = Field(description="已读条数 — How many became read by this.")


@question(Text("我的提醒", "My notifications"), permission=None)
async def notifications(context: OperationContext, data: NotificationsInput) -> NotificationPage:
    """What the caller was told, the newest first; by a token with scopes, of such records only as
    it may read.
    """
    own = [
        Notification.county == context.principal.county,
        Notification.account_id == _account(context),
    ]
    if context.principal.scopes is not None:
        own.append(Notification.subject_type.in_(_kinds(context)))
    unread = Notification.read_at.is_(None)
    query = (
        sa.select(Notification)
        .where(*own)
        .order_by(Notification.at.desc(), Notification.id.desc())
        .limit(data.first + 1)
    )
    if data.unread:
        query = query.where(unread)
    if data.after is not None:
        at, id_ = cursors.read(data.after, LIST, datetime.fromisoformat, UUID)
        end = sa.tuple_(sa.literal(at, sa.DateTime(timezone=True)), sa.literal(id_, sa.Uuid()))
        query = query.where(sa.tuple_(Notification.at, Notification.id) < end)
    rows = list(await context.session.scalars(query))
    shown = rows[: data.first]
    count = await context.session.scalar(
        sa.select(sa.func.count()).select_from(Notification).where(*own, unread)
    )
    return NotificationPage(
        items=[_item(row) for row in shown],
        unread=count or 0,
        next=_next(shown[-1]) if len(rows) > len(shown) else None,
    )


@operation(Text("标记已读", "Mark as read"), permission=None, subject="")
async def mark_read(context: OperationContext, data: MarkReadInput) -> MarkedRead:
    """Mark one of the caller's notifications as read, or all that happened until a moment. What is
    read stays read.
    """
    require_field(
        (data.notification is None) != (data.until is None),
        "notification",
        "请指明一条提醒,或一个截至时间。",
        "Name one notification, or a moment.",
    )
    account = _account(context)
    if context.principal.limited:
        raise Refused(NotificationRule.TOKEN_LIMITED)
    if data.notification is not None and data.notification.account_id != account:
        raise NotFound.at("notification")
    which = (
        Notification.id == data.notification.id
        if data.notification is not None
        else Notification.at <= data.until
    )
    found = await context.find(
        Notification, Notification.account_id == account, Notification.read_at.is_(None), which
    )
    for row in found:
        row.read_at = context.now
    return MarkedRead(marked=len(found))


def _kinds(context: OperationContext) -> list[str]:
    """Kinds of records that the token in use may read."""
    return [
        model.name
        for model in context.platform.registry
        if context.principal.within_scopes(reading(model.object))
    ]


def _account(context: OperationContext) -> UUID:
    if context.principal.account is None:
        raise Unauthenticated.missing()
    return context.principal.account


def _item(row: Notification) -> NotificationItem:
    return NotificationItem(
        id=global_id(row),
        event=row.event,
        text=row.zh,
        text_en=row.en,
        title=row.title,
        record=f"{row.subject_type}:{row.county}:{row.subject_id}",
        at=row.at,
        read_at=row.read_at,
    )


def _next(row: Notification) -> str:
    return cursors.written(LIST, row.at, row.id)
