"""Large import files that a job enters (docs/domain/ledgers.md)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Labelled, TenantRow, column


class ImportState(Labelled):
    QUEUED = "queued", "排队中"
    CHECKING = "checking", "检查中"
    ENTERING = "entering", "录入中"
    DONE = "done", "已完成"
    REFUSED = "refused", "有误,未录入"
    FAILED = "failed", "未能完成"


class LedgerImport(TenantRow):
    """A file that a job imports, and its progress.

    Internal to the county: only its sender sees it, through the question `ledgerImport`.
    """

    __constraints__ = (sa.Index(None, "county", "account"), sa.Index(None, "county", "ended_at"))

    account: Mapped[uuid.UUID] = column("账号", "Account that sent the file.")
    caller: Mapped[dict[str, Any]] = column(
        "权限",
        "Rights of the sender at the time of sending; the version of the grants tells whether "
        "they still hold.",
    )
    entity: Mapped[str] = column("类型", "Entity of the ledger, e.g. Topic.")
    title: Mapped[str] = column(
        "标题", "Name of the ledger and number of rows, shown to the sender."
    )
    dry_run: Mapped[bool] = column("仅检查", "Whether the file is only checked, not entered.")
    state: Mapped[ImportState] = column(
        "状态", "queued → checking → entering → done, refused, failed."
    )
    file: Mapped[bytes | None] = column(
        "文件",
        "The file as sent or, once refused, with the reasons; empty once its rows are entered. "
        "A refused file is removed after some days.",
        type_=sa.LargeBinary(),
    )
    rows: Mapped[int] = column("行数", "Number of rows in the file.")
    passed: Mapped[int] = column(
        "已处理行数", "Number of rows that the current step has passed.", default=0
    )
    error_count: Mapped[int] = column("错误数", "Number of errors found.", default=0)
    errors: Mapped[list[dict[str, Any]] | None] = column(
        "错误", "The first of the errors.", type_=JSONB()
    )
    sent_at: Mapped[datetime] = column("提交时间", "When it was sent.")
    ended_at: Mapped[datetime | None] = column("结束时间", "When the job ended.")
