"""A studio and its group are one body: its board, its work, and where it is switched on."""

from __future__ import annotations

import pytest

from tests.stories.group_studio_union.studio import BOARD, PLUGIN, Union, day
from tests.stories.town import Town


@pytest.mark.day
async def test_a_studio_is_one_body_with_one_group(union: Union) -> None:
    town, orgs = union.town, union.town.orgs
    given = {
        "org": orgs["township"],
        "name": "第二工作室",
        "kind": "member_studio",
        "sub_kind": "chamber",
        "level": "township",
    }
    township, county = town["township"], town["county"]
    error = await township.refused("openStation", "REFUSED", "group_missing", **given)
    assert error["extensions"]["plugin"] == PLUGIN
    await township.refused(  # core's own check comes first
        "openStation",
        "INVALID_INPUT",
        field="input.subKind",
        **{**given, "sub_kind": "yard"},
        union_org=orgs["township"],
    )
    await township.refused(
        "openStation",
        "REFUSED",
        "studio_kind",
        **{**given, "sub_kind": None},
        union_org=orgs["township"],
    )
    await township.refused(
        "openStation", "REFUSED", "group_kind", **given, union_org=orgs["village"]
    )
    await township.refused(
        "openStation", "REFUSED", "group_taken", **given, union_org=orgs["township"]
    )
    await township.refused("openStation", "NOT_FOUND", **given, union_org=orgs["neighbour"])
    await county.refused(
        "openStation", "REFUSED", "group_elsewhere", **given, union_org=orgs["neighbour"]
    )
    await town["neighbour"].refused(
        "openStation", "NOT_FOUND", **given, union_org=orgs["neighbour"]
    )
    await town["village"].refused("openStation", "FORBIDDEN", **{**given, "org": orgs["village"]})

    await township.refused(
        "changeStation", "REFUSED", "group_missing", station=union.station, union_org=None
    )
    await township.refused(
        "changeStation", "INVALID_INPUT", station=union.station, sub_kind="bench"
    )
    await township.do(
        "changeStation",
        "__typename",
        station=union.station,
        union_org=orgs["township"],
        brand="组室合一",
    )
    await township.refused("closeOrg", "REFUSED", "in_union", org=orgs["township"])
    await township.do(
        "openStation",
        "__typename",
        org=orgs["village"],
        name="柳湾议事室",
        kind="council_room",
        level="village",
    )
    await town.org("second", "township", "second", "liaison_group", "河口镇第二联络组")
    await township.do(
        "openStation", "__typename", **{**given, "org": orgs["village"]}, union_org=orgs["second"]
    )


@pytest.mark.day
async def test_the_board_counts_a_union_once(union: Union) -> None:
    town, orgs = union.town, union.town.orgs
    await town["township"].do(
        "addToGroup",
        "__typename",
        group=orgs["township"],
        person=union.people["张德全"],
        role="组长",
        from_on=day(600),
    )
    helper = await town["township"].do(
        "registerPerson", "person { id }", org=orgs["township"], name="周乡贤"
    )
    await town["township"].do(
        "addToGroup",
        "__typename",
        group=orgs["township"],
        person=helper["person"]["id"],
        from_on=day(60),
    )
    board = (await town["member"].ask(BOARD, org=orgs["township"]))["unionBoard"]
    assert {
        k: board[k] for k in ("studios", "groups", "unions", "platforms", "unpairedGroups")
    } == {
        "studios": 1,
        "groups": 1,
        "unions": 1,
        "platforms": 1,
        "unpairedGroups": [],
    }
    assert [(k["label"], k["studios"]) for k in board["kinds"]] == [
        ("产业链类", 0),
        ("界别类", 0),
        ("商协会类", 0),
        ("区域类", 1),
    ]
    row = board["kinds"][3]["unions"][0]
    assert (row["name"], row["groupName"], row["people"]) == (
        "河口委员工作室",
        "河口镇政协联络组",
        4,
    )
    whole = (await town["county"].ask(BOARD, org=orgs["county"]))["unionBoard"]
    assert (whole["studios"], whole["groups"], whole["platforms"], whole["unpairedGroups"]) == (
        1,
        2,
        2,
        ["东坪镇政协联络组"],
    )
    answer = await town["neighbour"].send(BOARD, org=orgs["township"])
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    await town["township"].do(
        "suspendStation", "__typename", station=union.station, reason="场地维修"
    )
    rested = (await town["township"].ask(BOARD, org=orgs["township"]))["unionBoard"]
    assert (rested["studios"], rested["unions"], rested["platforms"]) == (0, 0, 1)
    assert rested["kinds"][3]["unions"][0]["active"] is False


@pytest.mark.day
async def test_the_work_of_a_studio_is_micro_work(union: Union) -> None:
    township = union.town["township"]
    given = {"station": union.station, "date": day(1)}
    for kind, micro in (
        ("survey", None),
        ("survey", "supervise"),
        ("supervision", "survey"),
        ("joint_survey", None),
    ):
        await township.refused(
            "recordActivity",
            "REFUSED",
            "micro_kind",
            **given,
            kind=kind,
            title="看一看",
            micro_kind=micro,
        )
    await township.do(
        "recordActivity",
        "__typename",
        **given,
        kind="supervision",
        title="巡河监督",
        micro_kind="supervise",
    )
    held = {"title": "河堤修复", "content": ["河堤塌了一段"]}
    await township.refused("recordConsultation", "REFUSED", "micro_kind", **given, **held)
    await township.do(
        "recordConsultation", "consultation { microKind }", **given, **held, micro_kind="consult"
    )
    await township.refused(
        "planConsultation",
        "INVALID_INPUT",
        field="input.microKind",
        **given,
        title="再商",
        place="工作室",
        micro_kind="survey",
    )
    service = {
        **given,
        "kind": "volunteer",
        "title": "银企对接会",
        "campaign": "bank_enterprise",
        "served_times": 206,
    }
    await township.refused("recordActivity", "REFUSED", "impact_missing", **service)
    await township.do(
        "recordActivity",
        "__typename",
        **service,
        result_text="对接银行5家、企业201家,达成贷款意向9999万元",
    )


async def test_what_is_not_switched_on_is_not_there(story: Town) -> None:
    answer = await story["township"].send(BOARD, org=story.orgs["township"])
    assert "unionBoard" in answer["errors"][0]["message"]
    given = {
        "org": story.orgs["township"],
        "name": "普通工作室",
        "kind": "member_studio",
        "level": "township",
    }
    await story["township"].do("openStation", "station { id }", **given)
