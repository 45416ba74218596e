"""What can happen to a file of many rows that a worker enters."""

from __future__ import annotations

from yishi_core.errors import Text
from yishi_core.facilities.ledgers.models import LedgerImport
from yishi_core.kernel.events.declaration import EventType

LEDGER_IMPORT_DONE = EventType(
    "ledger_import.done", LedgerImport, Text("导入文件已全部录入", "A file was entered")
)
LEDGER_IMPORT_REFUSED = EventType(
    "ledger_import.refused", LedgerImport, Text("导入文件有误,未录入", "A file was refused")
)
LEDGER_IMPORT_FAILED = EventType(
    "ledger_import.failed", LedgerImport, Text("导入文件未能处理", "A file could not be entered")
)
LEDGER_IMPORT_TRIED = EventType(
    "ledger_import.tried", LedgerImport, Text("导入文件已试行检查", "A file was checked")
)
