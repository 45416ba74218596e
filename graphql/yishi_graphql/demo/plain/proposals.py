"""The county's plenary meeting, and members' proposals in every state."""

from __future__ import annotations

from datetime import date
from typing import Any

from yishi_core.domain.outcomes.drafts.models import CoSignature
from yishi_core.domain.people.models import Member
from yishi_core.domain.proposals.models import Proposal
from yishi_graphql.demo.plain.office import Office

PIPES: dict[str, Any] = {
    "title": "关于加强农村饮水工程管护的提案",
    "category": "water",
    "situation": "全乡有集中供水点十七处,管网多已运行十年以上,冬季爆管、夏季断水时有发生,群众反映集中。",
    "analysis": "管护经费没有固定来源,村级管水员多为兼职,水费收缴率不足六成,坏了无人修、无钱修。",
    "suggestions": "一是设立县级管护基金;二是按千人配备专职管水员;三是推行一户一表、计量收费。",
}
"""The proposal that passes through all stages."""
RECORDED: tuple[tuple[str, ...], ...] = (
    (
        "关于建设南坝冷链集配中心的提案",
        "industry",
        "乡内生鲜出村损耗近两成。",
        "没有预冷和冷藏车辆。",
        "在工业园边建冷链集配中心一座。",
    ),
    (
        "关于改善乡镇卫生院慢病用药的提案",
        "health",
        "慢病用药目录窄、常断货。",
        "县乡目录不一、配送不及时。",
        "县乡统一目录、按月配送。",
    ),
    (
        "关于增设农村公路安全防护的提案",
        "roads",
        "临水临崖路段缺护栏十一公里。",
        "建设标准低、养护资金少。",
        "分三年补齐护栏。",
    ),
    (
        "关于扶持留守儿童之家的提案",
        "education",
        "留守儿童之家缺人缺经费。",
        "没有稳定补助。",
        "按人头补助并配社工。",
    ),
    (
        "关于推广秸秆综合利用的提案",
        "farm_waste",
        "秸秆焚烧仍有发生。",
        "离田成本高。",
        "补助打捆机,定点收储。",
    ),
    (
        "关于整治乡村光缆乱拉乱挂的提案",
        "telecom",
        "集镇和村组线缆杂乱。",
        "各家各拉、废线不拆。",
        "通信单位联合整治。",
    ),
)
"""Entered by the office from paper: title, category, situation, analysis, suggestions.

The first one is untouched; each further one is a step ahead of the previous one.
"""
DRAFTED: tuple[tuple[str, ...], ...] = (
    (
        "关于建设乡村数字图书角的提案",
        "culture",
        "村图书室藏书旧、借阅少。",
        "更新经费没有来源。",
        "由县图书馆流动配书,设数字借阅终端。",
    ),
    (
        "关于延长南坝公交营运时间的提案",
        "transport",
        "末班车下午五点,下班无车可坐。",
        "晚班亏损。",
        "县财政对晚班给予定额补贴。",
    ),
    (
        "关于保护古井村古树名木的提案",
        "ecology",
        "百年古树十九株,部分受建房、堆物影响。",
        "未挂牌、无人管护。",
        "逐株建档挂牌,明确管护人和经费。",
    ),
    (
        "关于规范农村自建房施工的提案",
        "village_building",
        "自建房多由无资质工匠承建。",
        "缺少培训和监管。",
        "开展工匠培训,施工前查验备案。",
    ),
    (
        "关于解决农村饮水断水问题的提案",
        "water",
        "双河片区去年断水二十三天。",
        "管网老化,抢修慢。",
        "更换主管三公里,配备抢修队。",
    ),
    (
        "关于反映中小学生体质下降的提案",
        "education",
        "乡内学生近视率、超重率逐年上升。",
        "体育课被占,场地不足。",
        "开齐体育课,节假日开放学校操场。",
    ),
)
"""Drafted by the member, newest first: title, category, situation, analysis, suggestions.

Each is a step ahead of the previous one.
"""


async def play_proposals(office: Office) -> None:
    """Play the meeting with a speech, then the complete proposal, then one for each other state."""
    meeting = await _meeting(office)
    main = await _whole_way(office, meeting)
    await _from_papers(office)
    await _from_the_member(office, main)


