"""Files of many rows on their way into a register (docs/domain/ledgers.md)."""

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
    """A file that a job enters, and how far it is. Machinery of the county: only who sent it is
    told of it, by the question `ledgerImport`.
    """

    __constraints__ = (sa.Index(None, "county", "account"), sa.Index(None, "county", "ended_at"))

    account: Mapped[uuid.UUID] = column("账号", "Who sent it.")
    caller: Mapped[dict[str, Any]] = column(
        "权限",
        "What the sender could do when he sent it; the version of his grants tells whether he "
        "still can.",
    )
    entity: Mapped[str] = column("类型", "The register, e.g. Topic.")
    title: Mapped[str] = column("标题", "The register and how many rows, as its sender is told.")
    dry_run: Mapped[bool] = column("仅检查", "Only find out what would be wrong.")
    state: Mapped[ImportState] = column(
        "状态", "queued → checking → entering → done, refused, failed."
    )
    file: Mapped[bytes | None] = column(
        "文件",
        "As sent; once it is refused, with the reasons. Taken away after some days.",
        type_=sa.LargeBinary(),
    )
    rows: Mapped[int] = column("行数", "Rows of the file.")
    passed: Mapped[int] = column("已处理行数", "Rows that the running step has passed.", default=0)
    error_count: Mapped[int] = column("错误数", "Mistakes found.", default=0)
    errors: Mapped[list[dict[str, Any]] | None] = column(
        "错误", "The first of them.", type_=JSONB()
    )
    sent_at: Mapped[datetime] = column("提交时间", "When it was sent.")
    ended_at: Mapped[datetime | None] = column("结束时间", "When the job ended.")
