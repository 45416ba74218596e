"""The audit: who did what to which record, when and with what result (access.md 10)."""

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
    """One attempted operation.

    A success is written in the operation's own transaction, a denial or failure in a separate one.
    """

    __exposed__ = True
    __append_only__: ClassVar[bool] = True
    __label__ = "审计记录"
    __constraints__ = (
        sa.Index(None, "county", "subject_id"),
        sa.Index(None, "county", "at"),
        sa.Index(None, "county", "account", "at"),
    )

    at: Mapped[datetime] = column("时间", "When it was attempted.")
    account: Mapped[uuid.UUID | None] = column(
        "账号", "Account that acted; null for residents and the system.", id_of=IdOf("Account")
    )
    actor: Mapped[str] = column("操作者类别", "Kind of caller: account, anonymous or system.")
    operation: Mapped[str] = column("操作", "Name of the operation.")
    result: Mapped[AuditResult] = column("结果", "Outcome: done, refused or failed.")
    code: Mapped[str | None] = column("错误代码", "Code of the error, where there was one.")
    reason: Mapped[str | None] = column(
        "原因", "Rule or permission because of which it was refused."
    )
    subject_type: Mapped[str | None] = column("对象类型", "Entity of the record acted upon.")
    subject_id: Mapped[uuid.UUID | None] = column(
        "对象标识", "Id of the record acted upon.", id_of=IdOf(told_by="subject_type")
    )
    changes: Mapped[dict[str, Any] | None] = column(
        "变更", "Column → [before, after]; personal data is left out."
    )
