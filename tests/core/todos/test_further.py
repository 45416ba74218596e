"""What waits beside the chain: wishes, disputes, plans, walk groups, rewards, joint cases."""

from __future__ import annotations

from typing import Any

from tests.core import cases
from tests.core.outcomes import stories
from tests.core.procedures.test_walks import asked, clue, team
from tests.fixtures.county import County
from yishi_core.kernel.operation.inputs import global_id


async def waits(town: County, who: str, record: Any) -> list[str]:
    """What waits for somebody on one record."""
    return [
        item.todo
        for item in (await town.act(who, "todos")).items
        if item.record == global_id(record)
    ]


async def test_wishes_and_disputes_wait_for_those_who_record_activities(town: County) -> None:
    village = {"org": town.orgs["village"]}
    wish = await town.act("village", "collect_wish", **village, description="想要一副老花镜")
    assert (await waits(town, "village", wish), await waits(town, "township", wish)) == (
        ["wish.claim"],
        ["wish.claim"],
    )
    assert (
        await waits(town, "member", wish),
        await waits(town, "neighbour", wish),
        await waits(town, "auditor", wish),
    ) == ([], [], [])
    person = await town.act("township", "register_person", org=town.orgs["township"], name="张三")
    await town.act("village", "claim_wish", deed=wish, person=person)
    assert await waits(town, "village", wish) == ["wish.fulfil"]
    await town.act("village", "fulfil_wish", deed=wish)
    done = await town.act(
        "village",
        "record_deed",
        **village,
        deed_kind="practical",
        description="修好路灯",
        person=person,
        people=20,
        date="2026-05-01",
    )
    assert (await waits(town, "village", wish), await waits(town, "village", done)) == ([], [])
    dispute = await town.act(
        "township",
        "record_dispute",
        **village,
        date="2026-05-02",
        dispute_kind="neighbour",
        summary="宅基地边界",
    )
    assert await waits(town, "village", dispute) == ["dispute.settle"]
    await town.act("village", "settle_dispute", dispute=dispute)
    assert await waits(town, "village", dispute) == []


async def test_plans_walk_groups_and_rewards_wait_in_the_office(town: County) -> None:
    topics = [{"topic": await cases.topic(town), "month": 3}]
    plan = await town.act(
        "township", "make_annual_plan", org=town.orgs["township"], year=2026, topics=topics
    )
    assert (await waits(town, "township", plan), await waits(town, "village", plan)) == (
        ["annual_plan.study"],
        [],
    )
    await town.act(
        "township", "study_annual_plan", plan=plan, studied_by="township_party_secretary"
    )
    assert await waits(town, "township", plan) == ["annual_plan.approve"]
    await town.act("township", "approve_annual_plan", plan=plan, approved_by="乡党委")
    assert await waits(town, "township", plan) == []
    fire, _ = await team(town)
    group = await town.act("township", "form_walk_group", **asked(await clue(town), [fire]))
    assert (await waits(town, "township", group), await waits(town, "village", group)) == (
        ["walk_group.report"],
        [],
    )
    await town.act("township", "report_walk_group", walk_group=group, finding="消防通道被占")
    given = {
        "station": await cases.station(town, "township"),
        "year": 2026,
        "amount": 500000,
        "reason": "自筹资金奖补",
        "granted_on": "2026-03-01",
    }
    reward = await town.act("township", "grant_subsidy", **given)
    assert (await waits(town, "township", reward), await waits(town, "township", group)) == (
        ["subsidy.pay"],
        [],
    )
    await town.act("township", "pay_subsidy", subsidy=reward)
    assert await waits(town, "township", reward) == []


async def test_a_joint_case_waits_with_its_owner_to_start_and_after_its_case_to_end(
    town: County,
) -> None:
    case = await cases.case(town)
    partners = [
        {"name": "县水利局", "level": "department"},
        {"name": "县住建局", "level": "department"},
    ]
    joint = await town.act(
        "township", "open_joint_case", case=case, joint_kind="cross_department", partners=partners
    )
    assert (await waits(town, "township", joint), await waits(town, "village", joint)) == (
        ["joint_case.start"],
        [],
    )
    await town.act("township", "start_joint_case", joint_case=joint)
    assert await waits(town, "township", joint) == []
    await town.act("village", "stop_case", case=case, reason="重复立项")
    assert await waits(town, "township", joint) == ["joint_case.end"]
    await town.act("township", "end_joint_case", joint_case=joint, result_note="并入上级事项")
    assert await waits(town, "township", joint) == []


async def test_a_unit_answers_what_is_demanded_and_submits_its_draft(town: County) -> None:
    outcome = await stories.routed(town)
    mine = await stories.accepted(town, outcome)
    pressed = await town.act(
        "leader",
        "supervise",
        outcome=outcome,
        method="leader",
        by="李县长",
        finding="未开工",
        demand="一周内开工",
    )
    await town.act(
        "county", "supervise", outcome=outcome, method="reminder", by="督查室", finding="未答复"
    )
    assert (await waits(town, "unit", pressed), await waits(town, "unit2", pressed)) == (
        ["supervision.answer"],
        [],
    )
    await town.act("unit", "answer_supervision", supervision=pressed, text="已进场施工")
    assert await waits(town, "unit", pressed) == []
    given = {"text": "已修复三盏路灯", "result_class": "A"}
    await town.act("unit", "draft_reply", assignment=mine, **given)
    assert sorted(await waits(town, "unit", mine)) == ["assignment.reply", "reply.submit"]
    await town.act("unit", "submit_reply_draft", assignment=mine)
    assert await waits(town, "unit", mine) == ["assignment.reply"]
    await town.act("township", "review_reply_draft", assignment=mine, passed=True)
    assert sorted(await waits(town, "unit", mine)) == ["assignment.reply", "reply.issue"]
