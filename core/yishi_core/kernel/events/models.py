"""What happened, written with the change itself; jobs carry it to plugins (design.md 3)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import IdOf, TenantRow, column


class Event(TenantRow):
    """One thing that happened to one record."""

    __exposed__ = True
    __label__ = "事件"
    __constraints__ = (sa.Index(None, "county", "at"), sa.Index(None, "county", "delivered_at"))

    at: Mapped[datetime] = column("时间", "When.")
    name: Mapped[str] = column("事件", "Name, e.g. intake.submitted.")
    subject_type: Mapped[str] = column("对象类型", "Entity.")
    subject_id: Mapped[uuid.UUID] = column(
        "对象标识", "Its id.", id_of=IdOf(told_by="subject_type")
    )
    account: Mapped[uuid.UUID | None] = column(
        "账号", "Account that caused it.", id_of=IdOf("Account")
    )
    data: Mapped[dict[str, Any] | None] = column("内容", "Further facts; no personal data.")
    delivered_at: Mapped[datetime | None] = column("送达时间", "When all plugins had reacted.")


class EventDelivery(TenantRow):
    """That one plugin has reacted to one event: reactions are idempotent across restarts."""

    __constraints__ = (sa.UniqueConstraint("county", "event_id", "plugin"),)

    event_id: Mapped[uuid.UUID] = column("事件", "The event.")
    plugin: Mapped[str] = column("插件", "The plugin.")
    at: Mapped[datetime] = column("时间", "When.")
    error: Mapped[str | None] = column("错误", "Why the reaction failed for good.")
