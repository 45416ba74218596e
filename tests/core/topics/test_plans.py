"""The yearly consultation plan."""

from __future__ import annotations

from typing import Any

from tests.core import cases
from tests.fixtures.county import County
from yishi_core.domain.topics.models import Topic
from yishi_core.domain.topics.plans import AnnualPlan, PlannedTopic, PlanState


async def made(town: County, *topics: Topic, **given: Any) -> AnnualPlan:
    chosen = topics or (await cases.topic(town), await cases.topic(town))
    row: AnnualPlan = await town.act(
        "township",
        "make_annual_plan",
        org=town.orgs["township"],
        year=2026,
        topics=[{"topic": t, "month": 3} for t in chosen],
        **given,
    )
    return row


async def listed(town: County, plan: AnnualPlan) -> list[Any]:
    rows = await town.rows(
        PlannedTopic, PlannedTopic.plan_id == plan.id, PlannedTopic.voided_at.is_(None)
    )
    return [r.topic_id for r in sorted(rows, key=lambda r: r.position)]


async def test_a_plan_is_drawn_up_studied_and_approved(town: County) -> None:
    first, second = await cases.topic(town), await cases.topic(town)
    plan = await made(town, first, second)
    assert (plan.state, plan.title) == (PlanState.DRAFT, "河口镇政协联络组2026年度协商计划")
    assert await listed(town, plan) == [first.id, second.id]
    given = {"plan": plan, "approved_by": "镇党委"}
    await town.refused("township", "approve_annual_plan", code="REFUSED", rule="state", **given)
    plan = await town.act(
        "township",
        "study_annual_plan",
        plan=plan,
        studied_by="township_party_secretary",
        studied_on="2026-01-10",
    )
    await town.refused(
        "township", "approve_annual_plan", code="INVALID_INPUT", **given, approved_on="2026-01-01"
    )
    assert not (await town.fresh(first)).in_annual_plan
    plan = await town.act("township", "approve_annual_plan", **given, approved_on="2026-01-15")
    assert plan.state is PlanState.APPROVED
    assert (await town.fresh(first)).in_annual_plan
    await town.refused(
        "township",
        "study_annual_plan",
        code="REFUSED",
        rule="state",
        plan=plan,
        studied_by="township_head",
    )


async def test_before_the_approval_its_topics_may_change(town: County) -> None:
    first, second, third = [await cases.topic(town) for _ in range(3)]
    plan = await made(town, first, second)
    await town.act("township", "study_annual_plan", plan=plan, studied_by="township_head")
    plan = await town.act(
        "township", "change_annual_plan", plan=plan, topics=[{"topic": third}, {"topic": second}]
    )
    assert (plan.state, plan.studied_on) == (PlanState.DRAFT, None)
    assert await listed(town, plan) == [third.id, second.id]
    await town.act("township", "change_annual_plan", plan=plan, topics=[{"topic": first}])
    assert await listed(town, plan) == [first.id]


async def test_afterwards_a_topic_is_added_with_a_reason(town: County) -> None:
    plan, late = await made(town), await cases.topic(town)
    given = {"plan": plan, "topic": late, "reason": "汛期急办"}
    await town.refused("township", "add_to_annual_plan", code="REFUSED", rule="state", **given)
    await town.act("township", "study_annual_plan", plan=plan, studied_by="township_head")
    await town.act("township", "approve_annual_plan", plan=plan, approved_by="镇党委")
    row = await town.act("township", "add_to_annual_plan", **given)
    assert (row.position, row.added_reason, (await town.fresh(late)).in_annual_plan) == (
        3,
        "汛期急办",
        True,
    )
    await town.refused("township", "add_to_annual_plan", code="CONFLICT", **given)
    row = await town.act(
        "township", "change_planned_topic", planned_topic=row, month=9, reason="汛期急需办理"
    )
    assert (row.month, row.added_reason) == (9, "汛期急需办理")
    first = (await town.rows(PlannedTopic, PlannedTopic.plan_id == plan.id))[0]
    for raw, path in (
        ({"planned_topic": first, "reason": "补一条"}, "reason"),
        ({"planned_topic": row, "month": 13}, "month"),
    ):
        assert (
            await town.refused("township", "change_planned_topic", code="INVALID_INPUT", **raw)
        ).fields[0].path == path
    await town.refused(
        "township",
        "change_annual_plan",
        code="REFUSED",
        rule="state",
        plan=plan,
        topics=[{"topic": late}],
    )


async def test_what_belongs_in_a_plan(town: County) -> None:
    topic, dead = await cases.topic(town), await cases.topic(town)
    await town.act("township", "screen_topic", topic=dead, decision="rejected", note="不属协商范围")
    given: dict[str, Any] = {"org": town.orgs["township"], "year": 2026}
    twice = await town.refused(
        "township", "make_annual_plan", code="INVALID_INPUT", **given, topics=[{"topic": topic}] * 2
    )
    assert twice.fields[0].path == "topics.1.topic"
    await town.refused(
        "township", "make_annual_plan", code="INVALID_INPUT", **given, topics=[{"topic": dead}]
    )
    await town.refused("township", "make_annual_plan", code="INVALID_INPUT", **given, topics=[])
    above = await cases.topic(town, "county", "county")
    await town.refused(
        "county", "make_annual_plan", code="INVALID_INPUT", **given, topics=[{"topic": above}]
    )
    await made(town, topic)
    await town.refused(
        "township", "make_annual_plan", code="CONFLICT", **given, topics=[{"topic": topic}]
    )


async def test_who_makes_plans(town: County) -> None:
    given: dict[str, Any] = {
        "org": town.orgs["township"],
        "year": 2026,
        "topics": [{"topic": await cases.topic(town)}],
    }
    for who in ("member", "leader", "head", "auditor"):
        await town.refused(who, "make_annual_plan", code="FORBIDDEN", **given)
    await town.refused("neighbour", "make_annual_plan", code="NOT_FOUND", **given)
    await town.act("county", "make_annual_plan", **given)
