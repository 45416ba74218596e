"""One team of six kinds of people, two consultations and three kinds of activity a year, the wall."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.asking import asked
from tests.stories.one_two_three_n.station import PLUGIN, CouncilStation, day, hold

SIX = (
    "cppcc_member",
    "party_delegate",
    "npc_deputy",
    "village_worthy",
    "enterprise_representative",
    "mass_representative",
)


async def council(station: CouncilStation, seats: int) -> str:
    made = await station.town["township"].do(
        "foundCouncil",
        "council { id seats }",
        station=station.station,
        name="河口镇议事队伍",
        seats=seats,
        founded_on=day(790),
    )
    return str(made["council"]["id"])


@pytest.mark.day
async def test_the_team_takes_six_kinds_of_people_and_says_who_is_missing(
    station: CouncilStation,
) -> None:
    township = station.town["township"]
    team = await council(station, 6)
    names = list(station.people)
    error = await township.refused(
        "seatCouncilMember",
        "INVALID_INPUT",
        field="input.identity",
        council=team,
        person=station.people[names[0]],
        identity="five_elders",
    )
    assert "cppcc_member" in str(error) or "政协委员" in str(error)
    hints = []
    for name, identity in zip(names, SIX, strict=False):
        seated = await township.do(
            "seatCouncilMember",
            "councilMember { id } advice { rule message }",
            council=team,
            person=station.people[name],
            identity=identity,
            from_on=day(700),
        )
        hints.append([a["message"] for a in seated["advice"] if a["rule"] == "team_incomplete"])
    assert hints[0] == ["议事队伍还没有:党代表、人大代表、乡贤、企业代表、群众代表。"]
    assert hints[4:] == [["议事队伍还没有:群众代表。"], []]
    await township.refused(
        "seatCouncilMember",
        "REFUSED",
        "no_seat",
        council=team,
        person=station.people[names[6]],
        identity="mass_representative",
    )
    left = await township.do(
        "endCouncilSeat",
        "advice { message }",
        seat=seated["councilMember"]["id"],
        to_on=day(0),
    )
    assert [a["message"] for a in left["advice"]] == ["议事队伍还没有:群众代表。"]
    county, org = station.town["county"], station.town.orgs["county"]
    found = await asked(
        county, "metric", "value", org=org, metric="council_members{identity=npc_deputy}"
    )
    assert found["value"] == "1"


async def year(station: CouncilStation) -> list[tuple[str, str, str]]:
    """What the year's quota says of the station: item, done, state."""
    found = await asked(
        station.town["township"],
        "quotaProgress",
        "rule { code } current { done state }",
        station=station.station,
    )
    return [
        (line["rule"]["code"], line["current"]["done"], line["current"]["state"]) for line in found
    ]


@pytest.mark.day
async def test_two_consultations_and_three_kinds_of_activity_make_the_year(
    station: CouncilStation,
) -> None:
    town = station.town
    township = town["township"]
    await township.do("adoptQuotaSet", "__typename", org=town.orgs["township"], code=PLUGIN)
    await hold(station, None, 0, "先通管网")
    await activity(station, "study")
    assert [(code, done) for code, done, _ in await year(station)] == [
        ("consult", "1"),
        ("study", "1"),
        ("survey", "0"),
        ("supervise", "0"),
    ]
    await hold(station, None, 0, "再修屋面", title="老街屋面")
    await activity(station, "survey")
    await activity(station, "supervision")
    assert {state for _, _, state in await year(station)} == {"green"}
    county, org = town["county"], town.orgs["county"]
    for metric, value in (
        (f"quota_required{{rule={PLUGIN}.consult}}", "2"),
        (f"quota_met{{rule={PLUGIN}}}", "100.0%"),
    ):
        found = await asked(county, "metric", "text", org=org, metric=metric)
        assert found["text"] == value, metric


async def activity(station: CouncilStation, kind: str) -> None:
    await station.town["township"].do(
        "recordActivity",
        "__typename",
        station=station.station,
        kind=kind,
        title="围绕老街消防开展活动",
        date=day(0),
        campaign="central_task",
        result_text="看了三条巷子",
        participants=[{"party_kind": "cppcc_member", "count": 5}],
    )


@pytest.mark.day
async def test_what_hangs_on_the_wall_is_told(station: CouncilStation) -> None:
    """The mode, the organisation and the procedure; posters are made of them."""
    town = station.town
    await town["township"].do(
        "registerDocument",
        "__typename",
        station=station.station,
        title="民主议事站议事规则",
        doc_kind="rules",
        issued_by="镇党委",
        issued_on=day(700),
        on_wall=True,
    )
    shown = await town["township"].ask(
        "{ variants { code guide { code title text } procedures { code steps { label } } } "
        "ruleDocuments(where: {onWall: {eq: true}}) { nodes { title } } }"
    )
    [variant] = [v for v in shown["variants"] if v["code"] == PLUGIN]
    assert [page["code"] for page in variant["guide"]] == [
        "mode",
        "organisation",
        "ten_steps",
        "sizes",
    ]
    [ten] = variant["procedures"]
    assert [s["label"] for s in ten["steps"]] == [
        "征集议题",
        "筛选议题",
        "审定议题",
        "制定方案",
        "议前调研",
        "通知公告",
        "民主协商",
        "形成意见",
        "交办督办",
        "反馈评议",
    ]
    assert shown["ruleDocuments"]["nodes"] == [{"title": "民主议事站议事规则"}]


@pytest.mark.day
async def test_other_places_that_take_the_way_over_are_counted_by_the_brand(
    station: CouncilStation,
) -> None:
    town = station.town
    county = town["county"]
    await town.switch_on(PLUGIN, "neighbour")
    for org, name in (("neighbour", "东坪镇民主议事站"), ("county", "县工商联议事站")):
        await county.do(
            "openStation",
            "__typename",
            org=town.orgs[org],
            name=name,
            kind="council_room",
            level="township" if org == "neighbour" else "county",
            brand="诗城议事会",
            opened_on=day(30),
        )
    found = await asked(
        county,
        "metric",
        "value",
        org=town.orgs["county"],
        metric="platforms_total{brand=诗城议事会}",
    )
    assert found["value"] == "3"
    plugins: list[dict[str, Any]] = await asked(
        county, "plugins", "code state onBelow", org=town.orgs["county"]
    )
    [own] = [p for p in plugins if p["code"] == PLUGIN]
    assert (own["state"], own["onBelow"]) == ("off", True)
