"""交办单, a unit's one list, satisfaction, conversion taken back, the yearly look."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.core import cases
from tests.core.outcomes import stories
from tests.core.outcomes.test_extensions import asked, in_days
from tests.core.outcomes.test_handling_unit import seen
from tests.fixtures.county import County
from yishi_core.domain.outcomes.models import (
    Assignment,
    Communication,
    Explanation,
    Outcome,
    OutcomeState,
    Satisfaction,
)


async def test_the_sheet_shows_office_and_unit_the_same(town: County) -> None:
    outcome = await stories.routed(town)
    handed = await stories.accepted(town, outcome)
    await stories.accepted(town, outcome, "unit2", handling_role="assist")
    await asked(town, handed)
    await town.act(
        "township", "decide_extension", assignment=handed, granted=True, granted_until=in_days(50)
    )
    await town.act(
        "township", "supervise", outcome=outcome, method="reminder", by="张主席", finding="进展缓慢"
    )
    await stories.reply(
        town,
        handed,
        approved_by="王局长",
        communicated_by="phone",
        unsigned_note="协办事项已另行函复",
    )
    for_office = await town.act("township", "assignment_sheet", assignment=handed)
    for_unit = await town.act("unit", "assignment_sheet", assignment=handed)
    assert for_office == for_unit
    sheet = for_unit
    assert (sheet.title, sheet.brief, sheet.assigned_by) == (
        "修复村口路灯",
        stories.BRIEF,
        "青禾县政协",
    )
    assert (sheet.unit.name, sheet.unit.role_label) == ("县水利局", "主办")
    assert [(u.name, u.role_label) for u in sheet.others] == [("县交通运输局", "会办")]
    assert [(e.state_label, e.granted_until) for e in sheet.extensions] == [
        ("同意延期", cases.day(in_days(50)))
    ]
    assert [(c.method_label, c.by) for c in sheet.checks] == [("催办", "张主席")]
    assert [(r.approved_by, r.communicated_label) for r in sheet.replies] == [("王局长", "电话")]
    assert (sheet.state_label, sheet.overdue) == ("已答复", False)
    await town.refused("unit2", "assignment_sheet", code="NOT_FOUND", assignment=handed)


async def test_a_unit_does_not_read_what_another_was_pressed_for(town: County) -> None:
    outcome = await stories.routed(town)
    await stories.accepted(town, outcome)
    other = await stories.accepted(town, outcome, "unit2", handling_role="assist")
    mine = (await seen(town, "unit", Assignment))[0]
    await town.act(
        "township",
        "supervise",
        outcome=outcome,
        assignment=other,
        method="reminder",
        by="张主席",
        finding="未动工",
    )
    assert (await town.act("unit", "assignment_sheet", assignment=mine)).checks == []
    assert (await town.act("township", "assignment_sheet", assignment=mine)).checks == []


async def test_a_unit_has_one_list_over_all_townships(town: County) -> None:
    mine = await stories.assigned(town)
    topic = await cases.topic(town, "neighbour", "neighbour_village")
    await town.act(
        "neighbour", "screen_topic", topic=topic, decision="screened", screened_on="2026-03-01"
    )
    await town.act(
        "neighbour", "approve_topic", topic=topic, approved_by="镇党委", approved_on="2026-03-01"
    )
    case = await town.act("neighbour", "open_case", topic=topic, opened_on="2026-03-02")
    row = await town.act(
        "neighbour", "record_outcome", case=case, title="疏通水渠", text="疏通东坪村水渠"
    )
    await town.act("neighbour", "route_outcome", outcome=row, route_class="A")
    theirs = await town.act(
        "neighbour", "assign_outcome", outcome=row, unit=town.orgs["unit"], brief="疏通水渠"
    )
    assert {a.id for a in await seen(town, "unit", Assignment)} == {mine.id, theirs.id}
    assert [a.id for a in await seen(town, "neighbour", Assignment)] == [theirs.id]


async def test_an_office_records_satisfaction_only_as_heard(town: County) -> None:
    outcome = await stories.explained(town)
    given: dict[str, Any] = {
        "outcome": outcome,
        "direction": "to_proposer",
        "to": "提出人",
        "satisfaction": "satisfied",
    }
    error = await town.refused("township", "give_feedback", code="INVALID_INPUT", **given)
    assert error.fields[0].path == "communicated_by"
    heard = await town.act("township", "give_feedback", **given, communicated_by="visit")
    assert heard.communicated_by is Communication.VISIT
    await town.refused(
        "member", "give_feedback", code="FORBIDDEN", **given, communicated_by="visit"
    )


async def answered_for_member(town: County) -> Outcome:
    """A replied outcome of a topic that the member proposed."""
    topic = await cases.topic(town, "member")
    await town.act(
        "township", "screen_topic", topic=topic, decision="screened", screened_on="2026-03-01"
    )
    await town.act(
        "township", "approve_topic", topic=topic, approved_by="镇党委", approved_on="2026-03-01"
    )
    case = await town.act("village", "open_case", topic=topic, opened_on="2026-03-02")
    row = await town.act(
        "village", "record_outcome", case=case, title="修复村口路灯", text="三个月内修复三盏路灯"
    )
    await town.act("township", "route_outcome", outcome=row, route_class="A")
    await town.refused(
        "member",
        "rate_outcome",
        code="REFUSED",
        rule="not_answered",
        outcome=row,
        satisfaction="satisfied",
    )
    await stories.confirmed(town, row)
    return row  # type: ignore[no-any-return]


async def test_the_proposer_rates_himself(town: County) -> None:
    row = await answered_for_member(town)
    rate = {"outcome": row, "comment": "还有一盏没亮"}
    for who in ("township", "village", "unit", "leader"):
        await town.refused(who, "rate_outcome", code="FORBIDDEN", **rate, satisfaction="satisfied")
    await town.refused(
        "member2",
        "rate_outcome",
        code="REFUSED",
        rule="not_proposer",
        **rate,
        satisfaction="satisfied",
    )
    result = await town.result("member", "rate_outcome", **rate, satisfaction="unsatisfied")
    assert (result.value.satisfaction, result.value.communicated_by) == (
        Satisfaction.UNSATISFIED,
        None,
    )
    assert [a.rule for a in result.advice] == ["rework"]
    await town.act("member", "rate_outcome", **rate, satisfaction="satisfied")
    await town.refused(
        "member",
        "rate_outcome",
        code="REFUSED",
        rule="rated_already",
        **rate,
        satisfaction="satisfied",
    )


async def test_a_conversion_is_taken_back_with_a_reason(town: County) -> None:
    await cases.choose(town, township_may_convert_small=False)
    row = await stories.routed(town)
    await town.refused(
        "county",
        "take_back_conversion",
        code="REFUSED",
        rule="not_converted",
        outcome=row,
        reason="资金未到位",
    )
    given = {
        "outcome": row,
        "conversion_kind": "project",
        "conversion_note": "路灯已全部修复并通电",
    }
    await town.act("county", "convert_outcome", **given)
    await town.refused(
        "township",
        "take_back_conversion",
        code="REFUSED",
        rule="county_converts",
        outcome=row,
        reason="资金未到位",
    )
    await town.refused(
        "village", "take_back_conversion", code="FORBIDDEN", outcome=row, reason="资金未到位"
    )
    back = await town.act("county", "take_back_conversion", outcome=row, reason="验收不合格")
    assert (back.converted, back.converted_on, back.conversion_withdrawn_reason) == (
        False,
        None,
        "验收不合格",
    )
    again = await town.act("county", "convert_outcome", **given)
    assert (again.converted, again.conversion_withdrawn_on) == (True, None)


async def explained(town: County) -> Explanation:
    await stories.explained(town, on="2026-03-10")
    done: Explanation = (await town.rows(Explanation))[0]
    return done


@pytest.mark.parametrize("who", ["township", "county"])
async def test_what_cannot_be_solved_is_looked_at_each_year(town: County, who: str) -> None:
    row = await explained(town)
    assert row.recheck_on == date(2027, 3, 10)
    look: dict[str, Any] = {
        "explanation": row,
        "by": "张主任",
        "finding": "规划仍未调整",
        "solvable": False,
    }
    await town.refused(who, "recheck_explanation", code="INVALID_INPUT", **look, on="2026-03-09")
    await town.refused(
        who,
        "recheck_explanation",
        code="INVALID_INPUT",
        **look,
        on="2026-03-12",
        next_on="2026-03-12",
    )
    done = await town.act(who, "recheck_explanation", **look, on="2026-03-12")
    assert done.next_on == (await town.fresh(row)).recheck_on == date(2027, 3, 12)
    await town.refused("village", "recheck_explanation", code="FORBIDDEN", **look)


async def test_what_can_be_solved_now_is_routed_anew(town: County) -> None:
    row = await explained(town)
    look: dict[str, Any] = {
        "explanation": row,
        "by": "张主任",
        "finding": "规划已调整,可以建设",
        "solvable": True,
    }
    await town.refused(
        "township", "recheck_explanation", code="INVALID_INPUT", **look, next_on="2027-01-01"
    )
    await town.act("township", "recheck_explanation", **look)
    outcome = (await town.rows(Outcome))[0]
    assert (outcome.state, outcome.route_class, (await town.fresh(row)).settled_on is not None) == (
        OutcomeState.DRAFT,
        None,
        True,
    )
    await town.refused(
        "township", "recheck_explanation", code="REFUSED", rule="settled_already", **look
    )
    await town.act("township", "route_outcome", outcome=outcome, route_class="A")
    await stories.assigned(town, outcome)
