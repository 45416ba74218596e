"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.meetings.models import PlenaryMeeting, PlenarySpeech, Term
from yishi_core.kernel.events.declaration import EventType

PLENARY_ATTENDANCE_RECORDED = EventType("plenary_attendance.recorded", PlenaryMeeting)

TERM_RECORDED = EventType("term.recorded", Term)
TERM_CHANGED = EventType("term.changed", Term)

PLENARY_MEETING_PLANNED = EventType("plenary_meeting.planned", PlenaryMeeting)
PLENARY_MEETING_CHANGED = EventType("plenary_meeting.changed", PlenaryMeeting)

SPEECH_RECORDED = EventType("speech.recorded", PlenarySpeech)
SPEECH_CHANGED = EventType("speech.changed", PlenarySpeech)
