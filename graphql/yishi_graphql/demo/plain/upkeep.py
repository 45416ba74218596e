"""Supporting work: plans, standards, people, quotas, money, impact and cooperation."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.activities.models import Activity
from yishi_core.domain.people.models import Member
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.topics.models import Topic
from yishi_graphql.demo.plain.office import Office

YUAN = 100
"""Amounts of money are in cents."""
CHECKED = ("三楼会议室共用", "已挂牌", "六项制度上墙", "有议事员九名", "年度两万元", "台账齐全")
"""The finding for each of the six items of a council room, in their order."""


async def play_upkeep(office: Office) -> None:
    """Play the parts; those that concern a case find it by its title."""
    await _plans(office)
    await _standards(office)
    await _people(office)
    await _money(office)
    await _impact(office)
    await _with_others(office)


async def _case(office: Office, title: str) -> ConsultationCase:
    return (await office.scene.rows(ConsultationCase, ConsultationCase.title == title))[-1]


async def _plans(office: Office) -> None:
    """This year's plan approved and extended, the county's studied, next year's a draft."""
    scene, year = office.scene, office.scene.day(140).year
    topics = {t.title: t for t in await scene.rows(Topic)}

    async def made(ago: int, who: str, org: Any, of: int, *titles: str) -> Any:
        listed = [{"topic": topics[title], "month": 3 + 2 * n} for n, title in enumerate(titles)]
        return await scene.act(who, "make_annual_plan", ago=ago, org=org, year=of, topics=listed)

    plan = await made(140, "township", scene.township, year, "保护古井水源", "双河路错车道")
    await scene.act(
        "township", "study_annual_plan", ago=136, plan=plan, studied_by="township_party_secretary"
    )
    await scene.act(
        "township",
        "approve_annual_plan",
        ago=130,
        plan=plan,
        approved_by="南坝乡党委会议",
        doc_no=f"南坝党发〔{year}〕12号",
    )
    reason = "群众反映集中,经乡党委会议同意增补"
    await scene.act(
        "township",
        "add_to_annual_plan",
        ago=48,
        plan=plan,
        topic=topics["集镇停车秩序"],
        reason=reason,
        month=11,
    )
    of_county = await made(24, "county", scene.county, year + 1, "南坝乡产业发展五年规划")
    await scene.act(
        "county", "study_annual_plan", ago=22, plan=of_county, studied_by="county_chair"
    )
    await made(6, "township", scene.township, year + 1, "集镇农贸市场改造", "集镇至双河公交末班车")


async def _standards(office: Office) -> None:
    """A standard with two checks, documents of which one is repealed, and an echo wall."""
    scene = office.scene
    standard = await scene.act(
        "township", "adopt_checklist", ago=350, org=scene.township, code="room_6"
    )
    for ago, station, verdict in ((205, office.room, "partly"), (25, office.hall, "pass")):
        results = [
            {"item_no": n, "verdict": verdict if n == 5 else "pass", "note": note}
            for n, note in enumerate(CHECKED, 1)
        ]
        await scene.act(
            "township",
            "record_standard_check",
            ago=ago,
            station=station,
            checklist=standard,
            inspector=scene.posts["clerk"],
            results=results,
        )
    for ago, title, kind in (
        (354, "南坝乡小院议事规则(试行)", "rules"),
        (200, "南坝乡小院议事规则", "rules"),
    ):
        document = await scene.act(
            "township",
            "register_document",
            ago=ago,
            station=office.hall,
            title=title,
            doc_kind=kind,
            issued_by="南坝乡党委",
            on_wall=True,
            issued_on=scene.day(ago),
            doc_no=f"南坝党发〔{scene.day(ago).year}〕{8 + ago % 7}号",
        )
        if ago == 354:
            await scene.act(
                "township", "repeal_document", ago=198, document=document, reason="正式规则已印发"
            )
    await scene.act(
        "village", "put_up_echo_wall", ago=330, station=office.room, place="文化院坝东墙"
    )


