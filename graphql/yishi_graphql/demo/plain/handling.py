"""Assignments of one large case in every state, with draft replies and extension requests."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.outcomes.drafts.models import CoSignature
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_graphql.demo.plain.office import Office

PRESSED: tuple[tuple[int, dict[str, Any]], ...] = (
    (35, {"method": "reminder", "by": "乡政协联络组", "finding": "电话催办,答复正在备料"}),
    (
        20,
        {
            "method": "leader",
            "by": "乡党委书记",
            "finding": "已逾期,仅完成三百米",
            "demand": "本月底前全部完成",
        },
    ),
)
"""How the overdue assignment was supervised: days ago, input."""
INSPECTION: dict[str, Any] = {
    "method": "special_inspection",
    "by": "县政协视察组",
    "finding": "基层已处理,面层待天气",
    "demand": "延至晴天一次铺完",
}


async def play_handling(office: Office) -> None:
    """Play the case of the market town, and the work of its units."""
    case = await _case(office)
    await _assignments(office, case)
    await _returned(office, case)
    await _reworked(office, case)


async def _case(office: Office) -> ConsultationCase:
    """A running case with an event whose minutes are confirmed."""
    text = "集镇路面破损、排水不畅、路灯不亮,群众反映集中,一次协商、分项办理。"
    case = await office.case(
        100, "集镇人居环境整治", text, "environment", impact="broad", topic_source="go_out"
    )
    await office.steps(case, (93, "propose"), (90, "inform"))
    said = ["先修排水再补路面", "路灯按户数布点", "卖菜的摊位挪到市场里", "公厕夜里不要锁"]
    event = await office.planned(90, case, "集镇整治议什么先办", on=83)
    opened = await office.scene.act("township", "open_sign_in", ago=83, hour=14, consultation=event)
    await office.scene.act("member", "sign_in_by_code", ago=83, hour=14, code=opened.code)
    await office.hold(83, event, said, 52)
    await office.minuted(80, event, "与会六十余人,议定八项整治任务,分项交办。")
    await office.steps(case, (79, "consult"))
    return case


async def _assignments(office: Office, case: ConsultationCase) -> None:
    """Assignments that are new, accepted and overdue, in progress, and answered.

    One outcome is still a draft, another one only routed.
    """
    scene = office.scene
    new = await office.outcome(3, case, "集镇公厕夜间开放", "两座公厕夜间开放,增设照明。")
    await office.assigned(2, new, 0, "集镇两座公厕夜间开放所需供水保障")
    late = await office.outcome(75, case, "集镇排水沟清淤", "主街排水沟清淤八百米,更换盖板。")
    overdue = await office.assigned(
        74, late, 0, "主街排水沟清淤八百米,更换破损盖板", (72, "accept_assignment")
    )
    await scene.act(
        "unit",
        "ask_extension",
        ago=47,
        assignment=overdue,
        wanted_until=scene.day(20),
        reason="清淤机械在抢险现场",
    )
    refusal = "机械已返场,请按期完成。"
    await scene.act(
        "township",
        "decide_extension",
        ago=46,
        assignment=overdue,
        granted=False,
        decision_note=refusal,
    )
    for ago, pressing in PRESSED:
        await scene.act(
            "township", "supervise", ago=ago, outcome=late, assignment=overdue, **pressing
        )
    under_way = await office.outcome(
        40, case, "集镇路面修补", "主街路面坑槽修补,面积约六百平方米。"
    )
    lead = await office.assigned(
        39,
        under_way,
        1,
        "主街路面坑槽修补约六百平方米",
        (37, "accept_assignment"),
        (30, "start_assignment"),
        complicated=True,
    )
    await scene.act(
        "county",
        "supervise",
        ago=12,
        outcome=under_way,
        assignment=lead,
        new_due=scene.day(-60),
        **INSPECTION,
    )
    await office.assigned(
        38,
        under_way,
        0,
        "配合路面修补迁移供水阀井两处",
        (36, "accept_assignment"),
        handling_role="assist",
    )
    draft = await office.drafted(
        11, lead, 1, "路面修补基层已完成,面层待晴天铺设,供水阀井由水利局同步迁移。"
    )
    objected = (await scene.rows(CoSignature, CoSignature.draft_id == draft.id))[0]
    await scene.act(
        "unit",
        "co_sign_reply",
        ago=10,
        co_signature=objected,
        agreed=False,
        opinion="阀井迁移须先断水公告,请写明时间。",
    )
    await office.drafted(8, lead, 1, "路面修补基层已完成,阀井迁移提前三天公告停水,面层待晴天铺设。")
    until: dict[str, Any] = {"wanted_until": scene.day(-80), "reason": "连续阴雨,面层沥青无法铺设"}
    await scene.act("unit2", "ask_extension", ago=5, assignment=lead, **until)
    answered = await office.outcome(50, case, "集镇路灯布点", "按户数补装路灯二十二盏。")
    waiting = await office.assigned(
        49,
        answered,
        1,
        "集镇主街补装路灯二十二盏",
        (48, "accept_assignment"),
        (40, "start_assignment"),
    )
    await office.drafted(12, waiting, 1, "已补装路灯十五盏。")
    await office.drafted(10, waiting, 1, "已补装路灯十五盏,其余七盏待电力迁改后安装,预计下月完成。")
    await office.reviewed(9, waiting, 1)
    await scene.act("unit2", "issue_reply", ago=6, assignment=waiting)
    await office.outcome(15, case, "摊位入市方案", "引导路边菜摊进入市场经营。", None)
    await office.outcome(14, case, "市场摊位减租", "对迁入市场的菜摊减免半年租金。", "B")


async def _returned(office: Office, case: ConsultationCase) -> None:
    """Returned in time as another unit's duty, and given to that unit."""
    scene = office.scene
    outcome = await office.outcome(60, case, "河边步道护栏", "河边步道缺护栏四十米,应补装。")
    wrong = await office.assigned(60, outcome, 1, "河边步道补装护栏四十米")
    await scene.act(
        "unit2",
        "return_assignment",
        ago=58,
        assignment=wrong,
        returned_reason="not_our_duty",
        returned_note="步道在河道管理范围,应由水利部门办理",
    )
    again = await scene.act(
        "township",
        "reassign",
        ago=57,
        assignment=wrong,
        unit=scene.units[0],
        brief="河边步道补装护栏四十米,注意行洪要求",
    )
    for day, operation in ((55, "accept_assignment"), (50, "start_assignment")):
        await scene.act("unit", operation, ago=day, assignment=again)
    await scene.act(
        "unit",
        "ask_extension",
        ago=30,
        assignment=again,
        wanted_until=scene.day(-30),
        reason="护栏须按行洪要求重新设计",
    )
    await scene.act("township", "decide_extension", ago=29, assignment=again, granted=True)
    await office.assigned(28, outcome, 1, "配合步道护栏施工期间的交通疏导", handling_role="assist")
    await office.drafted(4, again, 0, "步道护栏四十米已按行洪要求安装,请验收。")
    unsigned = "配合单位经办人在外防汛,疏导已结束,先行送审"
    await scene.act("unit", "submit_reply_draft", ago=3, assignment=again, unsigned_note=unsigned)


