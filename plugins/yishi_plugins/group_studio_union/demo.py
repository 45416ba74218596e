"""A year of a union in the demonstration county (docs/demo.md).

A studio and its group answer questions, consult twice about a river bank, score their members and
pay their convener.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from yishi_core import Scene, Station

PLACE = "河口同心委员工作室"
DISPUTES = (
    (255, "interest", "合作社分红账目不清,社员有意见", 12),
    (170, "enterprise_local", "采石场运输扬尘,沿路住户要求洒水限速", 20),
    (26, "other", "广场舞音量扰民", None),
)
"""Days ago, kind, contents, days until it was settled."""
VISITS = (
    (205, "enterprise", "走访茶企,收集用工难、贷款难两条意见"),
    (120, "household", "走访老旧小区独居老人,登记安装扶手的愿望"),
)
"""Days ago, person visited, result."""
WORK = (
    (
        275,
        "survey",
        "survey",
        "中药材种植调研",
        "走访九个村药农,丹参、黄精适宜连片五千亩,缺烘干和统一收购",
    ),
    (160, "supervision", "supervise", "河堤修复民主监督", "抽查石料和砂浆配比,一处返工"),
    (
        88,
        "joint_survey",
        "survey",
        "配合县级开展预制菜产业调研",
        "三家作坊缺标准厂房,建议集中建冷链",
    ),
)
"""Days ago, kind, micro kind, title, result."""


async def play(scene: Scene) -> None:
    """Play the year."""
    studio = await _union(scene)
    await _convener(scene, studio)
    await _river_bank(scene, studio)
    await _questions(scene, studio)
    await _everyday(scene, studio)
    await _scores(scene, studio)


async def _union(scene: Scene) -> Station:
    """The liaison group of the township and its studio become one body; worthies join the group."""
    studio: Station = await scene.act(
        "township",
        "open_station",
        ago=352,
        org=scene.township,
        name=PLACE,
        kind="member_studio",
        sub_kind="regional",
        level="township",
        opened_on=scene.day(1500),
        union_org=scene.township,
        shares_with=["civilisation_practice", "worthies_body"],
        area_m2="120",
        address="镇文明实践所二楼",
        plus_theme="协商+基层治理",
    )
    for post in ("member", "member2", "member3"):
        await scene.act(
            "township",
            "assign_to_station",
            ago=351,
            station=studio,
            person=scene.posts[post],
            role="resident_member",
            from_on=scene.day(1400),
        )
    newcomer = date(scene.day(0).year - 1, 1, 5)
    await scene.act(
        "township",
        "assign_to_station",
        ago=351,
        station=studio,
        person=scene.posts["expert"],
        role="resident_member",
        from_on=newcomer,
    )
    for post, role in (
        ("clerk", "组长"),
        ("elder", "乡贤组员"),
        ("member", "组员"),
        ("village_secretary", "组员"),
    ):
        await scene.act(
            "township",
            "add_to_group",
            ago=350,
            group=scene.township,
            person=scene.posts[post],
            role=role,
            from_on=scene.day(350),
        )
    return studio


async def _convener(scene: Scene, studio: Station) -> None:
    """Selected by votes, paid month by month within the county's limit."""
    await scene.act(
        "township",
        "select_convener",
        ago=345,
        station=studio,
        candidate=scene.posts["member"],
        selected_by="工作室全体委员",
        selected_on=scene.day(346),
        term_from=scene.day(345),
        term_to=scene.day(0) + timedelta(days=700),
        votes_for=7,
        votes_cast=8,
        appraisal="热心公益,群众威信高,能召集能调解",
    )
    for ago in (340, 310):
        await scene.act(
            "township",
            "pay_stipend",
            ago=ago - 30,
            station=studio,
            person=scene.posts["member"],
            amount=40_000,
            period_from=scene.day(ago),
            period_to=scene.day(ago - 29),
            paid_on=scene.day(ago - 30),
            note="按月发放",
        )


