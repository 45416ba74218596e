"""An area with its leader, councils in the town and one village, the pool of talents."""

from __future__ import annotations

from yishi_core.domain.people import Member
from yishi_core.domain.stations import Station
from yishi_core.testing import Scene

TALENTS = (
    ("elder", "mediation", "five_elders"),
    ("village_secretary", "agriculture", "village_cadre"),
    ("expert", "engineering", "expert"),
)
"""Post, field, identity."""


async def build(scene: Scene) -> Station:
    """The township lies in an area that a leader answers for; the second village has no council
    yet, and the board tells so. Returns the village's room.
    """
    area = await scene.act(
        "county",
        "create_org",
        ago=352,
        parent=scene.county,
        slug="area-first",
        kind="area",
        name="第一片区",
    )
    await scene.act(
        "county",
        "link_orgs",
        ago=351,
        guide=area,
        guided=scene.township,
        link_kind="covers",
        person=scene.posts["member"],
        from_on=scene.day(351),
    )
    first, _ = scene.villages
    rooms: list[Station] = []
    for org, name, level in (
        (scene.township, "镇级协商议事室", "township"),
        (first, "村级协商议事室", "village"),
    ):
        room = await scene.act(
            "county",
            "open_station",
            ago=345,
            org=org,
            name=name,
            kind="council_room",
            level=level,
            opened_on=scene.day(345),
        )
        await scene.act(
            "township",
            "found_council",
            ago=340,
            station=room,
            name=name.replace("议事室", "议事会"),
            seats=9,
            founded_on=scene.day(340),
        )
        rooms.append(room)
    pool = await scene.act(
        "township", "found_talent_pool", ago=338, org=scene.township, name="协商人才库"
    )
    for post, field, identity in TALENTS:
        await scene.act(
            "township",
            "add_talent",
            ago=336,
            pool=pool,
            person=scene.posts[post],
            field=field,
            identity=identity,
            source="村(居)两委推荐",
        )
    [member] = await scene.rows(Member, Member.person_id == scene.posts["member2"].id)
    await scene.act(
        "township",
        "deploy_member",
        ago=330,
        org=scene.township,
        member=member,
        place_kind="town",
        shown_identity="县政协委员",
        shown_expertise="农业技术",
        from_on=scene.day(330),
    )
    return rooms[-1]