async def _reworked(office: Office, case: ConsultationCase) -> None:
    """Two insufficient answers: one reworked and confirmed, one back with the unit."""
    scene = office.scene
    poor = await office.outcome(72, case, "集镇饮水口感", "末梢水口感发涩,请查明原因并改善。")
    first = await office.assigned(
        71, poor, 0, "查明集镇末梢水口感发涩原因并改善", (69, "accept_assignment")
    )
    await office.replied(60, first, 0, "水质合格。", "D")
    await scene.act(
        "township",
        "demand_rework",
        ago=58,
        assignment=first,
        rework_note="请说明检测点位和数据,并答复如何改善",
        due_on=scene.day(30),
    )
    await scene.act("unit", "start_assignment", ago=56, assignment=first)
    await office.replied(
        33, first, 0, "检测六个点位,硬度偏高;已更换滤料并加密冲洗,末梢水口感明显改善。", "A"
    )
    await scene.act("township", "confirm_reply", ago=31, assignment=first)
    solved: dict[str, Any] = {
        "conversion_kind": "problem_solved",
        "conversion_note": "更换滤料后末梢水口感改善,六个点位复检合格",
    }
    await scene.act("unit", "propose_conversion", ago=29, outcome=poor, **solved)
    await scene.act(
        "county",
        "decline_conversion",
        ago=27,
        outcome=poor,
        reason="仅有一次复检,请补充连续三周的检测记录",
    )
    await scene.act(
        "unit",
        "propose_conversion",
        ago=5,
        outcome=poor,
        **solved | {"conversion_note": "连续三周六个点位检测合格,记录附后"},
    )
    thin = await office.outcome(46, case, "桥头减速带", "桥头车速快,建议设减速带。")
    second = await office.assigned(45, thin, 1, "集镇桥头设置减速带", (44, "accept_assignment"))
    await office.replied(22, second, 1, "已列入计划。", "C")
    await scene.act(
        "township", "demand_rework", ago=18, assignment=second, rework_note="请明确完成时限和责任人"
    )
    await office.drafted(9, second, 1, "减速带已列入下月施工。")
    await office.reviewed(8, second, 1, lacks="仍未写明责任人,请补充")
