"""The room with its echo wall, the committee that guides the township, the pool."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from yishi_core.domain.people import Person
from yishi_core.domain.stations import Station
from yishi_core.testing import Scene


@dataclass
class Stage:
    """The township's room, and the two who convene there."""

    scene: Scene
    room: Station
    conveners: list[Person] = field(default_factory=list)

    @property
    def both(self) -> list[dict[str, Any]]:
        """The two conveners, each in the post that they hold."""
        return [{"person": person} for person in self.conveners]


async def found(scene: Scene) -> Stage:
    """The room is a demonstration point of the first batch and has all six things."""
    room: Station = await scene.act(
        "county",
        "open_station",
        ago=350,
        org=scene.township,
        name="雨事多商量议事室",
        kind="council_room",
        level="township",
        opened_on=scene.day(350),
        address="便民服务中心二楼",
        brand="雨事多商量",
        is_demo_point=True,
        demo_batch="第一批",
    )
    stage = Stage(scene, room)
    await _conveners(stage)
    await scene.act("township", "put_up_echo_wall", ago=346, station=room, place="便民服务中心大厅")
    standard = await scene.act(
        "township", "adopt_checklist", ago=346, org=scene.township, code="room_6"
    )
    await scene.act(
        "township",
        "record_standard_check",
        ago=180,
        station=room,
        checklist=standard,
        inspector=stage.conveners[0],
        results=[{"item_no": n, "verdict": "pass"} for n in range(1, 7)],
    )
    await scene.act(
        "township", "adopt_quota_set", ago=345, org=scene.township, code="five_activities"
    )
    pool = await scene.act(
        "township", "found_talent_pool", ago=344, org=scene.township, name="镇协商人才库"
    )
    for post, known, identity in (
        ("member2", "economy", "cppcc_member"),
        ("expert", "ecology", "expert"),
    ):
        await scene.act(
            "township",
            "add_talent",
            ago=343,
            pool=pool,
            person=scene.posts[post],
            field=known,
            identity=identity,
        )
    return stage


async def _conveners(stage: Stage) -> None:
    """The township's deputy secretary, and the director of the committee that guides it."""
    scene = stage.scene
    deputy = await scene.act(
        "township",
        "register_person",
        ago=349,
        org=scene.township,
        name="柏承志",
        sex="male",
        post="镇党委副书记",
        post_kind="township_deputy_secretary",
    )
    director = await scene.act(
        "county",
        "register_person",
        ago=349,
        org=scene.county,
        name="岑若兰",
        sex="female",
        post="文旅委主任",
        post_kind="committee_director",
    )
    committee = await scene.act(
        "county",
        "create_org",
        ago=349,
        parent=scene.county,
        slug="committee-culture-tourism",
        kind="special_committee",
        name="县政协文化旅游委员会",
    )
    await scene.act(
        "county",
        "add_to_group",
        ago=348,
        group=committee,
        person=director,
        group_position="head",
        from_on=scene.day(348),
    )
    await scene.act("county", "link_orgs", ago=348, guided=scene.township, guide=committee)
    stage.conveners = [deputy, director]
