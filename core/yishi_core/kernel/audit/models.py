"""Who did what, when, to which record, with what result (access.md 10)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import IdOf, Labelled, TenantRow, column


class AuditResult(Labelled):
    DONE = "done", "成功"
    REFUSED = "refused", "被拒绝"
    FAILED = "failed", "失败"


class AuditEntry(TenantRow):
    """One row for every operation tried: successes in its transaction, denials and failures in one
    of their own.
    """

    __exposed__ = True
    __append_only__: ClassVar[bool] = True
    __label__ = "审计记录"
    __constraints__ = (
        sa.Index(None, "county", "subject_id"),
        sa.Index(None, "county", "at"),
        sa.Index(None, "county", "account", "at"),
    )

    at: Mapped[datetime] = column("时间", "When.")
    account: Mapped[uuid.UUID | None] = column(
        "账号", "Account that acted; none for residents and the system.", id_of=IdOf("Account")
    )
    actor: Mapped[str] = column("操作者类别", "account, anonymous or system.")
    operation: Mapped[str] = column("操作", "Name of the operation.")
    result: Mapped[AuditResult] = column("结果", "done, refused or failed.")
    code: Mapped[str | None] = column("错误代码", "Code of the error.")
    reason: Mapped[str | None] = column("原因", "Rule or permission that refused.")
    subject_type: Mapped[str | None] = column("对象类型", "Entity acted upon.")
    subject_id: Mapped[uuid.UUID | None] = column(
        "对象标识", "Its id.", id_of=IdOf(told_by="subject_type")
    )
    changes: Mapped[dict[str, Any] | None] = column(
        "变更", "Column → [before, after]; personal data is left out."
    )
