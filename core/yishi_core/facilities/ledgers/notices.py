"""Notifications to the sender when the import of a large file has ended."""

from __future__ import annotations

from yishi_core.errors import Text
from yishi_core.facilities.ledgers.events import (
    LEDGER_IMPORT_DONE,
    LEDGER_IMPORT_FAILED,
    LEDGER_IMPORT_REFUSED,
    LEDGER_IMPORT_TRIED,
)
from yishi_core.facilities.notifications.declaration import Notice, to_account

_sender = to_account("account")

ENTERED = Notice(
    LEDGER_IMPORT_DONE,
    Text("导入的文件已全部录入", "All rows of your file were entered"),
    _sender,
)
CHECKED = Notice(
    LEDGER_IMPORT_TRIED,
    Text(
        "导入的文件检查无误,尚未录入", "Your file was checked and is right; nothing was entered yet"
    ),
    _sender,
)
WRONG = Notice(
    LEDGER_IMPORT_REFUSED,
    Text("导入的文件有误,未录入任何记录", "Your file has mistakes; nothing was entered"),
    _sender,
)
BROKEN = Notice(
    LEDGER_IMPORT_FAILED,
    Text("导入的文件未能处理,请重新提交", "Your file could not be entered: send it again"),
    _sender,
)
