"""三在前: a decision that was consulted before party, congress and government acted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.fixtures.county import County
from yishi_core.domain.collaboration.decisions import came_first

GIVEN = {
    "title": "第十二个五年规划纲要",
    "decision_kind": "five_year_plan",
    "consulted_on": "2025-10-10",
}
LATER = {"party_decided_on": "2025-11-01", "congress_on": "2026-01-10", "action_on": "2026-02-01"}


def test_it_came_first_when_all_three_follow() -> None:
    first, then = date(2025, 1, 1), date(2025, 1, 2)
    assert came_first(first, then, then, then) is True
    assert came_first(first, then, None, then) is None
    assert came_first(first, None, None, None) is None
    assert came_first(first, first, None, None) is False
    assert came_first(then, then, first, None) is False


async def test_what_follows_is_added_as_it_happens(town: County) -> None:
    row = await town.act("township", "record_decision_consult", org=town.orgs["township"], **GIVEN)
    assert row.valid is None
    row = await town.act(
        "township", "change_decision_consult", decision_consult=row, party_decided_on="2025-11-01"
    )
    assert row.valid is None
    row = await town.act(
        "township",
        "change_decision_consult",
        decision_consult=row,
        congress_on="2026-01-10",
        action_on="2026-02-01",
    )
    assert row.valid is True
    row = await town.act(
        "township",
        "change_decision_consult",
        decision_consult=row,
        decision_kind="town_plan",
        congress_on=None,
    )
    assert (row.decision_kind.value, row.valid) == ("town_plan", None)


async def test_a_consultation_that_came_late_does_not_count(town: County) -> None:
    result = await town.result(
        "township",
        "record_decision_consult",
        org=town.orgs["township"],
        **{**GIVEN, **LATER, "congress_on": "2025-10-01"},
    )
    assert (result.value.valid, [a.rule for a in result.advice]) == (False, ["not_first"])


@pytest.mark.parametrize("name", ["consulted_on", *LATER])
async def test_nothing_has_happened_tomorrow(town: County, name: str) -> None:
    raw: dict[str, Any] = {**GIVEN, name: "2099-01-01"}
    error = await town.refused(
        "township",
        "record_decision_consult",
        code="INVALID_INPUT",
        org=town.orgs["township"],
        **raw,
    )
    assert error.fields[0].path == name


async def test_who_records_it(town: County) -> None:
    for who in ("leader", "member", "auditor"):
        await town.refused(
            who, "record_decision_consult", code="FORBIDDEN", org=town.orgs["township"], **GIVEN
        )
    await town.refused(
        "neighbour", "record_decision_consult", code="NOT_FOUND", org=town.orgs["township"], **GIVEN
    )