async def _meeting(office: Office) -> Any:
    """The term and the meeting, a member's speech there, and absences."""
    scene = office.scene
    first = scene.day(300)
    begun = (
        date(first.year - 3, 2, 1) if first.month >= 2 else date(first.year - 4, 2, 1)
    )  # a term begins in February
    term = await scene.act(
        "county",
        "record_term",
        ago=359,
        org=scene.county,
        no=9,
        start=begun,
        end=date(begun.year + 5, 1, 31),
    )
    last = scene.day(297)
    days: dict[str, Any] = {"date_from": first, "date_to": last, "proposals_until": scene.day(298)}
    meeting = await scene.act("county", "plan_plenary_meeting", ago=330, term=term, no=4, **days)
    said: dict[str, Any] = {
        "title": "让群众身边的小院议事更有实效",
        "text": "小院议事要议得起来、办得下去,关键在有人管、有人办、有人答。",
    }
    await scene.act(
        "member",
        "record_speech",
        ago=297,
        org=scene.township,
        meeting=meeting,
        person=scene.posts["member"],
        mode="oral",
        **said,
    )
    members = {m.person_id: m for m in await scene.rows(Member)}
    away: tuple[tuple[str, dict[str, Any]], ...] = (
        ("member2", {"attendance": "leave", "reason": "外出参加设计评审"}),
        ("member3", {"attendance": "absent"}),
    )
    lines = [{"member": members[scene.posts[post].id], **given} for post, given in away]
    await scene.act(
        "county",
        "record_plenary_attendance",
        ago=296,
        meeting=meeting,
        lines=lines,
        others_attended=True,
    )
    return meeting


async def _whole_way(office: Office, meeting: Any) -> Proposal:
    """A joint plenary proposal from draft to commendation.

    It takes up a matter, becomes a key proposal, and is answered by two units together.
    """
    scene = office.scene
    proposal: Proposal = await scene.act(
        "member",
        "draft_proposal",
        ago=320,
        org=scene.township,
        proposal_kind="joint",
        time_kind="plenary",
        plenary_meeting=meeting,
        **PIPES,
    )
    others = [scene.posts["member2"], scene.posts["member3"]]
    await scene.act(
        "member",
        "submit_proposal",
        ago=304,
        proposal=proposal,
        one_matter=True,
        co_proposers=others,
    )
    await scene.act(
        "county",
        "review_proposal",
        ago=296,
        proposal=proposal,
        review="一事一案,调研扎实,建议立案并列为重点。",
    )
    await scene.act(
        "county", "decide_proposal", ago=292, proposal=proposal, decision="filed", note="审查立案"
    )
    await scene.act(
        "leader",
        "choose_key_proposal",
        ago=288,
        proposal=proposal,
        key_supervisor="县政协副主席 陶国栋",
    )
    sender: dict[str, Any] = {"submitter_name": "覃大叔", "submitter_phone": "13900020031"}
    intake, _ = await office.accepted(
        290, "我们院子一到冬天水管就爆,修一次等十来天。", "water", **sender
    )
    told = "您反映的问题已纳入县政协重点提案一并办理。"
    await scene.act(
        "township",
        "turn_into_proposal",
        ago=287,
        intake=intake,
        proposal=proposal,
        result_note=told,
    )
    brief = "制定农村饮水工程管护办法,落实经费和管水员"
    lead = await scene.act(
        "county",
        "assign_proposal",
        ago=284,
        proposal=proposal,
        unit=scene.units[0],
        brief=brief,
        handling_role="lead",
    )
    helped = await scene.act(
        "county",
        "assign_proposal",
        ago=284,
        proposal=proposal,
        unit=scene.units[1],
        brief="配合管网沿路开挖许可",
        handling_role="assist",
    )
    await scene.act("unit", "accept_assignment", ago=281, assignment=lead)
    await scene.act("unit2", "accept_assignment", ago=280, assignment=helped)
    pressing: dict[str, Any] = {
        "method": "leader",
        "by": "县政协副主席",
        "finding": "管护办法已成初稿",
        "demand": "月底前落实经费",
    }
    await scene.act(
        "leader", "supervise_proposal", ago=245, proposal=proposal, assignment=lead, **pressing
    )
    text = "已印发农村饮水工程管护办法,县财政每年安排管护资金六十万元,全乡配备专职管水员六名。"
    draft = await office.drafted(215, lead, 0, text)
    asked = (await scene.rows(CoSignature, CoSignature.draft_id == draft.id))[0]
    await scene.act(
        "unit2",
        "co_sign_reply",
        ago=213,
        co_signature=asked,
        agreed=True,
        signed_by="县交通运输局 尹志强",
    )
    await office.reviewed(212, lead, 0, who="county")
    await scene.act("unit", "issue_reply", ago=209, assignment=lead)
    await scene.act("county", "confirm_reply", ago=207, assignment=lead)
    said: dict[str, Any] = {
        "satisfaction": "satisfied",
        "comment": "办法实、资金到位,感谢承办单位。",
    }
    await scene.act("member", "give_proposal_feedback", ago=203, proposal=proposal, **said)
    await scene.act(
        "county",
        "appraise_proposal",
        ago=196,
        proposal=proposal,
        appraisal="民主评议得票率九十六,办理质量好。",
    )
    await scene.act("county", "close_proposal", ago=192, proposal=proposal)
    await scene.act("county", "commend_proposal", ago=100, proposal=proposal)
    return proposal


