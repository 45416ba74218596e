"""The hall's year in the demonstration county: built, seated, three matters walked through the five
links, visits, pledges (domain.md 3.10).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from yishi_core import Intake, IntakeState, Scene, Station

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


async def play(scene: Scene) -> None:
    """Play the year."""
    station = await _hall(scene)
    await _boardwalk(scene, station)
    await _lamps(scene, station)
    await _flower_path(scene, station)
    await _everyday(scene, station)
    await _both_ways(scene)


async def _hall(scene: Scene) -> Station:
    """The hall in the village committee's activity room, its council of two kinds of people."""
    station: Station = await scene.act(
        "county",
        "open_station",
        ago=350,
        org=scene.villages[0],
        name="火塘议事堂",
        kind="council_room",
        level="village",
        opened_on=scene.day(350),
        address="村委会活动室",
        area_m2="86",
        shares_with=["village_office", "reading_room"],
        culture_theme="火塘议事",
        plus_theme="协商+乡村振兴",
    )
    council = await scene.act(
        "township",
        "found_council",
        ago=345,
        station=station,
        name="火塘议事堂议事会",
        seats=9,
        founded_on=scene.day(345),
    )
    for post, identity, role in (
        ("elder", "mass_representative", "召集人"),
        ("expert", "mass_representative", None),
        ("member", "cppcc_member", "副召集人"),
        ("member2", "cppcc_member", None),
    ):
        seat: dict[str, Any] = {
            "council": council,
            "person": scene.posts[post],
            "identity": identity,
            "council_role": role,
        }
        await scene.act("township", "seat_council_member", ago=344, from_on=scene.day(344), **seat)
    await scene.act(
        "township",
        "record_activity",
        ago=340,
        org=scene.villages[0],
        kind="work_meeting",
        title="议事堂规则与流程会商",
        date=scene.day(340),
        result_text="与村干部、群众代表共同议定议事三问、五个环节和认领兑现办法。",
        participants=[
            {"party_kind": "mass_representative", "count": 23},
            {"party_kind": "cppcc_member", "count": 3},
        ],
    )
    return station


async def _matter(
    scene: Scene, station: Station, ago: int, content: str, title: str, field: str, **more: Any
) -> tuple[Any, str]:
    """A resident's matter becomes an approved topic and a case whose first two links are done; the
    case and the sender's code.
    """
    sent = await scene.act(
        "resident",
        "submit_intake",
        ago=ago,
        station=station,
        content=content,
        focus_category=field,
        channel="qr",
        **more,
    )
    intake = (
        await scene.rows(Intake, Intake.content == content, Intake.state == IntakeState.RECEIVED)
    )[0]
    await scene.act("township", "accept_intake", ago=ago - 2, intake=intake)
    topic = await scene.act(
        "village",
        "propose_topic",
        ago=ago - 5,
        org=scene.villages[0],
        station=station,
        title=title,
        description=content,
        topic_source="resident",
        focus_category=field,
        grade="small_micro",
        intakes=[intake],
        campaign="two_links_one_entry",
    )
    await scene.act(
        "township",
        "screen_topic",
        ago=ago - 8,
        topic=topic,
        decision="screened",
        note="群众所盼,眼下能办",
    )
    await scene.act("head", "approve_topic", ago=ago - 10, topic=topic, approved_by="镇党委会议")
    case = await scene.act(
        "township", "open_case", ago=ago - 11, topic=topic, lead_member=scene.posts["member"]
    )
    await scene.act(
        "village",
        "advance_step",
        ago=ago - 13,
        case=case,
        step="collect",
        fields={"information_source": "扫码来件与入户走访"},
    )
    await scene.act(
        "township",
        "advance_step",
        ago=ago - 15,
        case=case,
        step="decide_topic",
        note="公示三天无异议",
    )
    return case, str(sent.query_code)


async def _research(scene: Scene, case: Any, ago: int, note: str) -> None:
    paper = await scene.upload("village", "调研记录.pdf", ago, case)
    await scene.act(
        "village",
        "advance_step",
        ago=ago,
        case=case,
        step="research",
        note=note,
        docs=[{"name": "调研记录", "attachment": paper}],
    )


