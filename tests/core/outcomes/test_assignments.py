"""交 and 复: assigned, accepted or returned, answered, confirmed or reworked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.outcomes.models import Assignment, AssignmentState, OutcomeState
from yishi_core.domain.outcomes.routes import recheck_day
from yishi_core.kernel.access.audience import audience_of


def at(day: str) -> Any:
    """The clock at noon of a day in China."""
    return clock.moved(datetime.fromisoformat(f"{day}T12:00:00+08:00"))


async def test_an_outcome_is_handed_to_a_unit_with_its_tokens(town: County) -> None:
    row = await stories.routed(town)
    handed = await stories.assigned(town, row, assigned_on="2026-11-02")
    assert (handed.state, handed.org_path) == (AssignmentState.ASSIGNED, row.org_path)
    assert handed.due_on == cases.day("2026-12-02")
    assert handed.audience == audience_of(town.orgs["unit"].org_path, town.code)
    fresh = await town.fresh(row)
    assert (fresh.state, fresh.audience) == (OutcomeState.HANDLING, handed.audience)


async def test_a_township_assigns_to_a_unit_of_its_own_and_to_the_county_s(town: County) -> None:
    await town.org(
        "own_unit",
        "100/unit-roads/",
        town.orgs["unit"].kind,
        "township",
        label="镇村建办",
        handles=True,
    )
    for unit in ("own_unit", "unit"):
        row = await stories.routed(town)
        handed = await town.act(
            "township", "assign_outcome", outcome=row, unit=town.orgs[unit], brief=stories.BRIEF
        )
        assert (handed.unit_id, handed.state) == (town.orgs[unit].id, AssignmentState.ASSIGNED)


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ({}, 30),
        ({"complicated": True}, 90),
        ({"due_on": "2026-11-10"}, 8),
        ({"due_on": "2027-03-01", "complicated": True}, 119),
    ],
)
async def test_due_days(town: County, given: dict[str, Any], days: int) -> None:
    handed = await stories.assigned(town, assigned_on="2026-11-02", **given)
    assert handed.due_on - handed.assigned_on == timedelta(days=days)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"due_on": "2026-11-01"}, "due_on"),
        ({"due_on": "2027-03-01"}, "due_on"),
        ({"due_on": "2027-06-01", "complicated": True}, "due_on"),
        ({"assigned_on": "2099-01-01"}, "assigned_on"),
        ({"unit": "party"}, "unit"),
    ],
)
async def test_what_is_not_assigned(town: County, given: dict[str, Any], field: str) -> None:
    row = await stories.routed(town)
    raw = {"assigned_on": "2026-11-02", "brief": stories.BRIEF, **given}
    raw["unit"] = town.orgs[raw.get("unit", "unit")]
    error = await town.refused("county", "assign_outcome", code="INVALID_INPUT", outcome=row, **raw)
    assert error.fields[0].path == field
    assert await town.rows(Assignment) == []
    assert (await town.fresh(row)).audience is None


@pytest.mark.parametrize("route_class", ["B", "C"])
async def test_only_class_a_is_assigned(town: County, route_class: str) -> None:
    row = await stories.routed(town, route_class)
    await town.refused(
        "county",
        "assign_outcome",
        code="REFUSED",
        rule="route_class",
        outcome=row,
        unit=town.orgs["unit"],
        brief="修路灯",
    )


async def test_a_draft_is_not_assigned(town: County) -> None:
    row = await stories.outcome(town)
    await town.refused(
        "county",
        "assign_outcome",
        code="REFUSED",
        rule="state",
        outcome=row,
        unit=town.orgs["unit"],
        brief="修路灯",
    )


@pytest.mark.parametrize("who", ["village", "leader", "member", "head"])
async def test_others_assign_nothing(town: County, who: str) -> None:
    row = await stories.routed(town)
    await town.refused(
        who,
        "assign_outcome",
        code="FORBIDDEN",
        outcome=row,
        unit=town.orgs["unit"],
        brief=stories.BRIEF,
    )


@pytest.mark.parametrize(
    "text", ["请联系周桂花修复路灯", "联系电话13900001234", "联系电话139-0000 1234"]
)
async def test_a_brief_names_no_resident(town: County, text: str) -> None:
    row = await stories.routed(town, "A", await stories.intake(town))
    error = await town.refused(
        "county",
        "assign_outcome",
        code="REFUSED",
        rule="not_masked",
        outcome=row,
        unit=town.orgs["unit"],
        brief=text,
    )
    assert error.fields[0].path == "brief"


async def test_an_outcome_that_names_a_resident_is_mended_before_it_is_assigned(
    town: County,
) -> None:
    row = await stories.outcome(town, await stories.intake(town), text="修复周桂花家门前路灯")
    await town.act("township", "route_outcome", outcome=row, route_class="A")
    given = {"outcome": row, "unit": town.orgs["unit"], "brief": stories.BRIEF}
    error = await town.refused(
        "county", "assign_outcome", code="REFUSED", rule="not_masked", **given
    )
    assert "周桂花" in error.fields[0].text.zh
    await town.act("village", "change_outcome", outcome=row, text="修复村民门前路灯")
    assert (await town.act("county", "assign_outcome", **given)).state is AssignmentState.ASSIGNED


async def test_one_unit_leads_and_a_unit_gets_it_once(town: County) -> None:
    row = await stories.routed(town)
    await stories.assigned(town, row)
    given = {"outcome": row, "brief": stories.BRIEF}
    await town.refused(
        "county",
        "assign_outcome",
        code="REFUSED",
        rule="second_lead",
        unit=town.orgs["unit2"],
        **given,
    )
    await town.refused(
        "county",
        "assign_outcome",
        code="REFUSED",
        rule="assigned_already",
        unit=town.orgs["unit"],
        handling_role="assist",
        **given,
    )
    await stories.assigned(town, row, "unit2", handling_role="assist")
    assert len(await town.rows(Assignment)) == 2


async def test_the_unit_accepts_starts_and_replies(town: County) -> None:
    handed = await stories.assigned(town)
    await town.refused(
        "unit",
        "reply_assignment",
        code="REFUSED",
        rule="state",
        assignment=handed,
        text="已办",
        result_class="A",
    )
    await town.refused("unit", "start_assignment", code="REFUSED", rule="state", assignment=handed)
    handed = await town.act("unit", "accept_assignment", assignment=handed)
    assert (handed.state, handed.accepted_on is not None) == (AssignmentState.ACCEPTED, True)
    await town.refused("unit", "accept_assignment", code="REFUSED", rule="state", assignment=handed)
    handed = await town.act("unit", "start_assignment", assignment=handed)
    assert handed.state is AssignmentState.IN_PROGRESS
    file = await cases.attachment(town, "答复.pdf", org="unit")
    reply = await stories.reply(
        town, handed, attachments=[file], approved_by="王局长", communicated_by="visit"
    )
    assert (reply.result_class.value, reply.communicated_by.value) == ("A", "visit")
    assert await stories.state(town, handed) == "replied"
    await town.refused(
        "unit",
        "reply_assignment",
        code="REFUSED",
        rule="state",
        assignment=handed,
        text="再答",
        result_class="A",
    )


@pytest.mark.parametrize("day", ["2026-11-01", "2099-01-01"])
async def test_a_reply_lies_between_assignment_and_today(town: County, day: str) -> None:
    handed = await stories.accepted(town, assigned_on="2026-11-02")
    await town.refused(
        "unit",
        "reply_assignment",
        code="INVALID_INPUT",
        assignment=handed,
        text="已办",
        result_class="A",
        replied_on=day,
    )


@pytest.mark.parametrize("who", ["county", "township", "leader", "member"])
async def test_nobody_answers_for_the_unit(town: County, who: str) -> None:
    handed = await stories.assigned(town)
    for operation, given in (
        ("accept_assignment", {}),
        ("start_assignment", {}),
        ("return_assignment", {"returned_reason": "not_our_duty", "returned_note": "不属"}),
        ("reply_assignment", {"text": "已办", "result_class": "A"}),
    ):
        await town.refused(who, operation, code="FORBIDDEN", assignment=handed, **given)


@pytest.mark.parametrize(
    ("assigned", "today", "fits"),
    [
        ("2026-03-02", "2026-03-09", True),  # Monday to Monday: five working days
        ("2026-03-02", "2026-03-10", False),
        ("2026-03-06", "2026-03-13", True),  # over a weekend
        ("2026-03-06", "2026-03-14", False),
    ],
)
async def test_a_unit_returns_within_five_working_days(
    town: County, assigned: str, today: str, fits: bool
) -> None:
    with at(today):
        handed = await stories.assigned(town, assigned_on=assigned)
        given = {
            "assignment": handed,
            "returned_reason": "needs_other_unit",
            "returned_note": "需交通部门配合",
        }
        if not fits:
            await town.refused(
                "unit", "return_assignment", code="REFUSED", rule="return_too_late", **given
            )
            assert await stories.state(town, handed) == "assigned"
            return
        back = await town.act("unit", "return_assignment", **given)
    assert (back.state, back.returned_on, back.returned_reason) == (
        AssignmentState.RETURNED,
        cases.day(today),
        "needs_other_unit",
    )


async def test_a_return_has_a_reason_of_the_list(town: County) -> None:
    handed = await stories.assigned(town)
    await town.refused(
        "unit",
        "return_assignment",
        code="INVALID_INPUT",
        assignment=handed,
        returned_reason="busy",
        returned_note="太忙",
    )
    await town.act("unit", "accept_assignment", assignment=handed)
    await town.act(
        "unit",
        "return_assignment",
        assignment=handed,
        returned_reason="not_our_duty",
        returned_note="不属我局职责",
    )


async def test_a_returned_one_goes_to_another_unit_once(town: County) -> None:
    handed = await stories.assigned(town)
    given = {"assignment": handed, "unit": town.orgs["unit2"], "brief": stories.BRIEF}
    await town.refused("county", "reassign", code="REFUSED", rule="state", **given)
    await town.act(
        "unit",
        "return_assignment",
        assignment=handed,
        returned_reason="not_our_duty",
        returned_note="不属我局职责",
    )
    await town.refused(
        "county",
        "reassign",
        code="REFUSED",
        rule="same_unit",
        **{**given, "unit": town.orgs["unit"]},
    )
    next_ = await town.act("county", "reassign", **given)
    assert (next_.replaces_id, next_.unit_id, next_.state) == (
        handed.id,
        town.orgs["unit2"].id,
        AssignmentState.ASSIGNED,
    )
    assert await stories.state(town, handed) == "returned"
    await town.refused("county", "reassign", code="REFUSED", rule="reassigned_already", **given)


async def test_all_answers_confirmed_make_the_outcome_answered(town: County) -> None:
    row = await stories.routed(town)
    first = await stories.accepted(town, row)
    second = await stories.accepted(town, row, "unit2", handling_role="separate")
    await town.refused("township", "confirm_reply", code="REFUSED", rule="state", assignment=first)
    await stories.reply(town, first)
    assert (await town.act("township", "confirm_reply", assignment=first)).confirmed_on is not None
    assert await stories.state(town, row) == "handling"
    await stories.reply(town, second, "unit2")
    await town.refused("village", "confirm_reply", code="FORBIDDEN", assignment=second)
    await town.act("leader", "confirm_reply", assignment=second)
    assert await stories.state(town, row) == "replied"


async def test_rework_is_demanded_once(town: County) -> None:
    handed = await stories.accepted(town)
    await town.refused(
        "township",
        "demand_rework",
        code="REFUSED",
        rule="state",
        assignment=handed,
        rework_note="不具体",
    )
    await stories.reply(town, handed)
    again = await town.act(
        "township", "demand_rework", assignment=handed, rework_note="未说明何时完工"
    )
    assert (again.state, again.rework_count, again.rework_note) == (
        AssignmentState.REWORKED,
        1,
        "未说明何时完工",
    )
    await stories.reply(town, again, text="12月底前完工")
    await town.refused(
        "township",
        "demand_rework",
        code="REFUSED",
        rule="reworked_already",
        assignment=again,
        rework_note="还不够",
    )
    assert (
        await town.act("township", "confirm_reply", assignment=again)
    ).state is AssignmentState.CONFIRMED


async def test_an_unsatisfied_proposer_reopens_a_closed_outcome_once(town: County) -> None:
    row = await stories.routed(town)
    handed = await stories.confirmed(town, row)
    await stories.told(town, row)
    await town.act("township", "close_outcome", outcome=row)
    await town.act("township", "demand_rework", assignment=handed, rework_note="提出人不满意")
    fresh = await town.fresh(row)
    assert (fresh.state, fresh.closed_on) == (OutcomeState.HANDLING, None)


async def test_supervision_moves_the_due_day_of_a_waiting_assignment(town: County) -> None:
    row = await stories.routed(town)
    handed = await stories.accepted(town, row)
    given: dict[str, Any] = {
        "outcome": row,
        "method": "leader",
        "by": "李县长",
        "finding": "未开工",
        "demand": "一周内开工",
    }
    await town.act("township", "supervise", **given, assignment=handed, new_due="2026-12-31")
    assert (await town.fresh(handed)).due_on == cases.day("2026-12-31")
    await town.refused("township", "supervise", code="INVALID_INPUT", **given, new_due="2026-12-31")
    await town.refused(
        "township",
        "supervise",
        code="INVALID_INPUT",
        **given,
        assignment=handed,
        new_due="2026-01-01",
    )
    await town.refused("township", "supervise", code="INVALID_INPUT", **{**given, "demand": None})
    await town.refused("village", "supervise", code="FORBIDDEN", **given)
    other = await stories.assigned(town)
    await town.refused("township", "supervise", code="INVALID_INPUT", **given, assignment=other)
    await stories.reply(town, handed)
    await town.refused(
        "township",
        "supervise",
        code="REFUSED",
        rule="state",
        **given,
        assignment=handed,
        new_due="2026-12-31",
    )


def test_a_recheck_comes_a_year_on() -> None:
    assert recheck_day(cases.day("2026-03-01"), 12) == cases.day("2027-03-01")
    assert recheck_day(cases.day("2024-02-29"), 12) == cases.day("2025-02-28")
