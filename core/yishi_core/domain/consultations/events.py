"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.consultations.models import (
    Consultation,
    ConsultationLink,
    Minutes,
    OnSpotReply,
    Participation,
    Suggestion,
)
from yishi_core.errors import Text
from yishi_core.kernel.events.declaration import EventType

CONSULTATION_SIGN_IN_CLOSED = EventType("consultation.sign_in_closed", Consultation)

SUGGESTION_CHANGED = EventType("suggestion.changed", Suggestion)

ON_SPOT_REPLY_CHANGED = EventType("on_spot_reply.changed", OnSpotReply)

CONSULTATION_CONVENERS_CHANGED = EventType("consultation.conveners_changed", Consultation)

MINUTES_DRAFTED = EventType("minutes.drafted", Minutes)
MINUTES_CONFIRMED = EventType("minutes.confirmed", Minutes)
MINUTES_SENT = EventType("minutes.sent", Minutes)

CONSULTATION_PLANNED = EventType("consultation.planned", Consultation)
CONSULTATION_CHANGED = EventType("consultation.changed", Consultation)
CONSULTATION_NOTIFIED = EventType("consultation.notified", Consultation)
CONSULTATION_HELD = EventType("consultation.held", Consultation)
CONSULTATION_ATTENDANCE_RECORDED = EventType("consultation.attendance_recorded", Consultation)
CONSULTATION_POSTPONED = EventType("consultation.postponed", Consultation)
CONSULTATION_CANCELLED = EventType("consultation.cancelled", Consultation)
CONSULTATION_CLOSED = EventType("consultation.closed", Consultation)

CONSULTATION_LINKED = EventType("consultation.linked", ConsultationLink)

CONSULTATION_SIGNED_IN = EventType("consultation.signed_in", Participation)

SUGGESTION_ADDED = EventType("suggestion.added", Suggestion)

ON_SPOT_REPLY_RECORDED = EventType("on_spot_reply.recorded", OnSpotReply)

CONSULTATION_REARRANGED = EventType(
    "consultation.rearranged",
    Consultation,
    Text("协商活动时间或地点已变更", "Time or place of a consultation was changed"),
)
CONSULTATION_RECORDED = EventType(
    "consultation.recorded",
    Consultation,
    Text("协商活动已补录", "A consultation was recorded afterwards"),
)
