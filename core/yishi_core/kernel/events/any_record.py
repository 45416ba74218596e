"""What can happen to a record of any kind."""

from __future__ import annotations

from yishi_core.errors import Text
from yishi_core.kernel.events.declaration import EventType

RECORD_VOIDED = EventType("record.voided", None, Text("记录已作废", "A record was voided"))
