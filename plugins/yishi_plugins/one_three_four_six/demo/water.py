"""Water for the mango forest, lacking for ten years: through the six links, with a score. And loose
rocks above a road: urgent, and no leader has looked yet.
"""

from __future__ import annotations

from typing import Any

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene


async def water(scene: Scene, station: Station) -> None:
    """The whole way."""
    case = await _case(scene, station, 300, "解决芒果林灌溉用水", "water")
    await _advance(scene, case, 280, "choose", "research")
    event = await scene.act(
        "township",
        "plan_consultation",
        ago=275,
        case=case,
        title="芒果林十年缺水怎么办",
        date=scene.day(262),
        place="委员联络站",
        form="symposium",
    )
    await scene.act(
        "township",
        "hold_consultation",
        ago=262,
        hour=15,
        consultation=event,
        suggestions=["在二级阶地建提灌站", "管护费按亩分摊"],
        participants=[
            {"person": scene.posts["member"], "party_kind": "cppcc_member", "spoke": True},
            {"party_kind": "mass_representative", "count": 24},
            {"party_kind": "department_head", "count": 1},
        ],
    )
    await _advance(scene, case, 260, "consult")
    outcome = await _handed(scene, case, 258, "新建提灌站一座", scene.day(150))
    await scene.act(
        "leader",
        "supervise",
        ago=220,
        outcome=outcome,
        method="special_inspection",
        by="县政协副主席",
        finding="泵房主体完工,管道未到货",
        demand="一个月内通水",
    )
    await scene.act(
        "county",
        "convert_outcome",
        ago=170,
        outcome=outcome,
        conversion_kind="problem_solved",
        conversion_note="提灌站通水,万亩芒果林用上自来水",
    )
    await _advance(scene, case, 168, "convert", "supervise")
    await scene.act(
        "township",
        "record_impact",
        ago=168,
        case=case,
        metric="problem_years",
        value=10,
        date=scene.day(168),
        evidence="水利部门抗旱台账",
    )
    await scene.act(
        "township",
        "evaluate_case",
        ago=140,
        case=case,
        kind="satisfaction",
        score=96,
        n=50,
        comment="入户问了五十户,水已到田头",
    )
    await _advance(scene, case, 139, "evaluate")


async def rocks(scene: Scene, station: Station) -> None:
    """Reminded once; an urgent matter asks for a leader."""
    case = await _case(scene, station, 40, "清除进村路危岩", "disaster", urgency="urgent")
    await _advance(scene, case, 22, "choose", "research", "consult")
    outcome = await _handed(scene, case, 20, "清除进村路危岩两处", scene.day(-10))
    await scene.act(
        "township",
        "supervise",
        ago=9,
        outcome=outcome,
        method="reminder",
        by="镇政协联络组",
        finding="已设警示,施工队未进场",
    )


async def _case(
    scene: Scene, station: Station, ago: int, title: str, field: str, **more: Any
) -> Any:
    topic = await scene.act(
        "township",
        "propose_topic",
        ago=ago,
        org=scene.township,
        station=station,
        title=title,
        description=f"{title},群众盼了多年。",
        topic_source="resident",
        focus_category=field,
        grade="small_micro",
        **more,
    )
    await scene.act("township", "screen_topic", ago=ago - 4, topic=topic, decision="screened")
    await scene.act("head", "approve_topic", ago=ago - 6, topic=topic, approved_by="镇党委会议")
    return await scene.act("township", "open_case", ago=ago - 7, topic=topic)


async def _handed(scene: Scene, case: Any, ago: int, title: str, due_on: Any) -> Any:
    """An outcome of class A, with the unit."""
    outcome = await scene.act(
        "township", "record_outcome", ago=ago, case=case, title=title, text=f"{title},按期完成。"
    )
    await scene.act("township", "route_outcome", ago=ago, outcome=outcome, route_class="A")
    given = await scene.act(
        "township",
        "assign_outcome",
        ago=ago - 1,
        outcome=outcome,
        unit=scene.units[0],
        brief=title,
        due_on=due_on,
        complicated=True,
    )
    await scene.act("unit", "accept_assignment", ago=ago - 3, assignment=given)
    return outcome


async def _advance(scene: Scene, case: Any, ago: int, *steps: str) -> None:
    for step in steps:
        await scene.act("township", "advance_step", ago=ago, case=case, step=step)
