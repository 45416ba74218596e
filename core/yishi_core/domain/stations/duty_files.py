"""What a duty file tells of posts at stations."""

from __future__ import annotations

from yishi_core.domain.stations.models import Station, StationAssignment
from yishi_core.facilities.duty_files.source import DutySource, SectionCode, seat

STATION_POSTS = DutySource(
    SectionCode.POSTS,
    StationAssignment,
    StationAssignment.person_id,
    StationAssignment.from_on,
    Station.name,
    seat,
    also=(StationAssignment.to_on, StationAssignment.role),
    until=StationAssignment.to_on,
    through=(Station, StationAssignment.station_id == Station.id),
)
