"""The old street: ten steps, money from above, what it changed, and what the people say of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.stories.asking import asked
from tests.stories.one_two_three_n.station import (
    PLUGIN,
    STEPS,
    CouncilStation,
    day,
    hold,
    open_case,
    step,
    topic,
)


@pytest.mark.day
async def test_the_whole_way(station: CouncilStation) -> None:
    town = station.town
    township = town["township"]
    one, _ = await topic(station, "老街木屋消防改造", 60, is_professional=True)
    case = await open_case(station, one, 60)

    # --- ten steps in order; what is missing is named
    await township.refused("advanceStep", "REFUSED", "step_order", case=case, step="screen")
    for name in STEPS[:3]:
        await step(station, case, name)
    error = await township.refused(
        "advanceStep", "REFUSED", "document_missing", case=case, step="plan"
    )
    assert "协商方案" in error["message"]
    for name in STEPS[3:6]:
        await step(station, case, name)
    await township.refused("advanceStep", "REFUSED", "no_consultation", case=case, step="consult")
    event = await hold(
        station,
        case,
        30,
        "老街统一铺设消防管网",
        "每三十米设一个消火栓",
        form="symposium",
        campaign="central_task",
    )
    await step(station, case, "consult")
    await step(station, case, "conclude")

    # --- a suggestion becomes an outcome, which the unit answers
    listed = await township.ask("{ suggestions { nodes { id text } } }")
    pipes = listed["suggestions"]["nodes"][0]["id"]
    made = await township.do(
        "recordOutcome",
        "outcome { id }",
        case=case,
        title="老街消防管网",
        text="老街铺设消防管网并设消火栓。",
        suggestions=[pipes],
        formed_on=day(29),
    )
    outcome = made["outcome"]["id"]
    await handled(station, outcome)
    await step(station, case, "supervise")

    # --- the people's satisfaction is the standard
    error = await township.refused(
        "advanceStep", "REFUSED", "satisfaction_not_asked", case=case, step="evaluate"
    )
    assert error["extensions"]["plugin"] == PLUGIN
    await township.do(
        "evaluateCase",
        "__typename",
        case=case,
        kind="satisfaction",
        score=96,
        n=72,
        comment="七十二户,不满意三户",
    )
    await step(station, case, "evaluate")
    await what_it_brought(station, case, outcome)
    await register(station, event)


async def handled(station: CouncilStation, outcome: str) -> None:
    town = station.town
    township, unit = town["township"], town["unit"]
    await township.do("routeOutcome", "__typename", outcome=outcome, route_class="A")
    handed = await township.do(
        "assignOutcome",
        "assignment { id }",
        outcome=outcome,
        unit=town.orgs["unit"],
        brief="铺设消防管网,设消火栓",
        assigned_on=day(28),
    )
    assignment = handed["assignment"]["id"]
    await unit.do("acceptAssignment", "__typename", assignment=assignment)
    await unit.do(
        "replyAssignment",
        "__typename",
        assignment=assignment,
        text="管网九百八十七米、消火栓九个全部完工。",
        result_class="A",
    )
    await township.do("confirmReply", "__typename", assignment=assignment)
    await township.do(
        "convertOutcome",
        "__typename",
        outcome=outcome,
        conversion_kind="project",
        conversion_note="管网九百八十七米、消火栓九个,已通水验收。",
    )


async def what_it_brought(station: CouncilStation, case: str, outcome: str) -> None:
    """Money won from above, and facts; counted for the case."""
    town = station.town
    secured = {
        "amount": 55_000_000,
        "source": "upper_level",
        "from_body": "省应急管理部门",
        "date": day(10),
        "purpose": "老街消防专项",
    }
    await town["unit"].refused("recordFundSecured", "FORBIDDEN", outcome=outcome, **secured)
    await town["township"].do("recordFundSecured", "__typename", outcome=outcome, **secured)
    for metric, value, unit in (("pipe_m", 987, "米"), ("hydrants", 9, "个")):
        await town["township"].do(
            "recordImpact",
            "__typename",
            case=case,
            metric=metric,
            value=str(value),
            unit=unit,
            date=day(9),
            evidence="竣工验收单所载",
        )
    for metric, value in (
        ("fund_secured{source=upper_level}", 55_000_000),
        ("impact{metric=pipe_m}", 987),
        ("impact{metric=hydrants}", 9),
        ("converted_cases", 1),
    ):
        found = await asked(
            town["county"], "metric", "value", case=case, metric=metric, from_on=day(100)
        )
        assert Decimal(found["value"]) == value, metric
    accounts = await asked(
        town["county"], "fundAccounts", "budgeted secured", org=town.orgs["county"]
    )
    assert accounts == {"budgeted": 0, "secured": 55_000_000}


async def register(station: CouncilStation, event: str) -> None:
    """The N suggestions: where each was made, and what became of it."""
    shown = await station.town["township"].ask(
        '{ suggestions(where: {consultation: {campaign: {eq: "central_task"}}}) { totalCount '
        "nodes { text consultation { id } toOutcome { title converted } } } }"
    )
    assert shown["suggestions"] == {
        "totalCount": 2,
        "nodes": [
            {
                "text": "老街统一铺设消防管网",
                "consultation": {"id": event},
                "toOutcome": {"title": "老街消防管网", "converted": True},
            },
            {"text": "每三十米设一个消火栓", "consultation": {"id": event}, "toOutcome": None},
        ],
    }


@pytest.mark.day
async def test_a_rating_by_the_people_is_as_good_as_an_evaluation(station: CouncilStation) -> None:
    """Whoever handed the matter in rates the answer without an account; then the case ends."""
    town = station.town
    township = town["township"]
    one, _ = await topic(station, "二巷路灯", 20)
    case = await open_case(station, one, 20)
    for name in STEPS[:6]:
        await step(station, case, name)
    await hold(station, case, 10, "装声控灯", form="yard")
    for name in STEPS[6:9]:
        await step(station, case, name)
    made = await township.do(
        "recordOutcome", "outcome { id }", case=case, title="路灯", text="装声控灯十盏。"
    )
    outcome = made["outcome"]["id"]
    await township.do("routeOutcome", "__typename", outcome=outcome, route_class="C")
    await township.do(
        "explainOutcome",
        "__typename",
        outcome=outcome,
        text="明年统一改造,今年先装临时灯。",
        by="镇长",
        place="二巷",
    )
    await township.refused(
        "advanceStep", "REFUSED", "satisfaction_not_asked", case=case, step="evaluate"
    )
    await township.do(
        "giveFeedback",
        "__typename",
        outcome=outcome,
        direction="to_proposer",
        to="二巷住户",
        satisfaction="basically_satisfied",
        communicated_by="visit",
    )
    await step(station, case, "evaluate")
    shown = await township.ask(f'{{ consultationCase(id: "{case}") {{ state }} }}')
    assert shown["consultationCase"]["state"] == "concluded"
