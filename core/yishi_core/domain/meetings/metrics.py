"""What is counted of plenary meetings (domain.md 2.20)."""

from __future__ import annotations

from yishi_core.domain.meetings.attendance import PlenaryAttendance
from yishi_core.domain.meetings.models import PlenaryMeeting, PlenarySpeech
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.stations.metrics import posted
from yishi_core.domain.stations.models import StationAssignment
from yishi_core.facilities.metrics.counter import CountedFor, Counter
from yishi_core.facilities.metrics.metric import Metric

PLENARY = Metric(
    "plenary",
    Counter(
        PlenaryAttendance,
        PlenaryMeeting.date_from,
        person=PlenaryAttendance.person_id,
        dims={"attendance": PlenaryAttendance.attendance},
        through=(PlenaryMeeting, PlenaryAttendance.meeting_id == PlenaryMeeting.id),
    ),
)

SPEECHES = Metric(
    "speeches",
    Counter(
        PlenarySpeech,
        PlenarySpeech.on,
        person=PlenarySpeech.person_id,
        case=PlenarySpeech.from_case_id,
    ),
    # those of a station come from its cases, or are given by whoever had a post there on that day
    Counter(
        PlenarySpeech,
        PlenarySpeech.on,
        station=ConsultationCase.station_id,
        reach=(ConsultationCase, ConsultationCase.id == PlenarySpeech.from_case_id),
        distinct=PlenarySpeech.id,
        only=CountedFor.STATION,
    ),
    Counter(
        PlenarySpeech,
        PlenarySpeech.on,
        station=StationAssignment.station_id,
        reach=posted(PlenarySpeech.person_id, PlenarySpeech.on),
        distinct=PlenarySpeech.id,
        only=CountedFor.STATION,
    ),
)
