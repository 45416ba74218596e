"""Inputs of stations that corrections in other nouns are derived from."""

from __future__ import annotations

from datetime import date

from yishi_core.domain.people.models import Person
from yishi_core.domain.stations.models import Station, StationAssignment, StationRole
from yishi_core.kernel.operation import TODAY, Input, Ref, like


class AssignToStationInput(Input, enters=StationAssignment):
    """A person's post at a station; of a past post with its last day."""

    station: Ref[Station] = like(StationAssignment.station_id)
    person: Ref[Person] = like(StationAssignment.person_id)
    role: StationRole = like(StationAssignment.role)
    from_on: date | None = like(StationAssignment.from_on, None, doc=TODAY)
    to_on: date | None = like(
        StationAssignment.to_on, None, doc="Last day, of what is over already."
    )
    selected_by: str | None = like(StationAssignment.selected_by, None, max_length=60)
    selected_on: date | None = like(StationAssignment.selected_on, None)
