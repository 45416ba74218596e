"""Beside another variant in one township: each case goes by the way that was named for it."""

from __future__ import annotations

import pytest

from tests.stories.one_two_three_n.station import CouncilStation, day, topic

BESIDE = "platform_matrix"


@pytest.mark.day
async def test_where_two_ways_are_on_a_case_says_which_and_keeps_it(
    station: CouncilStation,
) -> None:
    town = station.town
    await town.switch_on(BESIDE)
    township = town["township"]
    cases = []
    for title, procedure in (("老街消防", "ten_step"), ("二巷路灯", "matrix_flow")):
        one, _ = await topic(station, title, 20)
        error = await township.refused(
            "openCase", "INVALID_INPUT", field="input.procedure", topic=one, opened_on=day(20)
        )
        assert "ten_step(十步工作法)" in error["message"]
        assert "matrix_flow(四方协商、交督复)" in error["message"]
        made = await township.do(
            "openCase",
            "consultationCase { id procedure steps(first: 20) { totalCount } }",
            topic=one,
            procedure=procedure,
            opened_on=day(20),
        )
        assert made["consultationCase"]["procedure"] == procedure
        cases.append((made["consultationCase"]["id"], made["consultationCase"]["steps"]))
    assert [steps["totalCount"] for _, steps in cases] == [10, 5]
    for n, code in enumerate(("collect", "choose")):
        await township.do("advanceStep", "__typename", case=cases[n][0], step=code)
    error = await township.refused(
        "advanceStep", "REFUSED", "no_consultation", case=cases[1][0], step="consult"
    )
    assert error["extensions"]["plugin"] == BESIDE