async def _people(office: Office) -> None:
    """A deployed member, a talent pool, a guiding committee, and the year's quotas."""
    scene, people = office.scene, office.scene.posts
    (member,) = await scene.rows(Member, Member.person_id == people["member"].id)
    await scene.act(
        "township",
        "deploy_member",
        ago=340,
        org=scene.villages[0],
        member=member,
        place_kind="community",
        station=office.room,
        shown_identity="县政协委员、南坝养殖公司经理",
        shown_expertise="生态养殖、市场销售",
        shown_action="带动二十户养殖户统一销售",
    )
    pool = await scene.act(
        "township", "found_talent_pool", ago=338, org=scene.township, name="南坝乡议事人才库"
    )
    for post, field, identity in (
        ("expert", "engineering", "expert"),
        ("elder", "mediation", "five_elders"),
    ):
        await scene.act(
            "township",
            "add_talent",
            ago=337,
            pool=pool,
            person=people[post],
            field=field,
            identity=identity,
            source="组织推荐",
        )
    committee = await scene.act(
        "county",
        "create_org",
        ago=356,
        parent=scene.county,
        slug="committee-agriculture",
        kind="special_committee",
        name="县政协农业农村委员会",
    )
    await scene.act("county", "link_orgs", ago=355, guided=scene.township, guide=committee)
    await scene.act(
        "township", "adopt_quota_set", ago=345, org=scene.township, code="station_two_two"
    )
    await scene.act("county", "adopt_quota_set", ago=344, org=scene.township, code="four_ones")


async def _money(office: Office) -> None:
    """A budget with an expense, a subsidy, a closed year, and funds secured by a case."""
    scene, year = office.scene, office.scene.day(30).year
    budget = await scene.act(
        "township",
        "record_budget",
        ago=30,
        station=office.hall,
        year=year,
        amount=20_000 * YUAN,
        purpose="activity",
        source="township_finance",
    )
    spent: dict[str, Any] = {"purpose": "activity", "note": "停车秩序协商会资料印制、场地布置"}
    await scene.act(
        "township",
        "record_expense",
        ago=28,
        budget=budget,
        amount=1860 * YUAN,
        date=scene.day(28),
        **spent,
    )
    reward: dict[str, Any] = {
        "year": year,
        "own_funds": 12_000 * YUAN,
        "amount": 6000 * YUAN,
        "reason": "古井村自筹资金改造议事点",
    }
    granted = await scene.act(
        "county", "grant_subsidy", ago=26, station=office.room, granted_on=scene.day(26), **reward
    )
    await scene.act("county", "pay_subsidy", ago=20, subsidy=granted)
    await scene.act(
        "county", "close_fund_year", ago=300, org=scene.township, year=scene.day(300).year - 1
    )
    await scene.act(
        "township",
        "record_fund_secured",
        ago=150,
        case=await _case(office, "双河路错车道"),
        amount=480_000 * YUAN,
        source="upper_level",
        from_body="县交通运输局",
        date=scene.day(150),
        purpose="双河路错车道五处及安防设施",
    )


