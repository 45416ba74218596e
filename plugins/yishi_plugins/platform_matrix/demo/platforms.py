"""A part of the matrix in one township: a fixed studio, a mobile one, a group of members."""

from __future__ import annotations

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene


async def found_platforms(scene: Scene) -> Station:
    """The fixed studio is what the year's matters belong to."""
    studio: Station = await scene.act(
        "county",
        "open_station",
        ago=350,
        org=scene.villages[0],
        name="村口委员工作室",
        kind="member_studio",
        sub_kind="regional",
        level="village",
        opened_on=scene.day(350),
        address="村党群服务中心一楼",
        shares_with=["village_office"],
    )
    await scene.act(
        "county",
        "open_station",
        ago=340,
        org=scene.villages[1],
        name="田间流动工作室",
        kind="member_studio",
        sub_kind="regional",
        level="village",
        mobility="mobile",
        opened_on=scene.day(340),
    )
    await scene.act(
        "county",
        "create_org",
        ago=345,
        parent=scene.township,
        slug="group-1",
        kind="member_group",
        group_kind="activity",
        name="第一委员活动小组",
        founded_on=scene.day(345),
    )
    await scene.act(
        "township",
        "assign_to_station",
        ago=349,
        station=studio,
        person=scene.posts["member"],
        role="resident_member",
        from_on=scene.day(349),
    )
    return studio
