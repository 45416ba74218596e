"""Rooms by local character: a theme of culture, and many uses (domain.md 3.4)."""

from __future__ import annotations

from yishi_core import Advice, ReadContext, Text, advise
from yishi_core.domain.stations import (
    ChangeStationInput,
    OpenStationInput,
    Station,
    StationKind,
    change_station,
    open_station,
)

NO_CULTURE = Advice(
    "no_culture_theme",
    Text(
        "议事室尚未确定文化主题(如老街、航天、民主党派、农耕文化)。",
        "The room has no theme of local culture yet.",
    ),
)
STANDS_ALONE = Advice(
    "stands_alone",
    Text(
        "议事室尚未登记共用场所;提倡一室多用,不增加基层负担。",
        "The room shares nothing; rooms should serve several uses.",
    ),
)


@advise(open_station, change_station)
def by_character(
    context: ReadContext, data: OpenStationInput | ChangeStationInput, result: Station
) -> list[Advice]:
    """What a council room still lacks of its upgrade."""
    if result.kind is not StationKind.COUNCIL_ROOM:
        return []
    return [
        *([] if result.culture_theme else [NO_CULTURE]),
        *([] if result.shares_with else [STANDS_ALONE]),
    ]
