"""The rest of an office's year.

Activities, deeds, disputes, questions, information, honours, assessments, and late entries.
"""

from __future__ import annotations

from typing import Any

from yishi_core.domain.assessments.models import AssessmentResult, AssessmentScheme
from yishi_core.domain.consultations.models import Consultation
from yishi_graphql.demo.plain.office import Office

ACTIVITIES: tuple[tuple[int, str, str, str, int, dict[str, Any]], ...] = (
    (300, "study", "委员读书学习会", "学习基层协商民主有关文件,交流体会六人次。", 12, {}),
    (
        270,
        "survey",
        "饮水安全专题调研",
        "走访五个村,形成调研报告一份。",
        7,
        {"micro_kind": "survey", "self_started": True},
    ),
    (176, "inspection", "农村公路建设视察", "视察三条在建道路,提出意见四条。", 15, {}),
    (
        122,
        "visit",
        "走访养殖企业",
        "企业反映融资和用工难题。",
        4,
        {"visit_target": "enterprise", "visit_means": "on_foot"},
    ),
    (
        97,
        "supervision",
        "村务公开监督",
        "抽查两村账目公示,督促补贴公示一次。",
        5,
        {"process_kind": "village_affairs", "micro_kind": "supervise"},
    ),
    (23, "work_meeting", "协商工作推进会", "通报办理进度,点名逾期事项。", 22, {}),
    (5, "reading_share", "委员书香分享会", "共读一本书,谈乡村治理。", 14, {}),
)
"""Days ago, kind, title, result, number of participants, further input."""
LATE = ((198, "商量水费怎么收", "水表不准,收费有意见。", "water", 33, "更换水表后按表计费"),)
"""Entered later from paper: days ago, title, content, field, number of people, consensus."""
DEEDS = (
    (260, "practical", "联系水管员更换老旧阀门十七处。", 130, None),
    (152, "wish", "为留守儿童圆微心愿二十个。", 20, 400000),
)
"""Days ago, kind, description, number of people, money in cents."""


async def play_year(office: Office) -> None:
    """Play the activities first, then questions and answers, then assessments."""
    await _activities(office)
    await _late_entries(office)
    await _deeds_and_disputes(office)
    await _questions_and_words(office)
    await _assessments(office)


async def _activities(office: Office) -> None:
    people = office.scene.posts
    for ago, kind, title, result, came, more in ACTIVITIES:
        await office.scene.act(
            "township",
            "record_activity",
            ago=ago,
            hour=16,
            station=office.hall,
            kind=kind,
            title=title,
            date=office.scene.day(ago),
            result_text=result,
            place="南坝乡",
            participants=[
                {"person": people["member"], "party_kind": "cppcc_member", "level": "county"},
                {
                    "person": people["member2"],
                    "party_kind": "cppcc_member",
                    "level": "county",
                    "spoke": ago % 2 == 0,
                },
                {"party_kind": "mass_representative", "count": came},
            ],
            **more,
        )


async def _late_entries(office: Office) -> None:
    """A consultation held on paper and entered a week later, with a photograph."""
    for ago, title, talk, field, came, agreed in LATE:
        photo = await office.scene.upload("township", f"{title}.jpg", ago - 7)
        await office.scene.act(
            "township",
            "record_consultation",
            ago=ago - 7,
            station=office.hall,
            date=office.scene.day(ago),
            title=title,
            content=[talk],
            form="yard",
            focus_category=field,
            micro_kind="consult",
            consensus=[agreed],
            suggestions=[talk],
            photos=[photo],
            participants=[
                {"party_kind": "cppcc_member", "count": 2},
                {"party_kind": "mass_representative", "count": came},
            ],
        )


async def _deeds_and_disputes(office: Office) -> None:
    scene = office.scene
    for ago, kind, what, people, money in DEEDS:
        await scene.act(
            "township",
            "record_deed",
            ago=ago,
            station=office.hall,
            deed_kind=kind,
            date=scene.day(ago),
            description=what,
            people=people,
            money=money,
            person=scene.posts["member"],
        )
    settled = await scene.act(
        "village",
        "record_dispute",
        ago=132,
        station=office.room,
        date=scene.day(132),
        dispute_kind="neighbour",
        summary="两户因院墙滴水起争执。",
    )
    await scene.act(
        "village", "settle_dispute", ago=126, dispute=settled, mediated_by=scene.posts["elder"]
    )
    await scene.act(
        "village",
        "record_dispute",
        ago=8,
        station=office.room,
        date=scene.day(8),
        dispute_kind="enterprise_local",
        parties=3,
        summary="养殖场排水经过三户菜地,正在调解。",
    )
    await scene.act(
        "county",
        "record_honour",
        ago=115,
        org=scene.township,
        station=office.hall,
        kind="advanced_unit",
        level="county",
        title="基层协商工作先进单位",
        awarded_by="青禾县政协",
        year=scene.day(115).year,
        awarded_on=scene.day(115),
    )


