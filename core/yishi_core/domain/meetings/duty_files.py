"""What a duty file tells of plenary meetings and speeches."""

from __future__ import annotations

from yishi_core.domain.meetings.attendance import Attendance, PlenaryAttendance
from yishi_core.domain.meetings.models import PlenaryMeeting, PlenarySpeech
from yishi_core.facilities.duty_files.source import DutySource, SectionCode, label

PLENARY = DutySource(
    SectionCode.PLENARY,
    PlenaryAttendance,
    PlenaryAttendance.person_id,
    PlenaryMeeting.date_from,
    PlenaryMeeting.name,
    label,
    also=(PlenaryAttendance.attendance, PlenaryAttendance.reason),
    uncounted=PlenaryAttendance.attendance != Attendance.ATTENDED,
    through=(PlenaryMeeting, PlenaryAttendance.meeting_id == PlenaryMeeting.id),
)
SPEECHES = DutySource(
    SectionCode.SPEECHES,
    PlenarySpeech,
    PlenarySpeech.person_id,
    PlenarySpeech.on,
    PlenarySpeech.title,
    label,
    also=(PlenarySpeech.mode,),
)