async def _from_papers(office: Office) -> None:
    """Regular proposals in every stage of handling, and one that was not filed."""
    scene = office.scene
    given: dict[str, Any] = {"org": scene.township, "first_proposer": scene.posts["member"]}
    for step, (title, field, situation, analysis, suggestions) in enumerate(RECORDED):
        ago = 60 + 12 * step
        proposal = await scene.act(
            "county",
            "record_proposal",
            ago=ago - 6,
            title=title,
            category=field,
            situation=situation,
            analysis=analysis,
            suggestions=suggestions,
            submitted_on=scene.day(ago),
            decided_on=scene.day(ago - 6),
            end="filed",
            **given,
        )
        if step == 0:
            continue
        assignment = await scene.act(
            "county",
            "assign_proposal",
            ago=ago - 9,
            proposal=proposal,
            unit=scene.units[1],
            brief=f"办理{title}",
        )
        if step == 2:
            await _taken_on(office, ago, proposal, assignment)
            await office.drafted(ago - 20, assignment, 1, "卫生院慢病用药目录已统一,按月配送。")
            await office.reviewed(ago - 22, assignment, 1, who="county")
            continue
        for further in (_taken_on, _answered, _judged, _appraised)[: step - 1]:
            await further(office, ago, proposal, assignment)
    await scene.act(
        "county",
        "record_proposal",
        ago=150,
        title="关于推广某品牌饲料的提案",
        category="industry",
        situation="养殖户饲料来源不一。",
        analysis="缺少统一采购。",
        suggestions="全乡统一采购指定品牌饲料。",
        submitted_on=scene.day(160),
        end="not_filed",
        not_filed_reason="advertising",
        **given,
    )


async def _taken_on(office: Office, ago: int, proposal: Proposal, assignment: Any) -> None:
    await office.scene.act("unit2", "accept_assignment", ago=ago - 12, assignment=assignment)


async def _answered(office: Office, ago: int, proposal: Proposal, assignment: Any) -> None:
    await office.replied(ago - 40, assignment, 1, "已列入年度计划,分批实施,首批年内完成。", "A")
    await office.scene.act("county", "confirm_reply", ago=ago - 42, assignment=assignment)


async def _judged(office: Office, ago: int, proposal: Proposal, assignment: Any) -> None:
    await office.scene.act(
        "member",
        "give_proposal_feedback",
        ago=ago - 46,
        proposal=proposal,
        satisfaction="basically_satisfied",
    )


async def _appraised(office: Office, ago: int, proposal: Proposal, assignment: Any) -> None:
    await office.scene.act(
        "county",
        "appraise_proposal",
        ago=ago - 52,
        proposal=proposal,
        appraisal="办理及时,后续计划须按期兑现。",
    )


async def _from_the_member(office: Office, main: Proposal) -> None:
    """The member's drafts: kept, submitted, reviewed, withdrawn, merged, made an opinion."""
    scene = office.scene
    decided: tuple[dict[str, Any], ...] = (
        {"decision": "merged", "note": "与在办的农村公路提案合并办理"},
        {"decision": "converted_to_opinion", "note": "宜作为社情民意信息反映"},
    )
    (filed,) = await scene.rows(Proposal, Proposal.title == RECORDED[0][0])
    for step, (title, field, situation, analysis, suggestions) in enumerate(DRAFTED):
        ago = 4 + 3 * step
        proposal = await scene.act(
            "member",
            "draft_proposal",
            ago=ago,
            org=scene.township,
            title=title,
            category=field,
            situation=situation,
            analysis=analysis,
            suggestions=suggestions,
        )
        if step == 0:
            continue
        await scene.act(
            "member", "submit_proposal", ago=ago - 1, proposal=proposal, one_matter=True
        )
        if step == 2:
            await scene.act(
                "member",
                "withdraw_proposal",
                ago=ago - 2,
                proposal=proposal,
                reason="林业部门已启动古树普查,不再单独提出",
            )
        if step >= 3:
            await scene.act(
                "county",
                "review_proposal",
                ago=ago - 2,
                proposal=proposal,
                review="材料齐全,内容具体,提请审定。",
            )
        if step >= 4:
            more: dict[str, Any] = {"merged_into": filed} if step == 4 else {}
            await scene.act(
                "county",
                "decide_proposal",
                ago=ago - 3,
                proposal=proposal,
                **decided[step - 4],
                **more,
            )