async def _ask(scene: Scene, studio: Station, who: str, ago: int, days: int, text: str) -> Any:
    setter = "party_points" if who == "township" else "cppcc_sets"
    due = scene.day(ago) + timedelta(days=days)
    return await scene.act(
        who,
        "set_question",
        ago=ago,
        station=studio,
        setter=setter,
        text=text,
        given_on=scene.day(ago),
        due_on=due,
    )


async def _topic(
    scene: Scene, studio: Station, ago: int, title: str, why: str, source: str, field: str
) -> Any:
    """A question becomes an approved topic and a case whose first link is done."""
    topic = await scene.act(
        "township",
        "propose_topic",
        ago=ago,
        org=scene.township,
        station=studio,
        title=title,
        description=why,
        topic_source=source,
        focus_category=field,
        grade="small_micro",
    )
    await scene.act(
        "township",
        "screen_topic",
        ago=ago - 1,
        topic=topic,
        decision="screened",
        note="党委中心工作所需,群众关切",
    )
    await scene.act("head", "approve_topic", ago=ago - 2, topic=topic, approved_by="镇党委会议")
    case = await scene.act(
        "township", "open_case", ago=ago - 3, topic=topic, lead_member=scene.posts["member"]
    )
    await scene.act(
        "township", "advance_step", ago=ago - 4, case=case, step="choose", note="列入年度协商计划"
    )
    return case


async def _consult(
    scene: Scene, case: Any, ago: int, title: str, said: list[str], agreed: str, came: int
) -> None:
    """The second link: a micro consultation with its minutes."""
    event = await scene.act(
        "township",
        "plan_consultation",
        ago=ago + 5,
        case=case,
        title=title,
        date=scene.day(ago),
        place=PLACE,
        form="roundtable",
        micro_kind="consult",
        conveners=[{"person": scene.posts["member"]}],
    )
    await scene.act("township", "notify_consultation", ago=ago + 4, consultation=event)
    await scene.act(
        "township",
        "hold_consultation",
        ago=ago,
        hour=15,
        consultation=event,
        suggestions=said,
        served_times=came,
        participants=[
            {
                "person": scene.posts["member"],
                "party_kind": "cppcc_member",
                "level": "county",
                "spoke": True,
            },
            {
                "person": scene.posts["member2"],
                "party_kind": "cppcc_member",
                "level": "county",
                "spoke": True,
            },
            {"party_kind": "mass_representative", "count": came},
            {"party_kind": "department_head", "count": 2},
        ],
    )
    await scene.act(
        "township", "record_consensus", ago=ago, hour=16, case=case, text=agreed, agree_share=92
    )
    minutes = await scene.act(
        "township",
        "draft_minutes",
        ago=ago - 1,
        consultation=event,
        text=f"{title}。{'；'.join(said)}。议定:{agreed}",
    )
    await scene.act(
        "township", "confirm_minutes", ago=ago - 2, minutes=minutes, sent_on=scene.day(ago - 2)
    )
    await scene.act("township", "advance_step", ago=ago - 3, case=case, step="deliberate")


async def _outcome(scene: Scene, case: Any, ago: int, title: str, text: str) -> tuple[Any, Any]:
    """Assign an outcome to the water works, and supervise it."""
    outcome = await scene.act(
        "township", "record_outcome", ago=ago, case=case, title=title, text=text
    )
    await scene.act("township", "route_outcome", ago=ago - 1, outcome=outcome, route_class="A")
    given = await scene.act(
        "township", "assign_outcome", ago=ago - 2, outcome=outcome, unit=scene.units[0], brief=text
    )
    await scene.act("unit", "accept_assignment", ago=ago - 3, assignment=given)
    await scene.act("unit", "start_assignment", ago=ago - 5, assignment=given)
    pressing: dict[str, Any] = {
        "method": "special_inspection",
        "by": "镇政协联络组",
        "finding": "材料已进场,进度偏慢",
        "demand": "倒排工期,按期完成",
    }
    await scene.act("township", "supervise", ago=ago - 12, outcome=outcome, **pressing)
    return outcome, given


