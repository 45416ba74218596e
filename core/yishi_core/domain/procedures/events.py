"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.procedures.models import ConsultationCase, StepRecord
from yishi_core.kernel.events.declaration import EventType

CASE_OPENED = EventType("case.opened", ConsultationCase)
CASE_STOPPED = EventType("case.stopped", ConsultationCase)
CASE_ARCHIVED = EventType("case.archived", ConsultationCase)
CASE_CHANGED = EventType("case.changed", ConsultationCase)
CASE_RESTARTED = EventType("case.restarted", ConsultationCase)
CASE_CONCLUDED = EventType("case.concluded", ConsultationCase)
STEP_DONE = EventType("step.done", ConsultationCase)
STEP_SKIPPED = EventType("step.skipped", ConsultationCase)
STEP_RETURNED = EventType("step.returned", ConsultationCase)

STEP_LIMIT_COUNTED = EventType("step.limit_counted", StepRecord)
