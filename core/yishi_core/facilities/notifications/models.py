"""What somebody was told (design.md 3). A row lies at the county's root, where no office below
reads, and carries its receiver as audience.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Shared, column


class Notification(Shared, Entity):
    """One line to one account about one event. It goes out through the question `notifications`
    only.
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

    account_id: Mapped[uuid.UUID] = column("收件账号", "Who is told.", hidden=True)
    event_id: Mapped[uuid.UUID] = column("事件", "The event of which it tells.", hidden=True)
    event: Mapped[str] = column("事件名称", "Its name, e.g. assignment.created.")
    at: Mapped[datetime] = column("时间", "When it happened.")
    zh: Mapped[str] = column("内容", "What is told, in Chinese.")
    en: Mapped[str] = column("内容(英文)", "What is told, in English.")
    title: Mapped[str | None] = column("标题", "Title of the record.")
    subject_type: Mapped[str] = column("对象类型", "Kind of record.")
    subject_id: Mapped[uuid.UUID] = column("对象标识", "Its id.")
    read_at: Mapped[datetime | None] = column("阅读时间", "When its receiver marked it as read.")
