"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.procedures.models import ConsultationCase, StepRecord
from yishi_core.errors import Text
from yishi_core.kernel.events.declaration import EventType

CASE_OPENED = EventType("case.opened", ConsultationCase)
CASE_STOPPED = EventType("case.stopped", ConsultationCase)
CASE_ARCHIVED = EventType("case.archived", ConsultationCase)
CASE_CHANGED = EventType("case.changed", ConsultationCase)
CASE_RESTARTED = EventType("case.restarted", ConsultationCase)
CASE_CONCLUDED = EventType(
    "case.concluded", ConsultationCase, Text("事项已办结", "A case was concluded")
)
STEP_DONE = EventType("step.done", ConsultationCase, Text("步骤已完成", "A step was done"))
STEP_SKIPPED = EventType("step.skipped", ConsultationCase, Text("步骤已跳过", "A step was skipped"))
STEP_RETURNED = EventType(
    "step.returned",
    ConsultationCase,
    Text("事项已退回前一步骤", "A case was sent back to an earlier step"),
)

STEP_LIMIT_COUNTED = EventType(
    "step.limit_counted",
    StepRecord,
    Text("步骤期限已重新计算", "The limit of a step was counted anew"),
)
