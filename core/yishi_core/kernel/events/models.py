"""Domain events, stored in the transaction of the change and delivered by jobs (design.md 3)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import IdOf, TenantRow, column


class Event(TenantRow):
    """Something that happened to a record."""

    __exposed__ = True
    __label__ = "事件"
    __constraints__ = (sa.Index(None, "county", "at"), sa.Index(None, "county", "delivered_at"))

    at: Mapped[datetime] = column("时间", "When it happened.")
    name: Mapped[str] = column("事件", "Name of the event, e.g. intake.submitted.")
    subject_type: Mapped[str] = column("对象类型", "Entity of the record.")
    subject_id: Mapped[uuid.UUID] = column(
        "对象标识", "Id of the record.", id_of=IdOf(told_by="subject_type")
    )
    account: Mapped[uuid.UUID | None] = column(
        "账号", "Account that caused it.", id_of=IdOf("Account")
    )
    data: Mapped[dict[str, Any] | None] = column("内容", "Further facts, without personal data.")
    delivered_at: Mapped[datetime | None] = column(
        "送达时间", "When every plugin had reacted to it."
    )


class EventDelivery(TenantRow):
    """Records that a plugin has reacted to an event, so that reactions are not repeated."""

    __constraints__ = (sa.UniqueConstraint("county", "event_id", "plugin"),)

    event_id: Mapped[uuid.UUID] = column("事件", "The event.")
    plugin: Mapped[str] = column("插件", "The plugin.")
    at: Mapped[datetime] = column("时间", "When the plugin reacted.")
    error: Mapped[str | None] = column("错误", "Why the reaction was given up.")
