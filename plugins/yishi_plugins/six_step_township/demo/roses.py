"""The rose manor: a matter that walks the six steps, to a unit that answered."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene

TITLE = "流转土地建设玫瑰庄园"


async def roses(scene: Scene, room: Station) -> None:
    """Broad and worth a meeting; published; handled until a day, looked at on the way."""
    topic = await scene.act(
        "village",
        "propose_topic",
        ago=300,
        org=scene.villages[0],
        station=room,
        title=TITLE,
        description="业主要连片流转三百亩,群众担心租金和务工。",
        topic_source="cadre",
        focus_category="land",
        impact="broad",
        grade="small_micro",
    )
    note = "贴近群众利益:涉及一百二十户土地;具备解决条件:业主已到位"
    await scene.act(
        "township", "screen_topic", ago=296, topic=topic, decision="screened", note=note
    )
    await scene.act("head", "approve_topic", ago=294, topic=topic, approved_by="镇党委会议")
    case = await scene.act(
        "township", "open_case", ago=293, topic=topic, lead_member=scene.posts["member"]
    )
    await _advance(scene, case, 292, "collect", "decide")
    await scene.act(
        "village",
        "record_activity",
        ago=285,
        station=room,
        case=case,
        kind="survey",
        title="议前调研:入户听土地流转意见",
        date=scene.day(285),
        result_text="走访九十六户,愿意流转的八成,盼租金分年付、优先用本村劳力。",
        participants=[{"party_kind": "cppcc_member", "count": 3}],
    )
    await _advance(scene, case, 280, "research")
    event = await scene.act(
        "village",
        "plan_consultation",
        ago=279,
        case=case,
        title="玫瑰庄园怎么建",
        date=scene.day(270),
        place="协商议事室",
        form="meeting",
    )
    await scene.act(
        "village",
        "hold_consultation",
        ago=270,
        hour=15,
        consultation=event,
        suggestions=["租金每亩八百元,三年一调", "加工厂优先用本村劳力"],
        participants=[
            {"person": scene.posts["member"], "party_kind": "cppcc_member", "spoke": True},
            {"party_kind": "mass_representative", "count": 31},
            {"party_kind": "enterprise_representative", "count": 2},
        ],
    )
    await _advance(scene, case, 268, "meet")
    told = await scene.act(
        "village",
        "draft_disclosure",
        ago=266,
        case=case,
        kind="decision",
        title=f"协商结果公示:{TITLE}",
        place="village_board",
        text="议定每亩租金八百元、三年一调,加工厂用工本村优先。",
    )
    await scene.act("township", "release_disclosure", ago=265, disclosure=told)
    await _advance(scene, case, 264, "publish")
    await _handled(scene, case)


async def _handled(scene: Scene, case: Any) -> None:
    outcome = await scene.act(
        "township",
        "record_outcome",
        ago=263,
        case=case,
        title="修通玫瑰庄园产业路",
        text="庄园至村道产业路二点四公里,雨季前修通。",
        is_major_project=True,
    )
    await scene.act("township", "route_outcome", ago=263, outcome=outcome, route_class="A")
    given = await scene.act(
        "township",
        "assign_outcome",
        ago=262,
        outcome=outcome,
        unit=scene.units[0],
        brief="修通玫瑰庄园产业路二点四公里",
        due_on=scene.day(190),
    )
    await _advance(scene, case, 262, "handle")
    await scene.act("unit", "accept_assignment", ago=260, assignment=given)
    await scene.act(
        "township",
        "supervise",
        ago=232,
        outcome=outcome,
        method="reminder",
        by="镇政协联络组",
        finding="路基已成形,涵管未到货,已协调水管站先行调拨",
    )
    answer = "产业路二点四公里已修通,涵管十二处全部安装到位。"
    await scene.act(
        "unit",
        "reply_assignment",
        ago=200,
        assignment=given,
        text=answer,
        result_class="A",
        communicated_by="visit",
    )
    await scene.act("township", "confirm_reply", ago=198, assignment=given)
    await scene.act(
        "township",
        "convert_outcome",
        ago=196,
        outcome=outcome,
        conversion_kind="project",
        conversion_note="产业路通车,玫瑰庄园一期栽种三百亩",
    )


async def _advance(scene: Scene, case: Any, ago: int, *steps: str) -> None:
    for step in steps:
        await scene.act("township", "advance_step", ago=ago, case=case, step=step)
