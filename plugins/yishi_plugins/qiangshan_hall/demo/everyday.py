"""Visits, talks by the fire, village affairs watched over, and what is passed up and down."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene

VISITS = (
    (300, "household", "二组余家", "院坝边坡雨天滑泥,盼着砌个挡墙", "office", "village_secretary"),
    (221, "temple", "云台寺", "消防水池年久渗漏,香客多时心里不踏实", "temple", "member2"),
    (96, "household", "四组王家", "孩子放学后无人辅导,盼着有个四点半课堂", "school", "member3"),
    (
        47,
        "household",
        "二组余家",
        "挡墙砌好了,再无诉求,想参加议事会",
        "village",
        "village_secretary",
    ),
)
"""Days ago, kind, whom, wish, which of the seven places, who went."""
TOGETHER = (
    (
        118,
        "火塘边议红白喜事从简",
        "随礼攀比,年轻人负担重;议定办席不超过十五桌、随礼不超过一百元,写进村规民约。",
        "governance",
        34,
    ),
)
"""Days ago, title, what was talked about, field, how many came."""
WATCHED = ((60, "监督村办公用房维修询价", "三家报价,选了最低的一家,结果已上墙"),)
"""Village affairs that were watched over: days ago, title, finding."""


async def everyday(scene: Scene, station: Station) -> None:
    """Visits by household and temple, small consultations, watching over village affairs, the
    honour of the year.
    """
    for ago, kind, whom, wish, place, who in VISITS:
        await scene.act(
            "village",
            "record_household_visit",
            ago=ago,
            station=station,
            visitor=scene.posts[who],
            link_kind=kind,
            visited=whom,
            visited_on=scene.day(ago),
            wishes=wish,
            policy_told="乡村振兴促进法、宗教事务条例要点",
            law_place=place,
            means="on_foot",
        )
    for ago, title, talk, field, came in TOGETHER:
        await scene.act(
            "village",
            "record_consultation",
            ago=ago - 1,
            station=station,
            date=scene.day(ago),
            title=title,
            content=[talk],
            form="hearth",
            focus_category=field,
            campaign="two_links_one_entry",
            participants=[
                {"party_kind": "mass_representative", "count": came},
                {"party_kind": "cppcc_member", "count": 2},
            ],
        )
    for ago, title, found in WATCHED:
        await scene.act(
            "village",
            "record_activity",
            ago=ago,
            station=station,
            kind="supervision",
            title=title,
            date=scene.day(ago),
            result_text=found,
            process_kind="village_affairs",
            micro_kind="supervise",
            participants=[{"party_kind": "mass_representative", "count": 9}],
        )
    await scene.act(
        "village",
        "record_deed",
        ago=150,
        station=station,
        deed_kind="practical",
        date=scene.day(150),
        people=63,
        person=scene.posts["member"],
        description="请农技专家到田边教辣椒育苗,六十三户学会漂浮育苗。",
    )
    await scene.act(
        "township",
        "record_honour",
        ago=90,
        org=scene.villages[0],
        station=station,
        kind="scenic_area",
        level="national",
        year=scene.day(90).year,
        title="国家AAA级旅游景区",
        awarded_by="旅游景区质量等级评定机构",
        awarded_on=scene.day(90),
    )


async def both_ways(scene: Scene) -> None:
    """Information up and down, and what was done with it; the newest is not handled yet."""
    village, township = scene.villages[0], scene.township
    passed: tuple[tuple[int, Any, Any, str, str | None], ...] = (
        (
            289,
            village,
            township,
            "湿地栈道协商情况:群众同意出工,盼汛期前完成",
            "镇党委已知悉,列入月度督办",
        ),
        (
            215,
            township,
            village,
            "镇党委要求把人居环境整治纳入议事堂议题",
            "已列入第三季度议题计划",
        ),
        (12, village, township, "花径用水需跨组引管,请镇上协调", None),
    )
    for ago, sender, receiver, content, handled in passed:
        who, other = ("village", "township") if sender is village else ("township", "village")
        sent = await scene.act(
            who, "pass_information", ago=ago, from_org=sender, to_org=receiver, content=content
        )
        if handled:
            await scene.act(
                other, "handle_information", ago=ago - 3, exchange=sent, handled=handled
            )
