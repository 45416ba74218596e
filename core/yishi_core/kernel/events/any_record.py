"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.kernel.events.declaration import EventType

RECORD_VOIDED = EventType("record.voided", None)
