"""Opinions in every state with monthly ledgers, half-year reports, and a survey report."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from yishi_core.domain.opinions.models import Opinion, OpinionState
from yishi_graphql.demo.plain.office import Office

DIALYSIS = {
    "title": "县域血液透析患者往返就医负担重",
    "category": "health",
    "problem": "乡内透析患者十四人,每周三次往返县城,路费和误工负担重。",
    "cause": "乡镇卫生院没有透析设备和专业人员。",
    "suggestion": "在中心卫生院设透析点,医保同等报销,开行就医专车。",
}
"""The opinion that is adopted at a higher level and takes effect."""
SHORT: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "村级快递代收乱收费",
        "market",
        "取件每单另收一至三元。",
        "代收点没有合理报酬。",
        "由快递企业承担末端费用,明码公示。",
    ),
    (
        "乡村水库夏季游泳隐患",
        "disaster",
        "中小学生私自下水,去年溺水一起。",
        "无警示、无看护。",
        "设护栏和救生器材,暑期派人巡查。",
    ),
    (
        "电动三轮车接送学生多",
        "transport",
        "集镇放学时载人三轮车二十余辆。",
        "校车线路未覆盖。",
        "增开两条校车线路,整治非法载客。",
    ),
    (
        "零工市场欠薪时有发生",
        "labour",
        "集镇零工被拖欠工钱,金额小、追讨难。",
        "没有用工登记。",
        "设零工驿站,登记用工并先存工钱。",
    ),
    (
        "农药包装废弃物无处交",
        "farm_waste",
        "田边地头包装袋随意丢弃。",
        "回收点少、没有补贴。",
        "按件回收,每村设一个回收点。",
    ),
    (
        "高标准农田渠道断头",
        "water",
        "二百亩农田渠道未通,浇不上水。",
        "分段施工未衔接。",
        "补建衔接渠一点二公里。",
    ),
    (
        "老年人办理业务不会用手机",
        "elderly_children",
        "养老认证等业务须用手机,老人不会操作。",
        "线下窗口减少。",
        "保留线下窗口,村里设代办员。",
    ),
    (
        "乡村医生后继乏人",
        "health",
        "全乡村医平均五十七岁。",
        "待遇低、无编制。",
        "定向培养,县聘乡用。",
    ),
    (
        "农村客运班线停运",
        "transport",
        "双河班线停运后村民出行难。",
        "客源少、亏损。",
        "改为预约响应式公交,给予补贴。",
    ),
    (
        "快递到村收费问题",
        "market",
        "村里取快递要另交钱。",
        "代收点自行收费。",
        "规范收费并公示标准。",
    ),
)
"""Title, category, problem, cause, suggestion; each is in a different state (see `_others`)."""


async def play_opinions(office: Office) -> None:
    """Play the opinions and the survey report."""
    await _whole_way(office)
    await _others(office)
    await _survey(office)


async def play_reports(office: Office) -> None:
    """Play the monthly and half-yearly reports, after all records are there."""
    await _ledgers(office)
    await _duty_reports(office)


async def _written(
    office: Office,
    ago: int,
    words: tuple[str, str, str, str, str],
    who: str = "township",
    **more: Any,
) -> Opinion:
    title, category, problem, cause, suggestion = words
    writer: dict[str, Any] = {"person": office.scene.posts["member3"]} if who != "member" else {}
    opinion: Opinion = await office.scene.act(
        who,
        "create_opinion",
        ago=ago,
        org=office.scene.township,
        title=title,
        category=category,
        problem=problem,
        cause=cause,
        suggestion=suggestion,
        **writer,
        **more,
    )
    return opinion


async def _whole_way(office: Office) -> None:
    """An opinion from a resident's matter to its adoption by the city and its effect.

    The matter is completed with it.
    """
    scene = office.scene
    intake, _ = await office.accepted(
        262, "一周三次去县里透析,来回车费都快负担不起了。", "health", is_anonymous=True
    )
    new: dict[str, Any] = {**DIALYSIS, "reporter": "彭秀云", "reporter_unit": "县疾控中心"}
    told = "您反映的就医负担问题已整理为社情民意信息报县政协。"
    await scene.act(
        "township", "turn_into_opinion", ago=256, intake=intake, new=new, result_note=told
    )
    (opinion,) = await scene.rows(Opinion, Opinion.title == DIALYSIS["title"])
    await scene.act("township", "edit_opinion", ago=254, opinion=opinion, editor="任雪梅")
    await scene.act(
        "township", "report_opinion", ago=252, opinion=opinion, to_county=True, to_body="县政协"
    )
    await scene.act(
        "county", "submit_opinion", ago=246, opinion=opinion, to_level="city", to_body="市政协"
    )
    await scene.act(
        "county",
        "adopt_opinion",
        ago=230,
        opinion=opinion,
        level="city",
        mode="single",
        body="市政协",
    )
    text = "请市卫健委研究中心卫生院设透析点事宜。"
    await scene.act(
        "county",
        "endorse_opinion",
        ago=222,
        opinion=opinion,
        level="city",
        leader_post="市政府副市长",
        text=text,
    )
    effect = "南坝中心卫生院透析点已开诊,十四名患者就近治疗,医保同等报销。"
    await scene.act("county", "feed_back_effect", ago=150, opinion=opinion, effect=effect)
    await scene.act("county", "close_opinion", ago=145, opinion=opinion)


async def _others(office: Office) -> None:
    """One opinion for every other state; urgent ones take the express route."""
    scene = office.scene
    await _written(office, 2, SHORT[0], "member", draft=True)
    await _written(office, 7, SHORT[2])
    edited = await _written(office, 40, SHORT[3])
    await scene.act("township", "edit_opinion", ago=38, opinion=edited, editor="任雪梅")
    main = await _passed(office, 75, SHORT[4], to_county=False)
    merged = await _written(office, 70, SHORT[9])
    await scene.act("township", "merge_opinion", ago=68, opinion=merged, merged_into=main)
    await _passed(office, 34, SHORT[1], to_county=True)
    sent = await _passed(office, 100, SHORT[5], to_county=True)
    await scene.act(
        "county", "submit_opinion", ago=95, opinion=sent, to_level="county", to_body="县委办公室"
    )
    used = await _passed(office, 130, SHORT[6], to_county=True)
    await scene.act(
        "county",
        "adopt_opinion",
        ago=118,
        opinion=used,
        level="county",
        mode="forwarded",
        body="县政府办公室",
    )
    seen = await _passed(office, 160, SHORT[7], to_county=True)
    text = "请县卫健局提出定向培养方案。"
    await scene.act(
        "county",
        "endorse_opinion",
        ago=150,
        opinion=seen,
        level="county",
        leader_post="县政府分管副县长",
        text=text,
    )
    done = await _passed(office, 190, SHORT[8], to_county=False)
    await scene.act(
        "township",
        "feed_back_effect",
        ago=165,
        opinion=done,
        effect="双河已开行预约公交,每天三班。",
    )
    vague = await _written(
        office,
        88,
        (
            "本乡开展爱国卫生运动",
            "environment",
            "本乡组织干部清扫集镇。",
            "落实上级部署。",
            "继续坚持。",
        ),
    )
    await scene.act(
        "township",
        "set_aside_opinion",
        ago=86,
        opinion=vague,
        reason="work_news",
        note="属工作动态,请围绕问题反映",
    )


async def _passed(
    office: Office, ago: int, words: tuple[str, str, str, str, str], *, to_county: bool
) -> Opinion:
    """An opinion submitted, and reported two days later by the express route."""
    opinion = await _written(office, ago, words)
    body = "县政协" if to_county else "乡党委政府"
    await office.scene.act(
        "township",
        "report_opinion",
        ago=ago - 2,
        opinion=opinion,
        to_county=to_county,
        to_body=body,
        route="express",
    )
    return opinion


async def _ledgers(office: Office) -> None:
    """The ledgers of the last three months: the newest waits, one is received, one returned."""
    scene = office.scene
    collected = await scene.rows(Opinion, Opinion.state != OpinionState.DRAFT)
    for months in (3, 2, 1):
        first = _month(scene.day(0), months)
        after = _month(scene.day(0), months - 1)
        empty = not any(o.reported_on and first <= o.reported_on < after for o in collected)
        report = await scene.act(
            "township",
            "submit_ledger_report",
            ago=after,
            org=scene.township,
            period=first,
            is_nil=empty,
        )
        if months == 2:
            await scene.act(
                "county", "receive_ledger_report", ago=after + timedelta(days=4), report=report
            )
        if months == 3:
            note = "请补充各条信息的办理去向后重报。"
            await scene.act(
                "county",
                "return_ledger_report",
                ago=after + timedelta(days=4),
                report=report,
                note=note,
            )


def _month(day: date, back: int) -> date:
    """The first day of the month `back` months earlier."""
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return date(year, month + 1, 1)


async def _duty_reports(office: Office) -> None:
    """Last half-year's reports, received and returned; this year's reports in progress."""
    scene = office.scene
    first, second = scene.villages
    past = _half_before(scene.day(25))
    end = date(past[0], 6, 30) if past[1] == "first_half" else date(past[0], 12, 31)
    done = [(end - scene.day(0)).days * -1 - n for n in (3, 4, 5, 6, 9, 12)]
    now = scene.day(0)
    this = (now.year, "first_half" if now.month <= 6 else "second_half")
    archived = await _report(office, scene.township, past, done, 4)
    await scene.act("county", "receive_duty_report", ago=done[4], report=archived)
    await scene.act("county", "archive_duty_report", ago=done[5], report=archived)
    received = await _report(office, first, past, done, 4)
    await scene.act("township", "receive_duty_report", ago=done[4], report=received)
    returned = await _report(office, second, past, done, 4)
    await scene.act(
        "township",
        "return_duty_report",
        ago=done[4],
        report=returned,
        note="数据与台账不一致,请核对后重报。",
    )
    today = [0, 0, 0, 0]
    await _report(office, scene.township, this, today, 1)
    await _report(office, first, this, today, 2)
    await _report(office, second, this, today, 3)
    await _report(office, scene.township, (now.year - 1, "year"), [22, 20, 18, 15], 4)


async def _report(
    office: Office, org: Any, when: tuple[int, str], days: list[int], steps: int
) -> Any:
    """A report drafted, edited, signed and submitted, up to a number of these steps."""
    scene, (year, period) = office.scene, when
    report = await scene.act(
        "township", "draft_duty_report", ago=days[0], org=org, year=year, period=period
    )
    text = f"{org.name}围绕中心工作组织协商议事,收集反映群众意见,推动饮水、道路等一批民生事项落实;下一步将加强成果跟踪督办。"
    further: tuple[tuple[str, dict[str, Any]], ...] = (
        ("edit_duty_report", {"text": text}),
        ("sign_duty_report", {"signed_by": "蒋志刚"}),
        ("submit_duty_report", {}),
    )
    for ago, (operation, given) in zip(days[1:steps], further[: steps - 1], strict=True):
        await scene.act("township", operation, ago=ago, report=report, **given)
    return report


def _half_before(day: date) -> tuple[int, str]:
    """The last half-year that was over on a day."""
    return (day.year, "first_half") if day.month > 6 else (day.year - 1, "second_half")


async def _survey(office: Office) -> None:
    """A survey report that is submitted to party and government and endorsed."""
    scene = office.scene
    report = await scene.act(
        "township",
        "record_survey_report",
        ago=262,
        org=scene.township,
        title="南坝乡饮水工程管护调研报告",
        authors="许文涛、白世安",
        findings="集中供水点十七处,六处管网老化,专职管水员仅两名。",
        suggestions="设管护基金,配专职管水员,推行计量收费。",
    )
    await scene.act(
        "township", "submit_survey_report", ago=258, survey_report=report, submitted_to="县委县政府"
    )
    given: dict[str, Any] = {
        "level": "county",
        "leader_post": "县政府分管副县长",
        "text": "调研扎实,请县水利局研究吸收。",
    }
    await scene.act("township", "endorse_survey_report", ago=250, survey_report=report, **given)
