"""The hall is built and its council seated."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene


async def build_hall(scene: Scene) -> Station:
    """The hall in the village committee's activity room, its council of two kinds of people."""
    station: Station = await scene.act(
        "county",
        "open_station",
        ago=350,
        org=scene.villages[0],
        name="火塘议事堂",
        kind="council_room",
        level="village",
        opened_on=scene.day(350),
        address="村委会活动室",
        area_m2="86",
        shares_with=["village_office", "reading_room"],
        culture_theme="火塘议事",
        plus_theme="协商+乡村振兴",
    )
    council = await scene.act(
        "township",
        "found_council",
        ago=345,
        station=station,
        name="火塘议事堂议事会",
        seats=9,
        founded_on=scene.day(345),
    )
    for post, identity, role in (
        ("elder", "mass_representative", "召集人"),
        ("expert", "mass_representative", None),
        ("member", "cppcc_member", "副召集人"),
        ("member2", "cppcc_member", None),
    ):
        seat: dict[str, Any] = {
            "council": council,
            "person": scene.posts[post],
            "identity": identity,
            "council_role": role,
        }
        await scene.act("township", "seat_council_member", ago=344, from_on=scene.day(344), **seat)
    await scene.act(
        "township",
        "record_activity",
        ago=340,
        org=scene.villages[0],
        kind="work_meeting",
        title="议事堂规则与流程会商",
        date=scene.day(340),
        result_text="与村干部、群众代表共同议定议事三问、五个环节和认领兑现办法。",
        participants=[
            {"party_kind": "mass_representative", "count": 23},
            {"party_kind": "cppcc_member", "count": 3},
        ],
    )
    return station
