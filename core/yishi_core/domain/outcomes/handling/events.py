"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.outcomes.models import Assignment, Outcome
from yishi_core.errors import Text
from yishi_core.kernel.events.declaration import EventType

ASSIGNMENT_CREATED = EventType("assignment.created", Assignment)

OUTCOME_ASSIGNED = EventType("outcome.assigned", Outcome)

ASSIGNMENT_ACCEPTED = EventType("assignment.accepted", Assignment)
ASSIGNMENT_STARTED = EventType("assignment.started", Assignment)
ASSIGNMENT_RETURNED = EventType("assignment.returned", Assignment)
ASSIGNMENT_RETURN_REFUSED = EventType("assignment.return_refused", Assignment)
ASSIGNMENT_CONFIRMED = EventType("assignment.confirmed", Assignment)
ASSIGNMENT_REWORKED = EventType("assignment.reworked", Assignment)
ASSIGNMENT_DUE_COUNTED = EventType(
    "assignment.due_counted",
    Assignment,
    Text("交办期限已重新计算", "The due day of an assignment was counted anew"),
)
