"""Stored notifications (design.md 3).

A row lies at the county's root, where no office below reads, and its audience is its receiver.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Shared, column


class Notification(Shared, Entity):
    """A message to one account about one event.

    It is shown through the question `notifications` only.
    """

    __label__ = "提醒"
    __exposed__: ClassVar[bool] = False
    __constraints__ = (
        sa.UniqueConstraint("county", "event_id", "account_id"),
        sa.Index(None, "county", "account_id", "at"),
        sa.Index(
            None, "county", "account_id", "read_at", postgresql_where=sa.text("read_at is null")
        ),
    )

    account_id: Mapped[uuid.UUID] = column("收件账号", "Account that is notified.", hidden=True)
    event_id: Mapped[uuid.UUID] = column("事件", "The event that it is about.", hidden=True)
    event: Mapped[str] = column("事件名称", "Name of the event, e.g. assignment.created.")
    at: Mapped[datetime] = column("时间", "When it happened.")
    zh: Mapped[str] = column("内容", "Message in Chinese.")
    en: Mapped[str] = column("内容(英文)", "Message in English.")
    title: Mapped[str | None] = column("标题", "Title of the record.")
    subject_type: Mapped[str] = column("对象类型", "Entity of the record.")
    subject_id: Mapped[uuid.UUID] = column("对象标识", "Id of the record.")
    read_at: Mapped[datetime | None] = column("阅读时间", "When the receiver marked it as read.")
