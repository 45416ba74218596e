"""How long a unit has: outcomes of small consultations may have a shorter term (速办速回)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core import clock


@pytest.mark.parametrize(
    ("small_days", "given", "days"),
    [
        (15, {}, 15),
        (15, {"complicated": True}, 90),
        (15, {"due_on": "2026-11-30"}, 28),
        (0, {}, 30),
    ],
)
async def test_outcomes_of_small_consultations_may_have_a_shorter_term(
    town: County, small_days: int, given: dict[str, Any], days: int
) -> None:
    await cases.choose(town, assignment_due_days_small=small_days)
    handed = await stories.assigned(town, assigned_on="2026-11-02", **given)
    assert (handed.due_on - handed.assigned_on).days == days


@pytest.mark.day
@pytest.mark.parametrize(
    ("grade", "decides", "days"), [("small_micro", "township", 15), ("key_special", "county", 30)]
)
async def test_the_shorter_term_holds_for_a_rework_and_for_no_higher_grade(
    town: County, grade: str, decides: str, days: int
) -> None:
    await cases.choose(town, assignment_due_days_small=15)
    topic = await cases.topic(town, grade=grade)
    await town.act("township", "screen_topic", topic=topic, decision="screened")
    await town.act(decides, "approve_topic", topic=topic, approved_by="主席会议")
    case = await town.act("village", "open_case", topic=topic)
    row = await town.act(
        "village", "record_outcome", case=case, title="修复村口路灯", text="三盏路灯"
    )
    await town.act("township", "route_outcome", outcome=row, route_class="A")
    handed = await stories.accepted(town, row)
    assert (handed.due_on - clock.today()).days == days
    await stories.reply(town, handed)
    await town.act("county", "demand_rework", assignment=handed, rework_note="请再核实")
    assert ((await town.fresh(handed)).due_on - clock.today()).days == days
