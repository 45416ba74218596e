"""Regular checks of what units have in hand (domain.md 2.9: checked at intervals)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.outcomes.models import Assignment, Outcome
from yishi_core.kernel.operation.inputs import global_id

CHECK = "assignment.check"
SEEN = {"method": "reminder", "by": "镇政协联络组", "finding": "已备料"}


async def check_day(town: County, of: Assignment) -> date | None:
    now: Assignment = await town.fresh(of)
    return now.check_on


async def waits(town: County, outcome: Outcome, who: str = "township", **at: int) -> list[str]:
    """What waits for somebody on the outcome, on a day of November and December 2026."""
    day = {"month": 11, "day": 25, **at}
    with clock.moved(datetime(2026, day["month"], day["day"], 10, tzinfo=clock.CHINA)):
        found = (await town.act(who, "todos")).items
    return [item.todo for item in found if item.record == global_id(outcome)]


async def handed(town: County, outcome: Outcome, unit: str = "unit", **given: Any) -> Assignment:
    return await stories.assigned(
        town, outcome, unit, **{"assigned_on": "2026-11-20", "due_on": "2026-12-31", **given}
    )


async def test_a_place_checks_at_no_interval_unless_it_sets_one(town: County) -> None:
    outcome = await stories.routed(town)
    given = await handed(town, outcome)
    assert given.check_on is None
    assert CHECK not in await waits(town, outcome, month=12, day=31)


async def test_what_a_unit_has_in_hand_is_checked_at_the_interval_of_the_place(
    town: County,
) -> None:
    await cases.choose(town, progress_check_days=10)
    outcome = await stories.routed(town)
    given = await handed(town, outcome)
    assert given.check_on == date(2026, 11, 30)
    assert CHECK not in await waits(town, outcome, day=29)
    assert CHECK in await waits(town, outcome, day=30)
    assert CHECK not in await waits(town, outcome, "unit", day=30), "a unit does not check itself"

    with clock.moved(datetime(2026, 11, 30, 15, tzinfo=clock.CHINA)):
        await town.act("township", "supervise", outcome=outcome, **SEEN)
    assert await check_day(town, given) == date(2026, 12, 10)
    assert CHECK not in await waits(town, outcome, month=12, day=9)
    assert CHECK in await waits(town, outcome, month=12, day=10)


async def test_a_check_of_one_unit_leaves_the_day_of_the_other(town: County) -> None:
    await cases.choose(town, progress_check_days=10)
    outcome = await stories.routed(town)
    first = await handed(town, outcome)
    second = await handed(town, outcome, "unit2", handling_role="assist")
    of = {"outcome": outcome, "on": "2026-11-24", **SEEN}
    await town.act("township", "supervise", assignment=first, **of)
    assert await check_day(town, first) == date(2026, 12, 4)
    assert await check_day(town, second) == date(2026, 11, 30)
    await town.act("township", "supervise", **of)
    assert await check_day(town, second) == date(2026, 12, 4)


async def test_an_older_check_that_is_entered_later_does_not_move_the_day_back(
    town: County,
) -> None:
    await cases.choose(town, progress_check_days=10)
    outcome = await stories.routed(town)
    given = await handed(town, outcome)
    for on in ("2026-11-24", "2026-11-22"):
        await town.act("township", "supervise", outcome=outcome, on=on, **SEEN)
    assert await check_day(town, given) == date(2026, 12, 4)


async def test_an_answered_matter_is_not_checked_and_rework_begins_the_interval_anew(
    town: County,
) -> None:
    await cases.choose(town, progress_check_days=3)
    outcome = await stories.routed(town)
    given = await handed(town, outcome)
    await town.act("unit", "accept_assignment", assignment=given)
    assert CHECK in await waits(town, outcome)
    await stories.reply(town, given)
    assert CHECK not in await waits(town, outcome)
    await town.act("township", "demand_rework", assignment=given, rework_note="还差一盏")
    assert await check_day(town, given) == date(2026, 11, 28)
    assert CHECK not in await waits(town, outcome, day=27)
    assert CHECK in await waits(town, outcome, day=28)
