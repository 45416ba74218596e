"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.standards.models import StandardCheck, StandardChecklist
from yishi_core.kernel.events.declaration import EventType

STANDARD_CHECKLIST_ADOPTED = EventType("standard_checklist.adopted", StandardChecklist)
STANDARD_CHECKLIST_WRITTEN = EventType("standard_checklist.written", StandardChecklist)

STANDARD_CHECK_RECORDED = EventType("standard_check.recorded", StandardCheck)
STANDARD_CHECK_CHANGED = EventType("standard_check.changed", StandardCheck)
