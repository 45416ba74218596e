"""Rules about ledger files."""

from __future__ import annotations

from yishi_core.errors import Rule


class LedgerRule(Rule):
    """Why a ledger file is not taken."""

    IMPORTS_WAITING = (
        "imports_waiting",
        "您已有{count}个文件正在导入,请等其完成后再提交。",
        "{count} files of yours are being entered: wait for them.",
    )
