"""An old street of wooden houses: ten steps to pipes and hydrants, with money from above."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene

SAID = ["沿街铺设消防管网", "每隔百米设消火栓", "木屋电线穿管"]


async def old_street(scene: Scene, station: Station) -> None:
    """A hard matter, talked over widely; nothing is lacking at the end."""
    topic = await scene.act(
        "township",
        "propose_topic",
        ago=270,
        org=scene.township,
        station=station,
        title="老街木屋消防改造",
        description="老街几十座木屋连片,消防车进不去,住户年年担心。",
        topic_source="resident",
        focus_category="fire_safety",
        is_professional=True,
        orientation="problem",
        campaign="central_task",
    )
    await scene.act("township", "screen_topic", ago=266, topic=topic, decision="screened")
    await scene.act("head", "approve_topic", ago=262, topic=topic, approved_by="镇党委会议")
    case = await scene.act(
        "township", "open_case", ago=260, topic=topic, lead_member=scene.posts["member"]
    )
    await _steps(scene, case, 258, "collect", "screen", "decide")
    paper = await scene.upload("township", "协商方案.pdf", 252, case)
    await scene.act(
        "township",
        "advance_step",
        ago=252,
        case=case,
        step="plan",
        docs=[{"name": "协商方案", "attachment": paper}],
    )
    await _steps(scene, case, 244, "research", "notify")
    await _talk(scene, case)
    await _carried_out(scene, case)


async def _talk(scene: Scene, case: Any) -> None:
    event = await scene.act(
        "township",
        "plan_consultation",
        ago=243,
        case=case,
        title="老街消防怎么办",
        date=scene.day(235),
        place="民主议事站",
        form="symposium",
        campaign="central_task",
    )
    await scene.act(
        "township",
        "hold_consultation",
        ago=235,
        hour=15,
        consultation=event,
        participants=[
            {"person": scene.posts["member"], "party_kind": "cppcc_member", "spoke": True},
            {"person": scene.posts["expert"], "party_kind": "expert", "spoke": True},
            {"party_kind": "invited_representative", "count": 2},
            {"party_kind": "department_head", "count": 3},
            {"party_kind": "mass_representative", "count": 21},
        ],
        suggestions=SAID,
    )
    await _steps(scene, case, 232, "consult")
    await scene.act(
        "township",
        "advance_step",
        ago=230,
        case=case,
        step="conclude",
        fields={"opinion": "先通管网、设消火栓,再改电线,分两期实施。"},
    )


async def _carried_out(scene: Scene, case: Any) -> None:
    outcome = await scene.act(
        "township",
        "record_outcome",
        ago=229,
        case=case,
        title="老街消防管网",
        text="老街铺设消防管网九百余米,设消火栓九个。",
    )
    await scene.act("township", "route_outcome", ago=228, outcome=outcome, route_class="A")
    handed = await scene.act(
        "township",
        "assign_outcome",
        ago=227,
        outcome=outcome,
        unit=scene.units[0],
        brief="铺设老街消防管网,设消火栓。",
        complicated=True,
    )
    await scene.act("unit", "accept_assignment", ago=224, assignment=handed)
    await scene.act(
        "township",
        "record_fund_secured",
        ago=210,
        outcome=outcome,
        amount=55_000_000,
        source="upper_level",
        from_body="省级应急管理部门",
        date=scene.day(212),
        purpose="老街消防专项",
    )
    await scene.act(
        "unit",
        "reply_assignment",
        ago=150,
        assignment=handed,
        text="管网、消火栓全部完工,已通水试压。",
        result_class="A",
        communicated_by="meeting",
    )
    await scene.act("township", "confirm_reply", ago=148, assignment=handed)
    await scene.act(
        "township",
        "convert_outcome",
        ago=147,
        outcome=outcome,
        conversion_kind="project",
        conversion_note="管网、消火栓完工通水,木屋电线穿管同步完成。",
    )
    await _steps(scene, case, 146, "supervise")
    for metric, value, unit in (("pipe_m", "987", "米"), ("hydrants", "9", "个")):
        await scene.act(
            "township",
            "record_impact",
            ago=145,
            case=case,
            metric=metric,
            value=value,
            unit=unit,
            date=scene.day(147),
            evidence="竣工验收单所载",
        )
    for direction, to in (("to_authority", "镇党委政府"), ("to_proposer", "老街住户")):
        heard: dict[str, Any] = {"satisfaction": "satisfied", "communicated_by": "visit"}
        await scene.act(
            "township",
            "give_feedback",
            ago=144,
            outcome=outcome,
            direction=direction,
            to=to,
            **(heard if direction == "to_proposer" else {}),
        )
    await scene.act("township", "close_outcome", ago=144, outcome=outcome)
    await _steps(scene, case, 143, "evaluate")


async def _steps(scene: Scene, case: Any, ago: int, *names: str) -> None:
    for n, name in enumerate(names):
        await scene.act("township", "advance_step", ago=ago - 2 * n, case=case, step=name)