async def _questions_and_words(office: Office) -> None:
    """A question that is answered and one that waits; information in both directions."""
    scene = office.scene
    text = "本乡饮水工程管护存在哪些短板,如何补齐?"
    asked = await scene.act(
        "county",
        "set_question",
        ago=125,
        station=office.hall,
        setter="cppcc_sets",
        text=text,
        due_on=scene.day(95),
    )
    answer = "管护经费不足、无专职管水员是主要短板;建议按户收取管护费并聘专职管水员两名。"
    await scene.act("township", "answer_question", ago=99, question=asked, answer=answer)
    text = "集镇停车收费群众能否接受,怎样收才合理?"
    await scene.act(
        "township",
        "set_question",
        ago=13,
        station=office.hall,
        setter="party_points",
        text=text,
        due_on=scene.day(-17),
    )
    sent = await scene.act(
        "village",
        "pass_information",
        ago=61,
        from_org=scene.villages[0],
        to_org=scene.township,
        content="古井村三户灌渠漏水影响秧田,请协调。",
    )
    await scene.act(
        "township",
        "handle_information",
        ago=57,
        exchange=sent,
        handled="已安排管水员抢修,当日恢复供水。",
    )
    await scene.act(
        "township",
        "pass_information",
        ago=6,
        from_org=scene.township,
        to_org=scene.county,
        content="集镇停车议题群众关注度高,请县政协派员指导。",
    )


async def play_pledges(office: Office) -> None:
    """Pledges at the consultation about the channels: one open, one withdrawn."""
    scene = office.scene
    (event,) = await scene.rows(Consultation, Consultation.title == "灌渠清淤怎么出工")
    given: dict[str, Any] = {"consultation": event, "due_on": scene.day(-30)}
    await scene.act(
        "member",
        "make_pledge",
        ago=62,
        hour=17,
        person=scene.posts["member"],
        text="出小型挖机一台清淤三天",
        **given,
    )
    backed = await scene.act(
        "township",
        "make_pledge",
        ago=61,
        person=scene.posts["member3"],
        text="为出工村民义诊一次",
        **given,
    )
    await scene.act(
        "township", "withdraw_pledge", ago=15, pledge=backed, reason="已由乡卫生院统一安排,不再重复"
    )


async def _assessments(office: Office) -> None:
    """Assessments in every state: of members and stations, of last year and this year."""
    scene, people = office.scene, office.scene.posts
    this_year = scene.day(
        12
    ).year  # the year for which the first scheme is opened, also in early January
    published = await _scheme(office, 300, "township", "member_default", this_year - 1)
    for post, item, points, evidence in (
        ("member", "proposal", 15, "提交提案三件"),
        ("member2", "opinion", 10, "社情民意两篇"),
        ("member3", "plenary", 30, "全勤"),
        ("member3", "absence", -5, "无故缺席一次"),
    ):
        await scene.act(
            "county",
            "add_score",
            ago=296,
            scheme=published,
            person=people[post],
            item=item,
            points=points,
            evidence=evidence,
        )
    await scene.act("county", "count_scores", ago=295, scheme=published)
    for ago, who, operation in (
        (294, "county", "end_self_scoring"),
        (290, "county", "check_assessment"),
        (284, "leader", "decide_assessment"),
    ):
        await scene.act(who, operation, ago=ago, scheme=published)
    await scene.act("leader", "publish_assessment", ago=280, scheme=published)
    decided = await _scheme(office, 60, "township", "station_default", this_year - 1)
    claimed = await scene.act(
        "township",
        "self_score",
        ago=58,
        scheme=decided,
        station=office.hall,
        item="building",
        points=14,
        evidence="新增议事室一间,制度上墙",
    )
    await scene.act(
        "county",
        "correct_score",
        ago=54,
        entry=claimed,
        points=12,
        evidence="一间尚未启用,核减两分",
    )
    await scene.act("county", "check_assessment", ago=52, scheme=decided)
    await scene.act("leader", "decide_assessment", ago=48, scheme=decided)
    await _appeals(office, decided)
    checked = await _scheme(office, 30, "village", "station_default", this_year - 1)
    await scene.act("county", "check_assessment", ago=26, scheme=checked)
    self_scored = await _scheme(office, 12, "township", "member_default", this_year)
    await scene.act("county", "end_self_scoring", ago=9, scheme=self_scored)
    open_ = await _scheme(office, 7, "township", "station_default", this_year)
    await scene.act(
        "township",
        "self_score",
        ago=4,
        scheme=open_,
        station=office.hall,
        item="files",
        points=5,
        evidence="台账齐全",
    )


async def _appeals(office: Office, scheme: AssessmentScheme) -> None:
    """Two appeals against the hall's score: one answered, one waiting."""
    scene = office.scene
    (of_hall,) = await scene.rows(
        AssessmentResult,
        AssessmentResult.scheme_id == scheme.id,
        AssessmentResult.station_id == office.hall.id,
    )
    text = "启用中的议事室已于年底前投入使用,请恢复核减的两分。"
    appeal = await scene.act(
        "township", "appeal_score", ago=46, result=of_hall, item="building", text=text
    )
    answer = "经实地核查,该议事室次年启用,维持原分。"
    await scene.act("leader", "answer_appeal", ago=43, appeal=appeal, upheld=False, answer=answer)
    await scene.act(
        "township",
        "appeal_score",
        ago=40,
        result=of_hall,
        text="另有两次联合调研未计入活动次数,请予核对。",
    )


async def _scheme(office: Office, ago: int, where: str, code: str, year: int) -> AssessmentScheme:
    org = office.scene.township if where == "township" else office.scene.villages[0]
    scheme: AssessmentScheme = await office.scene.act(
        "county", "open_assessment", ago=ago, org=org, code=code, year=year
    )
    return scheme
