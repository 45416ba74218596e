"""The boardwalk: a matter that the county carries out."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.intake import Intake
from yishi_core.domain.stations import Station
from yishi_core.testing import Scene
from yishi_plugins.qiangshan_hall.demo.matters import deliberate, hand_in_matter, research


async def boardwalk(scene: Scene, station: Station) -> None:
    """The whole way: a pledge kept, a unit that answered, everybody told."""
    content = "村口到湿地的木栈道坏了几块板,老人孩子走着不安全。"
    sender = {"submitter_name": "余秀珍", "submitter_phone": "13900010001"}
    case, code = await hand_in_matter(
        scene, station, 320, content, "修缮湿地木栈道", "infrastructure", **sender
    )
    await research(scene, case, 300, "实地查看栈道一百二十米,朽坏木板三十四块")
    said = ["先换坏板,再整体加护栏", "用本村木匠,工钱省一半", "汛期前要完工"]
    event = await deliberate(
        scene, case, 290, "栈道怎么修", said, "一个月内换好坏板,汛期前装上护栏", 18
    )
    pledge = await scene.act(
        "member",
        "make_pledge",
        ago=290,
        hour=17,
        consultation=event,
        person=scene.posts["member"],
        text="捐两方防腐木料",
        due_on=scene.day(250),
    )
    listed = await scene.act("village", "publish_pledges", ago=286, case=case)
    await scene.act("township", "release_disclosure", ago=285, disclosure=listed)
    outcome = await scene.act(
        "township",
        "record_outcome",
        ago=284,
        case=case,
        title="修缮栈道护栏",
        text="更换朽坏木板,加装护栏一百二十米。",
    )
    await scene.act("township", "route_outcome", ago=283, outcome=outcome, route_class="A")
    brief = "修缮湿地栈道护栏一百二十米,汛期前完成"
    given = await scene.act(
        "township", "assign_outcome", ago=282, outcome=outcome, unit=scene.units[0], brief=brief
    )
    await scene.act("unit", "accept_assignment", ago=280, assignment=given)
    await scene.act("unit", "start_assignment", ago=276, assignment=given)
    pressing: dict[str, Any] = {
        "method": "special_inspection",
        "by": "镇政协联络组",
        "finding": "木板已更换,护栏未到货",
        "demand": "一周内装完",
    }
    await scene.act("township", "supervise", ago=262, outcome=outcome, **pressing)
    proof = await scene.upload("member", "木料进场.jpg", 258, pledge)
    note = "两方防腐木料已运到栈道工地并用上"
    await scene.act(
        "member", "fulfil_pledge", ago=258, pledge=pledge, fulfil_note=note, photos=[proof]
    )
    await scene.act(
        "unit",
        "reply_assignment",
        ago=254,
        assignment=given,
        text="栈道木板更换三十四块,护栏一百二十米全部安装,请验收。",
        result_class="A",
        approved_by="分管副局长",
        communicated_by="visit",
    )
    await scene.act("township", "confirm_reply", ago=252, assignment=given)
    note = "护栏装好,栈道恢复通行,游客和老人走得安心"
    await scene.act(
        "county",
        "convert_outcome",
        ago=248,
        outcome=outcome,
        conversion_kind="problem_solved",
        conversion_note=note,
    )
    await scene.act(
        "township",
        "give_feedback",
        ago=246,
        outcome=outcome,
        direction="to_authority",
        to="镇党委政府",
        comment="群众满意,可在邻村推广",
    )
    intake = (await scene.rows(Intake, Intake.content == content))[0]
    answer = "栈道已修好并加装护栏,感谢您的反映。"
    await scene.act("township", "reply_to_intake", ago=245, intake=intake, result_note=answer)
    await scene.act(
        "resident",
        "rate_answer",
        ago=244,
        station=station,
        query_code=code,
        satisfaction="satisfied",
        comment="修得快,走着稳当",
    )
    await scene.act("township", "close_outcome", ago=240, outcome=outcome)
    told = await scene.act(
        "village",
        "draft_disclosure",
        ago=238,
        case=case,
        kind="conversion",
        title="湿地栈道修好了",
        place="village_board",
        text="经火塘议事堂协商,湿地栈道更换木板三十四块、加装护栏一百二十米,委员认领的木料已兑现。",
    )
    await scene.act("township", "release_disclosure", ago=237, disclosure=told)
    await scene.act(
        "township",
        "evaluate_case",
        ago=231,
        case=case,
        kind="satisfaction",
        score=97,
        n=42,
        comment="入户问了四十二户,满意四十一户",
    )
    await scene.act(
        "township",
        "advance_step",
        ago=230,
        case=case,
        step="follow_up",
        fields={"effect": "栈道修复,群众满意,游客增多"},
    )
    await scene.act("village", "archive_case", ago=200, case=case)
