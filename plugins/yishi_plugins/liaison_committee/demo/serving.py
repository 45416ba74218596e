"""What the committee does all year: surveys, deeds, a key proposal, an urgent matter passed up."""

from __future__ import annotations

from yishi_core.domain.orgs import OrgUnit
from yishi_core.testing import Scene

ACTIVITIES = (
    (250, "survey", "调研农村饮水工程管护", "四个村的水价收缴率不足六成,管护人员补助难兑现。"),
    (150, "joint_survey", "县乡联动调研中药材产业", "种植户盼统一收购和技术指导。"),
    (60, "inspection", "视察小学食堂食品安全", "食材台账齐全,建议更换老化的排烟设备。"),
    (48, "proposal_drive", "征集重点提案线索", "征得线索九条,推荐三条。"),
)
"""Days ago, kind, title, result."""
DEEDS = (
    (200, "member", "请县医院专家到村义诊,六十三名老人建了健康档案。", 63),
    (90, "member2", "为七户种植户联系农技员,现场教修剪。", 7),
)
"""Days ago, who, what was done, for how many. The third member has done none yet."""


async def serve(scene: Scene, committee: OrgUnit) -> None:
    for ago, kind, title, result in ACTIVITIES:
        await scene.act(
            "township",
            "record_activity",
            ago=ago,
            org=committee,
            kind=kind,
            title=title,
            date=scene.day(ago),
            result_text=result,
            participants=[{"party_kind": "cppcc_member", "count": 4}],
        )
    for ago, post, what, people in DEEDS:
        await scene.act(
            "township",
            "record_deed",
            ago=ago,
            org=committee,
            deed_kind="practical",
            date=scene.day(ago),
            description=what,
            people=people,
            person=scene.posts[post],
        )
    await scene.act(
        "county",
        "record_proposal",
        ago=40,
        org=committee,
        title="关于健全农村饮水工程管护机制的提案",
        category="water",
        first_proposer=scene.posts["member"],
        situation="全乡四个村饮水工程建成六年,管护经费无着落。",
        analysis="水价没有成本核算,收缴率低,村里垫付不起。",
        suggestions="核定水价,县级补助管护人员,纳入村级考核。",
        submitted_on=scene.day(300),
        decided_on=scene.day(290),
        end="closed",
        is_key=True,
        key_supervisor="县委副书记",
        closed_on=scene.day(45),
        appraisal="水价已核定,管护补助列入年度预算。",
    )
    urgent = await scene.act(
        "township",
        "create_opinion",
        ago=25,
        org=committee,
        title="乡卫生院急救车辆无法正常出勤",
        category="health",
        problem="唯一一辆救护车停驶半月,三次急救靠群众自驾。",
        cause="车辆超期服役,维修费用未列入预算。",
        suggestion="县里先行调配一辆,同时落实更新资金。",
        person=scene.posts["member2"],
    )
    await scene.act(
        "township",
        "report_opinion",
        ago=25,
        hour=11,
        opinion=urgent,
        to_county=True,
        to_body="县政协",
        route="express",
    )
