"""One matter with an outcome of each class: assigned, referred to the village, explained."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene


async def three_classes(scene: Scene, room: Station) -> None:
    """From the topic to the last of six steps, which waits for the unit."""
    topic = await scene.act(
        "village",
        "propose_topic",
        ago=120,
        org=scene.villages[0],
        station=room,
        title="三组引水灌溉",
        description="三组旱地靠天吃饭,伏旱时轮着挑水,盼着把渠引过来。",
        topic_source="go_out",
        focus_category="water",
        focus_tags=["people_side", "policy_clear"],
        grade="small_micro",
        campaign="dual_help",
    )
    await scene.act(
        "township", "screen_topic", ago=117, topic=topic, decision="screened", note="群众所盼"
    )
    await scene.act("head", "approve_topic", ago=115, topic=topic, approved_by="党委会议")
    case = await scene.act("township", "open_case", ago=114, topic=topic)
    await scene.act("village", "advance_step", ago=113, case=case, step="collect")
    await scene.act("township", "advance_step", ago=112, case=case, step="decide")
    await scene.act(
        "village", "advance_step", ago=106, case=case, step="research", note="渠线一点三公里"
    )
    event = await scene.act(
        "village",
        "plan_consultation",
        ago=104,
        case=case,
        title="渠从哪里过、水怎么分",
        date=scene.day(98),
        place="村级协商议事室",
        form="meeting",
        four_step=True,
    )
    await scene.act(
        "village",
        "hold_consultation",
        ago=98,
        consultation=event,
        suggestions=["渠线绕开祖坟", "先三组后五组,轮灌排班上墙"],
        participants=[
            {"person": scene.posts["member"], "party_kind": "cppcc_member", "level": "county"},
            {"party_kind": "mass_representative", "count": 19},
            {"party_kind": "department_head", "count": 1},
        ],
    )
    await scene.act("village", "advance_step", ago=97, case=case, step="consult")
    canal, turns, pool = [
        await _outcome(scene, case, title, route_class)
        for title, route_class in (
            ("新修引水渠一点三公里", "A"),
            ("轮灌排班办法", "B"),
            ("新建山塘一口", "C"),
        )
    ]
    told = await scene.act(
        "village",
        "draft_disclosure",
        ago=92,
        case=case,
        kind="decision",
        title="三组引水议定事项",
        place="village_board",
        text="引水渠交水利部门办理,轮灌办法交村里定,山塘暂不具备条件,已向群众说明。",
    )
    await scene.act("township", "release_disclosure", ago=91, disclosure=told)
    await scene.act("village", "advance_step", ago=90, case=case, step="publish")
    await scene.act(
        "township",
        "assign_outcome",
        ago=89,
        outcome=canal,
        unit=scene.units[0],
        brief="新修三组引水渠一点三公里",
        complicated=True,
        due_on=scene.day(-30),
    )
    await scene.act(
        "township",
        "refer_to_village",
        ago=88,
        outcome=turns,
        village_committees=scene.villages[0],
        on=scene.day(88),
    )
    await scene.act(
        "township",
        "explain_outcome",
        ago=87,
        outcome=pool,
        text="山塘选址在地灾隐患点下方,近年不宜动工,先以引水渠和轮灌解决。",
        by="分管领导",
        place="三组院坝",
        on=scene.day(87),
    )


async def _outcome(scene: Scene, case: Any, title: str, route_class: str) -> Any:
    made = await scene.act(
        "township", "record_outcome", ago=95, case=case, title=title, text=f"{title},年内见效。"
    )
    await scene.act("township", "route_outcome", ago=94, outcome=made, route_class=route_class)
    return made