async def _deliberate(
    scene: Scene, case: Any, ago: int, title: str, said: list[str], agreed: str, came: int
) -> Any:
    """An event in the hall with its minutes; the fourth link."""
    event = await scene.act(
        "village",
        "plan_consultation",
        ago=ago + 6,
        case=case,
        title=title,
        date=scene.day(ago),
        place="火塘议事堂",
        form="yard",
        conveners=[{"person": scene.posts["village_secretary"]}, {"person": scene.posts["member"]}],
    )
    await scene.act("village", "notify_consultation", ago=ago + 5, consultation=event)
    photo = await scene.upload("village", "议事现场.jpg", ago)
    await scene.act(
        "village",
        "hold_consultation",
        ago=ago,
        hour=15,
        consultation=event,
        suggestions=said,
        photos=[photo],
        participants=[
            {
                "person": scene.posts["member"],
                "party_kind": "cppcc_member",
                "level": "county",
                "spoke": True,
            },
            {"person": scene.posts["elder"], "party_kind": "mass_representative", "spoke": True},
            {"party_kind": "mass_representative", "count": came},
            {"party_kind": "department_head", "count": 1},
        ],
    )
    await scene.act(
        "village", "record_consensus", ago=ago, hour=16, case=case, text=agreed, agree_share=96
    )
    minutes = await scene.act(
        "village",
        "draft_minutes",
        ago=ago - 2,
        consultation=event,
        text=f"{title}。{'；'.join(said)}。议定:{agreed}",
    )
    await scene.act(
        "township", "confirm_minutes", ago=ago - 3, minutes=minutes, sent_on=scene.day(ago - 3)
    )
    await scene.act("village", "advance_step", ago=ago - 4, case=case, step="deliberate")
    return event


async def _boardwalk(scene: Scene, station: Station) -> None:
    """The whole way: a pledge kept, a unit that answered, everybody told."""
    content = "村口到湿地的木栈道坏了几块板,老人孩子走着不安全。"
    sender = {"submitter_name": "余秀珍", "submitter_phone": "13900010001"}
    case, code = await _matter(
        scene, station, 320, content, "修缮湿地木栈道", "infrastructure", **sender
    )
    await _research(scene, case, 300, "实地查看栈道一百二十米,朽坏木板三十四块")
    said = ["先换坏板,再整体加护栏", "用本村木匠,工钱省一半", "汛期前要完工"]
    event = await _deliberate(
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


async def _lamps(scene: Scene, station: Station) -> None:
    """In its last link: one pledge is due soon, so the register reminds."""
    case, _ = await _matter(
        scene,
        station,
        110,
        "一组到学校的路没有路灯,冬天放学天黑,娃娃摔过两回。",
        "一组至学校路段安装路灯",
        "public_facility",
    )
    await _research(scene, case, 92, "路段六百米,需太阳能路灯十八盏,电网不经过")
    said = ["装太阳能灯,不用拉线", "灯杆离果树远一点", "坏了谁来修要说清楚"]
    event = await _deliberate(
        scene,
        case,
        80,
        "娃娃放学路上的灯",
        said,
        "装太阳能路灯十八盏,村里管护,两年内坏了由供货方换",
        26,
    )
    due = scene.day(0) + timedelta(days=9)
    second, third = scene.posts["member2"], scene.posts["member3"]
    await scene.act(
        "township",
        "make_pledge",
        ago=80,
        hour=17,
        consultation=event,
        person=second,
        text="联系企业捐赠路灯十盏",
        due_on=due,
    )
    kept = await scene.act(
        "township",
        "make_pledge",
        ago=79,
        consultation=event,
        person=third,
        text="义务培训两名管护员",
        due_on=scene.day(40),
    )
    photo = await scene.upload("township", "管护培训.jpg", 45, kept)
    await scene.act(
        "township",
        "fulfil_pledge",
        ago=45,
        pledge=kept,
        fulfil_note="两名管护员学会更换蓄电池和灯头",
        photos=[photo],
    )
    outcome = await scene.act(
        "township",
        "record_outcome",
        ago=72,
        case=case,
        title="学校路段路灯",
        text="一组至学校六百米安装太阳能路灯十八盏。",
    )
    await scene.act("township", "route_outcome", ago=71, outcome=outcome, route_class="A")
    brief = "一组至学校路段安装太阳能路灯八盏(另十盏由社会捐赠)"
    given = await scene.act(
        "township",
        "assign_outcome",
        ago=70,
        outcome=outcome,
        unit=scene.units[1],
        brief=brief,
        complicated=True,
    )
    await scene.act("unit2", "accept_assignment", ago=68, assignment=given)
    await scene.act("unit2", "start_assignment", ago=60, assignment=given)


async def _flower_path(scene: Scene, station: Station) -> None:
    """Being looked into: the third link."""
    content = "进村路两边光秃秃的,能不能种上花,游客来了也好看。"
    case, _ = await _matter(scene, station, 42, content, "进村路建花径", "tourism")
    await scene.act(
        "village",
        "record_activity",
        ago=20,
        station=station,
        case=case,
        kind="survey",
        title="进村路沿线土壤与用水调研",
        date=scene.day(20),
        result_text="沿线一点二公里,宜种波斯菊和三角梅,需引水管三百米。",
        self_started=True,
        participants=[
            {"person": scene.posts["expert"], "party_kind": "expert"},
            {"party_kind": "cppcc_member", "count": 2},
        ],
    )


async def _everyday(scene: Scene, station: Station) -> None:
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


async def _both_ways(scene: Scene) -> None:
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