async def _close(
    scene: Scene, case: Any, ago: int, outcome: Any, given: Any, done: str, satisfaction: str
) -> None:
    """The third and last links: the unit answers, the county converts, everybody is told."""
    reply: dict[str, Any] = {
        "text": done,
        "result_class": "A",
        "approved_by": "分管副局长",
        "communicated_by": "visit",
    }
    await scene.act("unit", "reply_assignment", ago=ago, assignment=given, **reply)
    await scene.act("township", "confirm_reply", ago=ago - 2, assignment=given)
    await scene.act(
        "county",
        "convert_outcome",
        ago=ago - 4,
        outcome=outcome,
        conversion_kind="problem_solved",
        conversion_note=done,
    )
    await scene.act("township", "advance_step", ago=ago - 5, case=case, step="supervise")
    await scene.act(
        "township",
        "give_feedback",
        ago=ago - 6,
        outcome=outcome,
        direction="to_authority",
        to="镇党委政府",
    )
    told = {
        "direction": "to_proposer",
        "to": "沿河住户代表",
        "satisfaction": satisfaction,
        "communicated_by": "visit",
    }
    await scene.act("township", "give_feedback", ago=ago - 6, hour=11, outcome=outcome, **told)
    await scene.act("township", "close_outcome", ago=ago - 7, outcome=outcome)
    await scene.act(
        "township", "advance_step", ago=ago - 8, case=case, step="reply", fields={"effect": done}
    )


async def _river_bank(scene: Scene, studio: Station) -> None:
    """The closed loop: repaired, not to everybody's satisfaction; consulted again, and pressed."""
    asked = await _ask(scene, studio, "township", 335, 60, "汛期临近,镇区段河堤如何修复")
    why = "去年汛期冲垮河堤四十余米,沿河二十户担心今年再垮。"
    case = await _topic(scene, studio, 332, "修复镇区段河堤", why, "party_points", "disaster")
    said = ["先堵缺口再砌石", "请住户代表看着施工", "施工便道不要占菜地"]
    await _consult(scene, case, 318, "河堤怎么修", said, "汛期前砌石四十五米,住户代表监督", 16)
    answer = "经微协商,汛期前砌石修复四十五米,由住户代表全程监督。"
    await scene.act(
        "member", "answer_question", ago=314, question=asked, answer=answer, answer_case=case
    )
    outcome, given = await _outcome(
        scene, case, 312, "修复河堤缺口", "镇区段河堤缺口四十五米砌石修复,汛期前完成"
    )
    await _close(
        scene,
        case,
        290,
        outcome,
        given,
        "河堤缺口四十五米砌石修复完工,汛期前投入使用",
        "unsatisfied",
    )
    again = await scene.act("township", "restart_case", ago=70, case=case)
    await scene.act(
        "township",
        "advance_step",
        ago=68,
        case=again,
        step="choose",
        note="住户反映堤脚仍有淘刷,再协商",
    )
    said = ["堤脚抛石护底", "加栏杆和警示牌"]
    await _consult(scene, again, 48, "河堤堤脚如何加固", said, "堤脚抛石护底六十米,加装栏杆", 19)
    await _outcome(scene, again, 42, "加固河堤堤脚", "镇区段堤脚抛石护底六十米并加装栏杆")


async def _questions(scene: Scene, studio: Station) -> None:
    """Answered by a survey; answered late; overdue; not due yet."""
    for ago, kind, micro, title, found in WORK:
        went = await scene.act(
            "township",
            "record_activity",
            ago=ago,
            station=studio,
            kind=kind,
            micro_kind=micro,
            title=title,
            date=scene.day(ago),
            result_text=found,
            self_started=kind == "survey",
            participants=[
                {"person": scene.posts[p], "party_kind": "cppcc_member", "level": "county"}
                for p in ("member", "member2")
            ],
            suggestions=[{"text": "建烘干房,统一收购"}] if kind == "survey" else [],
        )
        if kind == "survey":
            herbs = await _ask(scene, studio, "leader", 285, 60, "中药材产业如何连片成规模")
            answer = "建议以合作社统一供苗、统一收购,先连片五千亩,建烘干房两座。"
            await scene.act(
                "member",
                "answer_question",
                ago=ago - 10,
                question=herbs,
                answer=answer,
                answer_activity=went,
            )
        if kind == "joint_survey":
            food = await _ask(scene, studio, "county", 130, 30, "预制菜产业起步缺什么")
            answer = "缺标准厂房和冷链,建议三家作坊入园,共建冷库。"
            await scene.act(
                "member",
                "answer_question",
                ago=ago - 8,
                question=food,
                answer=answer,
                answer_activity=went,
            )
    await _ask(scene, studio, "township", 70, 45, "农贸市场占道经营如何疏导")
    await _ask(scene, studio, "leader", 20, 60, "康养旅游与丝绸产业怎样结合")


