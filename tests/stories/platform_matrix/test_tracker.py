"""The tracker: the most urgent first, each with its light; what may be filtered, who may look."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.asking import Word, asked, not_answered
from tests.stories.platform_matrix.matrix import (
    TRACKED,
    Matrix,
    day,
    hand_over,
    open_case,
    outcome,
)


@pytest.fixture
async def five(matrix: Matrix) -> Matrix:
    """Five outcomes of one small case: late, due soon, in hand, given back, with nobody yet."""
    case = await open_case(matrix, "河堤怎么护", 60)
    for title, handed, term in (
        ("护坡", 40, {}),
        ("清淤", 13, {}),
        ("步道", 5, {"due_on": day(-20)}),
        ("闸门", 3, {}),
    ):
        one = await outcome(matrix, case, 45, title)
        made = await hand_over(matrix, one, handed, **term)
        matrix.made[title] = made["assignment"]["id"]
        if title == "步道":
            [hint] = made["advice"]
            assert hint["rule"] == "slow_term"
            assert hint["message"] == "小微协商成果一般15天内答复,本次给了25天。"
    await matrix.town["unit"].do(
        "returnAssignment",
        "__typename",
        assignment=matrix.made["闸门"],
        returned_reason="not_our_duty",
        returned_note="闸门归供电公司管",
    )
    matrix.made["路灯"] = await outcome(matrix, case, 45, "路灯")
    return matrix


async def lights(matrix: Matrix, who: str = "township", **given: Any) -> list[tuple[str, str]]:
    org = matrix.town.orgs["township"]
    found = await asked(matrix.town[who], "handlingTracker", TRACKED, org=org, **given)
    return [(row["title"], row["light"]) for row in found["rows"]]


@pytest.mark.day
async def test_the_most_urgent_comes_first_with_its_light(five: Matrix) -> None:
    assert await lights(five) == [
        ("护坡", "red"),
        ("闸门", "purple"),
        ("清淤", "amber"),
        ("路灯", "grey"),
        ("步道", "blue"),
    ]
    org = five.town.orgs["county"]
    found = await asked(five.town["county"], "handlingTracker", TRACKED, org=org)
    assert found["lights"] == [
        {"light": light, "count": 1} for light in ("red", "purple", "amber", "grey", "blue")
    ]
    late = found["rows"][0]
    assert (late["dueOn"], late["daysLeft"], late["ageDays"]) == (day(25), -25, 45)


@pytest.mark.day
async def test_it_is_filtered_by_light_and_grade(five: Matrix) -> None:
    assert await lights(five, light=Word("red")) == [("护坡", "red")]
    assert await lights(five, grade=Word("key_special")) == []
    assert len(await lights(five, grade=Word("small_micro"))) == 5


@pytest.mark.day
async def test_amber_begins_when_the_township_says(five: Matrix) -> None:
    await five.town["township"].do(
        "configurePlugin",
        "__typename",
        org=five.town.orgs["township"],
        plugin="core",
        values={"due_soon_days": 21},
    )
    assert ("步道", "amber") in await lights(five)


@pytest.mark.day
async def test_what_is_explained_or_reported_is_handed_over_too(five: Matrix) -> None:
    township, light = five.town["township"], five.made["路灯"]
    await township.do("routeOutcome", "__typename", outcome=light, route_class="C")
    await township.do(
        "explainOutcome",
        "__typename",
        outcome=light,
        text="线路改造列入明年计划,今年暂不能装。",
        by="镇长",
        on=day(2),
        place="村委会",
    )
    org = five.town.orgs["township"]
    found = await asked(township, "handlingTracker", TRACKED, org=org)
    [row] = [row for row in found["rows"] if row["title"] == "路灯"]
    assert (row["handedOn"], row["answeredOn"], row["light"]) == (day(2), day(2), "blue")


@pytest.mark.day
async def test_a_report_to_party_and_government_waits_for_its_decision(five: Matrix) -> None:
    """Before it is reported the day counts by which it must be, afterwards that of the decision."""
    town = five.town
    county, light, org = town["county"], five.made["路灯"], town.orgs["township"]
    await town["township"].do("routeOutcome", "__typename", outcome=light, route_class="B")
    assert ("路灯", "grey") in await lights(five)
    made = await county.do(
        "submitSpecialReport",
        "specialReport { id dueOn }",
        org=town.orgs["county"],
        outcomes=[light],
        to_org=town.orgs["party"],
        text="建议将路灯改造列入民生实事。",
        submitted_on=day(20),
        due_on=day(4),
    )
    assert ("路灯", "red") in await lights(five, "county")
    assert ("路灯", "blue") in await lights(five)  # it knows that the county has reported
    await county.do(
        "decideSpecialReport",
        "__typename",
        report=made["specialReport"]["id"],
        decision="同意列入。",
        decided_on=day(1),
    )
    found = await asked(county, "handlingTracker", TRACKED, org=org)
    [row] = [row for row in found["rows"] if row["title"] == "路灯"]
    assert (row["handedOn"], row["answeredOn"], row["dueOn"]) == (day(20), day(1), None)
    assert row["light"] == "blue"
    assert found["answered"] == 1
    below = await asked(town["township"], "handlingTracker", "answered handed", org=org)
    assert below == {"answered": 1, "handed": 4}


@pytest.mark.day
async def test_nobody_looks_into_another_place(five: Matrix) -> None:
    org = five.town.orgs["township"]
    for who in ("neighbour", "unit"):
        error = await not_answered(five.town[who], "handlingTracker", TRACKED, org=org)
        assert error["extensions"]["code"] in ("FORBIDDEN", "NOT_FOUND"), who
    nobody = await not_answered(five.town.resident, "handlingTracker", TRACKED, org=org)
    assert nobody
