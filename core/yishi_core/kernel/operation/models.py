"""Idempotency: one key, one effect, equal answers (K39)."""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import TenantRow, column


class IdempotencyKey(TenantRow):
    """A key that a caller sent with an operation, and what it made."""

    __constraints__ = (sa.UniqueConstraint("county", "account", "key"),)

    account: Mapped[uuid.UUID] = column("账号", "Whose key it is.")
    key: Mapped[str] = column("幂等键", "As sent.")
    operation: Mapped[str] = column("操作", "Name of the operation.")
    body: Mapped[str] = column(
        "输入摘要", "Digest of the input: the same key with another body is refused."
    )
    result_type: Mapped[str | None] = column("结果类型", "Entity made or changed.")
    result_id: Mapped[uuid.UUID | None] = column("结果标识", "Its id.")
    at: Mapped[datetime] = column("时间", "When.")