async def _everyday(scene: Scene, studio: Station) -> None:
    """Disputes, visits, service for enterprises, honours."""
    for ago, kind, summary, days in DISPUTES:
        mediated: dict[str, Any] = {"mediated_by": scene.posts["member3"]}
        dispute = await scene.act(
            "township",
            "record_dispute",
            ago=ago,
            station=studio,
            date=scene.day(ago),
            dispute_kind=kind,
            summary=summary,
            **mediated,
        )
        if days is not None:
            await scene.act("township", "settle_dispute", ago=ago - days, dispute=dispute)
    for ago, whom, found in VISITS:
        await scene.act(
            "township",
            "record_activity",
            ago=ago,
            station=studio,
            kind="visit",
            title="委员走访",
            date=scene.day(ago),
            visit_target=whom,
            visit_means="on_foot",
            result_text=found,
            campaign="enterprise_service" if whom == "enterprise" else None,
            participants=[
                {"person": scene.posts["member2"], "party_kind": "cppcc_member", "level": "county"}
            ],
        )
    await scene.act(
        "township",
        "record_activity",
        ago=110,
        station=studio,
        kind="volunteer",
        title="银企对接会",
        date=scene.day(110),
        served_times=216,
        campaign="bank_enterprise",
        result_text="对接银行5家、企业36家,达成贷款意向2860万元,当场签约9家。",
        participants=[
            {"person": scene.posts["member3"], "party_kind": "cppcc_member"},
            {"party_kind": "enterprise_representative", "count": 36},
        ],
    )
    await scene.act(
        "township",
        "record_deed",
        ago=75,
        station=studio,
        deed_kind="practical",
        date=scene.day(75),
        people=48,
        person=scene.posts["member2"],
        description="请县里专家到镇上义诊,四十八位老人建了健康档案。",
    )
    honours: tuple[tuple[int, str, str, str, str, Station | None], ...] = (
        (60, "excellent_studio", "市级优秀委员工作室", "city", "市政协", studio),
        (45, "article_prize", "政协好新闻三等奖", "province", "省政协", None),
    )
    for ago, kind, title, level, by, won in honours:
        await scene.act(
            "township",
            "record_honour",
            ago=ago,
            org=scene.township,
            kind=kind,
            title=title,
            level=level,
            awarded_by=by,
            year=scene.day(ago).year,
            awarded_on=scene.day(ago),
            station=won,
        )


async def _scores(scene: Scene, studio: Station) -> None:
    """Last year's scores.

    The last place is proposed for removal and waits for the chairs meeting; the newcomer is exempt.
    """
    year = scene.day(0).year - 1
    scheme = await scene.act(
        "county",
        "open_assessment",
        ago=18,
        org=scene.township,
        code="studio_member",
        year=year,
        station=studio,
    )
    await scene.act("county", "count_scores", ago=17, scheme=scheme)
    for post, points in (("member", 20), ("member2", 15), ("member3", 6), ("expert", 8)):
        entry: dict[str, Any] = {
            "person": scene.posts[post],
            "item": "proposal",
            "points": points,
            "evidence": "履职台账",
        }
        await scene.act("county", "add_score", ago=16, scheme=scheme, **entry)
    await scene.act("county", "end_self_scoring", ago=15, scheme=scheme)
    await scene.act("county", "check_assessment", ago=12, scheme=scheme)
    await scene.act("leader", "decide_assessment", ago=8, scheme=scheme)
