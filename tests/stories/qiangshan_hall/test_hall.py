"""Its council, its settings, its grants, and what a clerk records afterwards."""

from __future__ import annotations

import pytest

from tests.stories.picture import photo
from tests.stories.qiangshan_hall.hall import PLUGIN, Hall, day, to_an_open_case


@pytest.mark.day
async def test_only_two_kinds_of_people_sit_in_the_council(hall: Hall) -> None:
    town = hall.town
    council = await town["township"].do(
        "foundCouncil",
        "council { id }",
        station=hall.station,
        name="羌山议事会",
        seats=9,
        founded_on=day(100),
    )
    seat = {"council": council["council"]["id"], "from_on": day(90)}
    await town["township"].do(
        "seatCouncilMember", "__typename", person=hall.chen, identity="mass_representative", **seat
    )
    await town["township"].refused(
        "seatCouncilMember",
        "REFUSED",
        "identity",
        person=hall.zhang,
        identity="village_cadre",
        **seat,
    )


@pytest.mark.day
async def test_a_township_configures_its_hall(hall: Hall) -> None:
    town = hall.town
    township = town["township"]
    case = await to_an_open_case(hall)
    preview = (
        "query($org: ID!, $plugin: String!, $values: JSON!) { previewSettings(org: $org, "
        "plugin: $plugin, values: $values)"
        " { changes { key before after } runningCases } }"
    )
    shown = await township.ask(
        preview, org=town.orgs["township"], plugin=PLUGIN, values={"pledge_max_days": 90}
    )
    assert shown["previewSettings"]["changes"] == [
        {"key": "pledge_max_days", "before": 180, "after": 90}
    ]
    assert shown["previewSettings"]["runningCases"] == 1, case
    error = await township.refused(
        "configurePlugin",
        "INVALID_INPUT",
        org=town.orgs["township"],
        plugin=PLUGIN,
        values={"pledge_max_days": 1},
    )
    assert "pledge_max_days" in error["extensions"]["fields"][0]["path"]
    mine = {"org": town.orgs["township"], "plugin": PLUGIN}
    await township.refused(
        "configurePlugin", "INVALID_INPUT", **mine, values={"council_identities": ["five_elders"]}
    )
    await township.do(
        "configurePlugin", "settingVersion { number }", **mine, values={"pledge_max_days": 90}
    )
    await town["neighbour"].refused(
        "configurePlugin", "NOT_FOUND", **mine, values={"pledge_max_days": 30}
    )


@pytest.mark.day
async def test_two_grants_are_not_mixed(hall: Hall) -> None:
    """Council staff in one village and member in the township: he does not act as council staff in
    the other village.
    """
    town = hall.town
    both = await town.person("both", ("council_staff", "village2"), ("member", "township"))
    given = {
        "title": "路灯",
        "description": "夜里没灯",
        "topic_source": "resident",
        "focus_category": "public_facility",
    }
    await both.do(
        "recordIntake",
        "__typename",
        org=town.orgs["village2"],
        content="二组路灯不亮",
        channel="visit",
    )
    await both.refused(
        "planConsultation",
        "FORBIDDEN",
        station=hall.station,
        title="越界",
        date=day(0),
        place="别处",
        form="yard",
    )
    await both.refused("screenTopic", "INVALID_INPUT", topic="x", decision="screened")
    assert given


@pytest.mark.day
async def test_a_clerk_records_in_one_go_and_takes_it_back(hall: Hall) -> None:
    village = hall.town["village"]
    picture = await village.upload("xianchang.jpg", photo(), hall.town.orgs["village"])
    made = await village.do(
        "recordConsultation",
        "consultation { id title state participants { nodes { partyKind count } } case { id "
        "title } }",
        station=hall.station,
        date=day(3),
        title="院坝里说垃圾清运",
        content="三组垃圾清运一周一次不够,大家同意改为两次。",
        participants=[
            {"party_kind": "mass_representative", "count": 12},
            {"party_kind": "cppcc_member", "count": 2},
        ],
        photos=[picture],
    )
    chain = made["consultation"]
    assert chain["state"] == "held"
    assert sorted(p["count"] for p in chain["participants"]["nodes"]) == [2, 12]
    await village.refused("voidRecord", "INVALID_INPUT", id=chain["id"], reason="")
    await village.do("voidRecord", "__typename", id=chain["id"], reason="日期记错,重新补录")
    left = await village.ask("{ consultations { totalCount } consultationCases { totalCount } }")
    assert left == {"consultations": {"totalCount": 0}, "consultationCases": {"totalCount": 0}}
