"""大事大议、小事小议、急事快议、难事广议: the size picks the form and the time; ten steps are editable."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.asking import asked, not_answered
from tests.stories.one_two_three_n.station import PLUGIN, CouncilStation, day, open_case, topic
from tests.stories.people import Json


async def rule(station: CouncilStation, topic: str, who: str = "township") -> Json:
    found: Json = await asked(
        station.town[who], "sizeRule", "size label forms days until", topic=topic
    )
    return found


@pytest.mark.day
@pytest.mark.parametrize(
    ("given", "size", "label", "days"),
    [
        ({}, "small", "小事小议", 30),
        ({"impact": "broad"}, "big", "大事大议", 60),
        ({"is_professional": True}, "hard", "难事广议", 90),
        ({"orientation": "problem"}, "hard", "难事广议", 90),
        ({"urgency": "urgent", "impact": "broad"}, "urgent", "急事快议", 7),
    ],
)
async def test_the_size_of_a_topic_picks_forms_and_the_last_day(
    station: CouncilStation, given: dict[str, Any], size: str, label: str, days: int
) -> None:
    one, approved = await topic(station, "老街消防", 5, **given)
    found = await rule(station, one)
    assert (found["size"], found["label"], found["days"]) == (size, label, days)
    assert found["until"] == day(5 - days)
    assert approved["topic"]["recommendedForm"] in found["forms"]
    [hint] = [a for a in approved["advice"] if a["plugin"] == PLUGIN]
    assert hint["message"].startswith(f"{label}:请于{day(5 - days)}前召开议事协商会,形式可选")


@pytest.mark.day
async def test_a_form_or_a_day_that_does_not_fit_is_pointed_out(station: CouncilStation) -> None:
    one, _ = await topic(station, "二巷水管", 5)
    case = await open_case(station, one, 5)
    township = station.town["township"]
    planned = await township.do(
        "planConsultation",
        "consultation { id } advice { rule message plugin }",
        case=case,
        title="水管怎么换",
        date=day(-40),
        place="议事站",
        form="chairs_meeting",
    )
    told = {a["rule"]: a["message"] for a in planned["advice"] if a["plugin"] == PLUGIN}
    assert told["size_late"] == f"小事小议:应于{day(-25)}前召开,计划日期晚了15天。"
    assert told["size_form"].startswith("小事小议:本议题宜用实地考察、现场协商、院坝协商")
    event = planned["consultation"]["id"]
    changed = await township.do(
        "changeConsultation", "advice { rule plugin }", consultation=event, form="yard"
    )
    assert [a["rule"] for a in changed["advice"] if a["plugin"] == PLUGIN] == ["size_late"]
    moved = await township.do(
        "postponeConsultation",
        "advice { rule plugin }",
        consultation=event,
        to=day(-10),
        reason="等水务人员到场",
    )
    assert [a for a in moved["advice"] if a["plugin"] == PLUGIN] == []


@pytest.mark.day
async def test_a_township_sets_its_forms_and_days(station: CouncilStation) -> None:
    town = station.town
    one, _ = await topic(station, "夜市噪声", 5, urgency="urgent")
    mine = {"org": town.orgs["township"], "plugin": PLUGIN}
    await town["township"].refused(
        "configurePlugin", "INVALID_INPUT", **mine, values={"urgent_days": 0}
    )
    await town["township"].refused(
        "configurePlugin", "INVALID_INPUT", **mine, values={"urgent_forms": ["telephone"]}
    )
    await town["village"].refused("configurePlugin", "FORBIDDEN", **mine, values={"urgent_days": 3})
    await town["township"].do(
        "configurePlugin",
        "__typename",
        **mine,
        values={"urgent_days": 3, "urgent_forms": ["hearth"]},
    )
    found = await rule(station, one)
    assert (found["forms"], found["until"]) == (["hearth"], day(2))
    await town.switch_on(PLUGIN, "neighbour")
    error = await not_answered(town["neighbour"], "sizeRule", "size", topic=one)
    assert error["extensions"]["code"] == "NOT_FOUND"


@pytest.mark.day
async def test_the_ten_steps_may_be_replaced_and_running_cases_keep_theirs(
    station: CouncilStation,
) -> None:
    town = station.town
    begun = await open_case(station, (await topic(station, "老街消防", 20))[0], 20)
    steps = [
        {"code": "ask", "label": "问需", "stage": "collect"},
        {"code": "talk", "label": "议事", "stage": "deliberate"},
        {"code": "judge", "label": "评事", "stage": "evaluate"},
    ]
    await town["township"].do(
        "configurePlugin",
        "__typename",
        org=town.orgs["township"],
        plugin=PLUGIN,
        values={"steps": steps},
    )
    anew = await open_case(station, (await topic(station, "夜市噪声", 5))[0], 5)
    labels = '{ consultationCase(id: "%s") { steps(first: 20) { nodes { label } } } }'
    for case, count in ((begun, 10), (anew, 3)):
        shown = await town["township"].ask(labels % case)
        assert len(shown["consultationCase"]["steps"]["nodes"]) == count
    await town["township"].do("advanceStep", "__typename", case=anew, step="ask")
    await town["township"].refused(
        "advanceStep", "REFUSED", "no_consultation", case=anew, step="talk"
    )
