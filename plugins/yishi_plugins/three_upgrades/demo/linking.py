"""School places: three levels, a pre-consultation, a round, and another one to come."""

from __future__ import annotations

from typing import Any

from yishi_core.testing import Scene

ROUNDS = (
    (200, "摸清学位缺口", True, ["先核准近三年生源", "把租房户子女算进去"], "缺口一百八十个学位"),
    (150, "扩建还是新建", False, ["旧粮站改建最快", "校门口要留等候区"], "旧粮站改建教学楼"),
)
"""Days ago, title, whether it prepares, what was said, what was agreed."""


async def link_levels(scene: Scene, topic: Any) -> None:
    case = await scene.act(
        "township",
        "open_case",
        ago=250,
        topic=topic,
        lead_member=scene.posts["member2"],
    )
    for ago, step, note in (
        (248, "collect", "来自群众来访和委员走访"),
        (246, "decide", "列入年度协商计划"),
        (243, "research", "走访四所小学,核对三年生源"),
    ):
        await scene.act("township", "advance_step", ago=ago, case=case, step=step, note=note)
    joint = await scene.act(
        "township",
        "open_joint_case",
        ago=240,
        case=case,
        joint_kind="multi_level",
        partners=[
            {"org": scene.county},
            {"name": "市政协", "level": "city"},
            {"name": "县教体局", "level": "department"},
            {"name": "县自然资源局", "level": "department"},
            {"name": "县城投公司", "level": "enterprise"},
        ],
    )
    for ago, kind, body in ((235, "consent", "县委"), (228, "approval", "市政协")):
        await scene.act(
            "township",
            "record_joint_approval",
            ago=ago,
            joint_case=joint,
            approval_kind=kind,
            body=body,
        )
    await scene.act("township", "start_joint_case", ago=225, joint_case=joint)
    for ago, title, prepares, said, agreed in ROUNDS:
        event = await scene.act(
            "township",
            "plan_consultation",
            ago=ago + 9,
            case=case,
            title=title,
            date=scene.day(ago),
            place="老街协商议事室",
            form="symposium",
            is_pre_consultation=prepares,
        )
        await scene.act(
            "township",
            "hold_consultation",
            ago=ago,
            consultation=event,
            suggestions=said,
            participants=[
                {"party_kind": "leader", "count": 2},
                {"party_kind": "department_head", "count": 5},
                {"party_kind": "cppcc_member", "count": 6},
                {"party_kind": "mass_representative", "count": 12},
            ],
        )
        await scene.act("township", "record_consensus", ago=ago, hour=16, case=case, text=agreed)
        minutes = await scene.act(
            "township",
            "draft_minutes",
            ago=ago - 1,
            consultation=event,
            text=f"{title}。{'；'.join(said)}。议定:{agreed}。",
        )
        await scene.act("township", "confirm_minutes", ago=ago - 3, minutes=minutes)
    await scene.act(
        "township",
        "plan_consultation",
        ago=4,
        case=case,
        title="开学前还缺什么",
        date=scene.day(-12),
        place="老街协商议事室",
        form="on_site",
    )
