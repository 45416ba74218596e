"""The station, the members' home, the team, the money for the room, the rules on the wall."""

from __future__ import annotations

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene

TEAM = (
    ("member", "cppcc_member", "队长"),
    ("clerk", "party_delegate", "副队长"),
    ("member2", "npc_deputy", None),
    ("elder", "village_worthy", None),
    ("member3", "enterprise_representative", None),
)
"""Post, kind of people, office in the team; the masses' own seat is still to be filled."""


async def found_station(scene: Scene) -> Station:
    """The station has its quota from the first day."""
    station: Station = await scene.act(
        "township",
        "open_station",
        ago=355,
        org=scene.township,
        name="民主议事站",
        kind="council_room",
        level="township",
        opened_on=scene.day(355),
        brand="诗城议事会",
        address="镇便民服务中心二楼",
    )
    await scene.act(
        "township",
        "open_station",
        ago=355,
        org=scene.township,
        name="委员之家",
        kind="members_home",
        level="township",
        opened_on=scene.day(355),
        area_m2="50",
        address="镇便民服务中心二楼",
    )
    await scene.act(
        "township",
        "record_budget",
        ago=354,
        station=station,
        year=scene.day(354).year,
        amount=13_200_000,
        purpose="room_building",
        source="township_finance",
    )
    await scene.act("township", "adopt_quota_set", ago=354, org=scene.township, code=scene.plugin)
    council = await scene.act(
        "township",
        "found_council",
        ago=353,
        station=station,
        name="镇议事队伍",
        seats=18,
        founded_on=scene.day(353),
    )
    for post, identity, role in TEAM:
        await scene.act(
            "township",
            "seat_council_member",
            ago=352,
            council=council,
            person=scene.posts[post],
            identity=identity,
            council_role=role,
            from_on=scene.day(352),
        )
    await scene.act(
        "township",
        "register_document",
        ago=351,
        station=station,
        title="民主议事站议事规则",
        doc_kind="rules",
        issued_by="镇党委",
        issued_on=scene.day(351),
        on_wall=True,
    )
    return station
