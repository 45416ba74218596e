"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.intake.models import Intake
from yishi_core.errors import Text
from yishi_core.kernel.events.declaration import EventType

INTAKE_CHANGED = EventType("intake.changed", Intake)
INTAKE_ACCEPTED = EventType("intake.accepted", Intake)
INTAKE_REJECTED = EventType("intake.rejected", Intake)
INTAKE_MERGED = EventType("intake.merged", Intake)
INTAKE_ANALYSED = EventType("intake.analysed", Intake)
INTAKE_ANSWERED = EventType("intake.answered", Intake)
INTAKE_TRANSFERRED = EventType("intake.transferred", Intake)
INTAKE_REPLIED = EventType("intake.replied", Intake)
INTAKE_CLOSED = EventType("intake.closed", Intake)
INTAKE_TO_OPINION = EventType("intake.to_opinion", Intake)
INTAKE_TO_PROPOSAL = EventType("intake.to_proposal", Intake)
INTAKE_RECORDED = EventType("intake.recorded", Intake)
INTAKE_DEADLINES_COUNTED = EventType(
    "intake.deadlines_counted",
    Intake,
    Text("来件期限已重新计算", "The deadlines of a matter were counted anew"),
)
INTAKE_SUBMITTED = EventType(
    "intake.submitted", Intake, Text("群众已提交来件", "Somebody handed in a matter")
)
