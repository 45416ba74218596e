"""Stored idempotency keys (K39)."""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import TenantRow, column


class IdempotencyKey(TenantRow):
    """An idempotency key sent with an operation, and the record that the operation made."""

    __constraints__ = (sa.UniqueConstraint("county", "account", "key"),)

    account: Mapped[uuid.UUID] = column("账号", "Account that sent the key.")
    key: Mapped[str] = column("幂等键", "The key as it was sent.")
    operation: Mapped[str] = column("操作", "Name of the operation.")
    body: Mapped[str] = column(
        "输入摘要", "Digest of the input; the same key with another input is refused."
    )
    result_type: Mapped[str | None] = column("结果类型", "Entity of the record made or changed.")
    result_id: Mapped[uuid.UUID | None] = column("结果标识", "Id of the record.")
    at: Mapped[datetime] = column("时间", "When the key was taken.")
