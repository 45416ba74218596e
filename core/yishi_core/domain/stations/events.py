"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.stations.models import (
    BoxOpening,
    NoticeBoard,
    Station,
    StationAssignment,
    SuggestionBox,
)
from yishi_core.kernel.events.declaration import EventType

BOX_PUT_UP = EventType("box.put_up", SuggestionBox)
BOX_CHANGED = EventType("box.changed", SuggestionBox)
BOX_TAKEN_DOWN = EventType("box.taken_down", SuggestionBox)

BOX_OPENED = EventType("box.opened", BoxOpening)
BOX_OPENING_CHANGED = EventType("box.opening_changed", BoxOpening)

NOTICE_BOARD_PUT_UP = EventType("notice_board.put_up", NoticeBoard)
NOTICE_BOARD_CHANGED = EventType("notice_board.changed", NoticeBoard)
NOTICE_BOARD_TAKEN_DOWN = EventType("notice_board.taken_down", NoticeBoard)

STATION_OPENED = EventType("station.opened", Station)
STATION_CHANGED = EventType("station.changed", Station)
STATION_PLAQUE_AWARDED = EventType("station.plaque_awarded", Station)
STATION_SUSPENDED = EventType("station.suspended", Station)
STATION_RESUMED = EventType("station.resumed", Station)
STATION_CLOSED = EventType("station.closed", Station)

STATION_ASSIGNED = EventType("station.assigned", StationAssignment)
STATION_UNASSIGNED = EventType("station.unassigned", StationAssignment)