async def _impact(office: Office) -> None:
    """Impact, a figure typed in, donations and projects of members, wishes, publicity."""
    scene, people = office.scene, office.scene.posts
    given: dict[str, Any] = {
        "metric": "people_covered",
        "value": 1260,
        "date": scene.day(240),
        "evidence": "古井村户籍台账和水质检测报告",
    }
    await scene.act(
        "township", "record_impact", ago=238, case=await _case(office, "保护古井水源"), **given
    )
    await scene.act(
        "township",
        "type_figure",
        ago=200,
        org=scene.township,
        metric="disputes_settled",
        value=14,
        sign="about",
        from_on=scene.day(700),
        to_on=scene.day(366),
        reason="启用平台前的纸质台账,仅有汇总数",
    )
    await scene.act(
        "township",
        "record_donation",
        ago=110,
        station=office.room,
        person=people["member"],
        date=scene.day(110),
        amount=30_000 * YUAN,
        purpose="资助困难学生十名",
    )
    member_s: dict[str, Any] = {
        "name": "南坝生态养殖基地",
        "invested": 3_600_000 * YUAN,
        "jobs": 42,
        "land_mu": 260,
    }
    await scene.act(
        "township",
        "record_member_project",
        ago=90,
        org=scene.township,
        person=people["member"],
        year=scene.day(90).year,
        **member_s,
    )
    brought: dict[str, Any] = {
        "name": "南坝粉条加工厂",
        "introduced_by": people["member3"],
        "funds_in_place": 8_000_000 * YUAN,
    }
    await scene.act(
        "township",
        "record_introduced_project",
        ago=85,
        org=scene.township,
        year=scene.day(85).year,
        **brought,
    )
    for ago, wish, steps in (
        (18, "想要一副老花镜看报纸", 0),
        (30, "盼着修好院坝的水泥地", 1),
        (58, "孩子想要一张书桌", 2),
    ):
        deed = await scene.act(
            "village", "collect_wish", ago=ago, station=office.room, description=wish
        )
        if steps:
            await scene.act(
                "village", "claim_wish", ago=ago - 3, deed=deed, person=people["member"]
            )
        if steps == 2:
            await scene.act("village", "fulfil_wish", ago=ago - 9, deed=deed, money=380 * YUAN)
    piece: dict[str, Any] = {
        "publicity_kind": "newspaper",
        "outlet": "示范市日报",
        "outlet_level": "city",
        "title": "小院议事护住一口古井",
    }
    await scene.act(
        "village",
        "record_publicity",
        ago=175,
        station=office.room,
        date=scene.day(175),
        author=people["clerk"],
        **piece,
    )


async def _with_others(office: Office) -> None:
    """Joint cases that run, have ended and are being prepared, and a decision consultation."""
    scene = office.scene
    departments = [{"org": unit} for unit in scene.units]
    ended = await scene.act(
        "township",
        "open_joint_case",
        ago=98,
        case=await _case(office, "集镇人居环境整治"),
        joint_kind="cross_department",
        partners=departments,
    )
    await scene.act("township", "start_joint_case", ago=95, joint_case=ended)
    note = "八项整治任务由两个部门分头落实,联合验收。"
    await scene.act("township", "end_joint_case", ago=5, joint_case=ended, result_note=note)
    levels = [{"org": scene.county, "role": "participant"}, {"org": scene.villages[1]}]
    running = await scene.act(
        "township",
        "open_joint_case",
        ago=82,
        case=await _case(office, "灌渠清淤出工办法"),
        joint_kind="multi_level",
        partners=levels,
    )
    for kind, body in (("consent", "南坝乡党委"), ("approval", "青禾县政协主席会议")):
        await scene.act(
            "township",
            "record_joint_approval",
            ago=80,
            joint_case=running,
            approval_kind=kind,
            body=body,
        )
    await scene.act("township", "start_joint_case", ago=78, joint_case=running)
    enterprise = [{"name": "南坝客运公司", "level": "enterprise", "role": "participant"}]
    await scene.act(
        "township",
        "open_joint_case",
        ago=3,
        case=await _case(office, "集镇停车秩序"),
        joint_kind="enterprise_local",
        partners=enterprise,
    )
    await scene.act(
        "county",
        "record_decision_consult",
        ago=160,
        org=scene.township,
        title="南坝集镇国土空间规划",
        decision_kind="town_plan",
        consulted_on=scene.day(228),
        party_decided_on=scene.day(196),
        congress_on=scene.day(182),
        action_on=scene.day(165),
        note="协商意见五条,采纳四条。",
    )
    (survey,) = await scene.rows(Activity, Activity.title == "饮水安全专题调研")
    fact: dict[str, Any] = {
        "metric": "households",
        "value": 640,
        "sign": "about",
        "date": scene.day(250),
        "evidence": "五个村调研登记表汇总",
    }
    await scene.act("township", "record_impact", ago=248, activity=survey, **fact)
