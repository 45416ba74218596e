"""The studio is opened and paired with its group; a convener is chosen."""

from __future__ import annotations

from datetime import date, timedelta

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene

PLACE = "河口同心委员工作室"


async def found_union(scene: Scene) -> Station:
    """The liaison group of the township and its studio become one body; worthies join the group."""
    studio: Station = await scene.act(
        "township",
        "open_station",
        ago=352,
        org=scene.township,
        name=PLACE,
        kind="member_studio",
        sub_kind="regional",
        level="township",
        opened_on=scene.day(1500),
        union_org=scene.township,
        shares_with=["civilisation_practice", "worthies_body"],
        area_m2="120",
        address="镇文明实践所二楼",
        plus_theme="协商+基层治理",
    )
    for post in ("member", "member2", "member3"):
        await scene.act(
            "township",
            "assign_to_station",
            ago=351,
            station=studio,
            person=scene.posts[post],
            role="resident_member",
            from_on=scene.day(1400),
        )
    newcomer = date(scene.day(0).year - 1, 1, 5)
    await scene.act(
        "township",
        "assign_to_station",
        ago=351,
        station=studio,
        person=scene.posts["expert"],
        role="resident_member",
        from_on=newcomer,
    )
    for post, role in (
        ("clerk", "组长"),
        ("elder", "乡贤组员"),
        ("member", "组员"),
        ("village_secretary", "组员"),
    ):
        await scene.act(
            "township",
            "add_to_group",
            ago=350,
            group=scene.township,
            person=scene.posts[post],
            role=role,
            from_on=scene.day(350),
        )
    return studio


async def choose_convener(scene: Scene, studio: Station) -> None:
    """Selected by votes, paid month by month within the county's limit."""
    await scene.act(
        "township",
        "select_convener",
        ago=345,
        station=studio,
        candidate=scene.posts["member"],
        selected_by="工作室全体委员",
        selected_on=scene.day(346),
        term_from=scene.day(345),
        term_to=scene.day(0) + timedelta(days=700),
        votes_for=7,
        votes_cast=8,
        appraisal="热心公益,群众威信高,能召集能调解",
    )
    for ago in (340, 310):
        await scene.act(
            "township",
            "pay_stipend",
            ago=ago - 30,
            station=studio,
            person=scene.posts["member"],
            amount=40_000,
            period_from=scene.day(ago),
            period_to=scene.day(ago - 29),
            paid_on=scene.day(ago - 30),
            note="按月发放",
        )
