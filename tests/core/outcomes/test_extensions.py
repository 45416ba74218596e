"""More time for a unit: asked in time, granted or refused by the office that handed over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.outcomes.extensions import Extension, ExtensionState
from yishi_core.domain.outcomes.models import Assignment


def in_days(n: int) -> str:
    return (clock.now().astimezone(clock.CHINA).date() + timedelta(days=n)).isoformat()


async def asked(town: County, handed: Assignment, **given: Any) -> Extension:
    row: Extension = await town.act(
        "unit",
        "ask_extension",
        assignment=handed,
        **{"wanted_until": in_days(60), "reason": "雨季无法施工", **given},
    )
    return row


@pytest.mark.day
async def test_a_unit_asks_and_the_office_grants(town: County) -> None:
    handed = await stories.accepted(town)
    request = await asked(town, handed)
    assert (request.state, request.org_path) == (ExtensionState.ASKED, town.orgs["unit"].org_path)
    assert (await town.fresh(handed)).due_on == handed.due_on
    decided = await town.act("township", "decide_extension", assignment=handed, granted=True)
    assert (decided.state, decided.granted_until) == (ExtensionState.GRANTED, request.wanted_until)
    assert (await town.fresh(handed)).due_on == request.wanted_until


@pytest.mark.day
async def test_the_office_may_grant_less_and_refuses_with_a_reason(town: County) -> None:
    handed = await stories.accepted(town)
    await asked(town, handed)
    await town.refused(
        "county", "decide_extension", code="INVALID_INPUT", assignment=handed, granted=False
    )
    await town.refused(
        "county",
        "decide_extension",
        code="INVALID_INPUT",
        assignment=handed,
        granted=False,
        granted_until=in_days(40),
    )
    refused = await town.act(
        "county",
        "decide_extension",
        assignment=handed,
        granted=False,
        decision_note="汛期前必须完工",
    )
    assert refused.state is ExtensionState.REFUSED
    assert (await town.fresh(handed)).due_on == handed.due_on
    await asked(town, handed, wanted_until=in_days(50))
    less = await town.act(
        "township", "decide_extension", assignment=handed, granted=True, granted_until=in_days(45)
    )
    assert (await town.fresh(handed)).due_on == less.granted_until == cases.day(in_days(45))


@pytest.mark.day
async def test_one_request_at_a_time_and_none_without(town: County) -> None:
    handed = await stories.accepted(town)
    await town.refused(
        "township",
        "decide_extension",
        code="REFUSED",
        rule="none_asked",
        assignment=handed,
        granted=True,
    )
    await asked(town, handed)
    await town.refused(
        "unit",
        "ask_extension",
        code="REFUSED",
        rule="asked_already",
        assignment=handed,
        wanted_until=in_days(70),
        reason="再延",
    )


async def test_notice_comes_before_the_due_day(town: County) -> None:
    handed = await stories.accepted(town, assigned_on="2026-03-02", due_on="2026-03-20")
    given: dict[str, Any] = {
        "assignment": handed,
        "wanted_until": "2026-04-20",
        "reason": "雨季无法施工",
    }
    await town.refused("unit", "ask_extension", code="REFUSED", rule="asked_too_late", **given)
    await town.refused(
        "unit", "ask_extension", code="INVALID_INPUT", **given, asked_on="2026-02-20"
    )
    await town.refused(
        "unit", "ask_extension", code="INVALID_INPUT", **given, asked_on="2099-01-01"
    )
    entered_late = await town.act("unit", "ask_extension", **given, asked_on="2026-03-18")
    assert entered_late.asked_on == cases.day("2026-03-18")
    await town.refused(
        "township",
        "decide_extension",
        code="INVALID_INPUT",
        assignment=handed,
        granted=True,
        decided_on="2026-03-01",
    )


@pytest.mark.day
async def test_more_time_is_more_and_has_an_end(town: County) -> None:
    handed = await stories.accepted(town)
    for until in (in_days(10), in_days(181)):
        error = await town.refused(
            "unit",
            "ask_extension",
            code="INVALID_INPUT",
            assignment=handed,
            wanted_until=until,
            reason="雨季",
        )
        assert error.fields[0].path == "wanted_until"
    await asked(town, handed, wanted_until=in_days(180))


@pytest.mark.day
async def test_who_answered_needs_no_time_and_others_ask_nothing(town: County) -> None:
    handed = await stories.accepted(town)
    given: dict[str, Any] = {
        "assignment": handed,
        "wanted_until": in_days(60),
        "reason": "雨季无法施工",
    }
    await town.refused("unit2", "ask_extension", code="NOT_FOUND", **given)
    await town.refused("township", "ask_extension", code="FORBIDDEN", **given)
    await asked(town, handed)
    await town.refused(
        "unit", "decide_extension", code="FORBIDDEN", assignment=handed, granted=True
    )
    await town.refused(
        "neighbour", "decide_extension", code="NOT_FOUND", assignment=handed, granted=True
    )
    await stories.reply(town, handed)
    await town.refused(
        "township",
        "decide_extension",
        code="REFUSED",
        rule="state",
        assignment=handed,
        granted=True,
    )
    await town.refused("unit", "ask_extension", code="REFUSED", rule="state", **given)
    await town.act(
        "township",
        "decide_extension",
        assignment=handed,
        granted=False,
        decision_note="已答复,无需延期",
    )


async def test_a_supervisor_s_or_a_granted_day_is_no_longer_counted_in_working_days(
    town: County,
) -> None:
    await cases.choose(town, assignment_due_in_working_days=True)
    handed = await stories.accepted(town, assigned_on="2026-03-02")
    assert (handed.due_on, handed.due_working_days, handed.due_provisional) == (
        cases.day("2026-04-14"),
        30,
        False,
    )
    await asked(town, handed, asked_on="2026-04-10", wanted_until="2026-05-10")
    await town.act("township", "decide_extension", assignment=handed, granted=True)
    fresh = await town.fresh(handed)
    assert (fresh.due_on, fresh.due_working_days) == (cases.day("2026-05-10"), None)
