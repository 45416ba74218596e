"""Station and rooms are opened, the four teams seated."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene

TEAMS = (
    ("secretary", "station_head"),
    ("clerk", "deputy_head"),
    ("village_secretary", "staff"),
    ("village2_secretary", "staff"),
    ("elder", "observer"),
    ("member", "resident_member"),
)
"""Posts of the troupe, and what they are at the station."""


async def build(scene: Scene) -> tuple[Station, Station]:
    """One station, three rooms with the same plate and slogan, four teams; station and village
    room.
    """
    stem = scene.township.name.removesuffix("政协联络组")
    first, second = scene.villages
    opened: list[Station] = []
    for org, name, kind, level in (
        (scene.township, f"{stem}政协工作联络站", "liaison_station", "township"),
        (scene.township, f"{stem}议事室", "council_room", "township"),
        (first, f"{first.name.removesuffix('两委')}议事室", "council_room", "village"),
        (second, f"{second.name.removesuffix('两委')}议事室", "council_room", "village"),
    ):
        opened.append(
            await scene.act(
                "county",
                "open_station",
                ago=350,
                org=org,
                name=name,
                kind=kind,
                level=level,
                opened_on=scene.day(350),
                brand="有事来协商",
            )
        )
    station, _, room, _ = opened
    for post, role in TEAMS:
        await scene.act(
            "township",
            "assign_to_station",
            ago=345,
            station=station,
            person=scene.posts[post],
            role=role,
            from_on=scene.day(345),
        )
    council = await scene.act(
        "township", "found_council", ago=345, station=room, name="村议事会", seats=7
    )
    seat: dict[str, Any] = {"person": scene.posts["elder"], "identity": "village_worthy"}
    await scene.act("township", "seat_council_member", ago=344, council=council, **seat)
    return station, room
