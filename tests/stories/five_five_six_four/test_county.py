"""The county: areas and who answers for them, councils everywhere, talents, neighbours."""

from __future__ import annotations

import pytest

from tests.stories.five_five_six_four.place import Place, day, open_case, topic
from tests.stories.people import Json

pytestmark = pytest.mark.day


async def test_an_area_has_a_leader_who_answers_for_it(place: Place) -> None:
    county, town = place["county"], place.town
    area = await town.org("area", "county", "area-east", "area", "东片区")
    await town.org("work_unit", "area", "unit-east-1", "work_unit", "东片区第一工作单元")
    guide = await town.org("committee", "county", "farming", "special_committee", "农业农村委")
    leader = await county.do(
        "registerPerson",
        "person { id }",
        org=place.orgs["county"],
        name="冯副主席",
        post_kind="vice_chair",
    )
    person = leader["person"]["id"]
    covers: Json = {"guide": area, "guided": place.orgs["township"], "link_kind": "covers"}
    error = await county.refused(
        "linkOrgs", "REFUSED", "leader_missing", field="input.person", **covers
    )
    assert "责任领导" in error["message"]
    made = await county.do("linkOrgs", "orgLink { id }", **covers, person=person)
    await county.refused(
        "changeOrgLink", "REFUSED", "leader_missing", link=made["orgLink"]["id"], person=None
    )
    await county.do("linkOrgs", "__typename", guide=guide, guided=area)
    found = await county.ask(
        "query($area: ID!) { orgUnit(id: $area) { name guides { nodes { linkKind person { name } "
        "guided { name } } } guidedBy { nodes { guide { name } } } children { nodes { name } } } }",
        area=area,
    )
    assert found["orgUnit"] == {
        "name": "东片区",
        "guides": {
            "nodes": [
                {
                    "linkKind": "covers",
                    "person": {"name": "冯副主席"},
                    "guided": {"name": "河口镇政协联络组"},
                }
            ]
        },
        "guidedBy": {"nodes": [{"guide": {"name": "农业农村委"}}]},
        "children": {"nodes": [{"name": "东片区第一工作单元"}]},
    }
    assert [
        await place.figure(f"orgs{{kind={kind}}}")
        for kind in ("area", "work_unit", "special_committee")
    ] == ["1", "1", "1"]
    assert await place.figure("posts{post_kind=vice_chair}") == "1"


async def test_the_board_asks_for_a_council_in_every_town_and_village(place: Place) -> None:
    board = "formulas { formula parts { label expected registered gap } }"
    before = await place.asked("platformBoard", board, org=place.orgs["county"])
    [formula] = before["formulas"]
    assert formula["formula"] == "27+335"
    assert [(p["expected"], p["gap"]) for p in formula["parts"]] == [(2, 2), (3, 3), (None, 0)]
    await place["township"].do(
        "foundCouncil",
        "__typename",
        station=place.room,
        name="柳湾村协商议事会",
        founded_on=day(200),
    )
    await place["township"].refused(
        "foundCouncil", "CONFLICT", station=place.room, name="又一个", founded_on=day(100)
    )
    after = await place.asked("platformBoard", board, org=place.orgs["county"])
    assert [p["gap"] for p in after["formulas"][0]["parts"]] == [2, 2, 0]
    assert await place.figure("platforms_total") == "1"


async def test_talents_come_by_file_all_or_none(place: Place) -> None:
    township = place["township"]
    await township.do(
        "foundTalentPool",
        "__typename",
        org=place.orgs["township"],
        name="河口镇协商人才库",
        founded_on=day(300),
    )
    names = [f"毛{n}" for n in "甲乙丙丁"]
    await township.hand_in("Person", [{"org": "河口镇政协联络组", "name": name} for name in names])
    rows: list[Json] = [
        {"pool": "河口镇协商人才库", "person": name, "field": field, "identity": identity}
        for name, field, identity in zip(
            names,
            ("农业农村", "法律", "矛盾调解", "规划"),
            ("村(社区)干部", "五老人士", "乡贤", "退休干部"),
            strict=True,
        )
    ]
    with pytest.raises(AssertionError, match="查无此人"):
        await township.hand_in("TalentEntry", [*rows, {**rows[0], "person": "查无此人"}])
    assert await place.figure("talents") == "0"
    await township.hand_in("TalentEntry", rows)
    assert await place.figure("talents") == "4"
    assert await place.figure("talents{field=law}") == "1"


async def test_with_the_neighbours_everything_is_shared(place: Place) -> None:
    township, case = place["township"], await open_case(place, "界河便桥")
    joint: Json = {
        "case": case,
        "joint_kind": "cross_region",
        "partners": [{"name": "邻县临江镇政协联络组", "level": "township"}],
        "formed_on": day(60),
    }
    error = await township.refused(
        "openJointCase",
        "REFUSED",
        "share_all",
        field="input.shared",
        **joint,
        shared=["topics", "meetings"],
    )
    assert "议题共选、会议共办、成果共享" in error["message"]
    home = [{"org": place.orgs["township"]}]
    await township.refused(
        "openJointCase", "INVALID_INPUT", field="input.partners", **{**joint, "partners": home}
    )
    opened = await township.do("openJointCase", "jointCase { id shared }", **joint)
    assert opened["jointCase"]["shared"] == ["topics", "meetings", "results"]
    id_ = opened["jointCase"]["id"]
    await township.refused(
        "changeJointCase", "REFUSED", "share_all", joint_case=id_, shared=["results"]
    )
    await township.do("startJointCase", "__typename", joint_case=id_, started_on=day(55))
    span = {"from_on": day(61), "to_on": day(50)}
    assert await place.figure("joint_cases{joint_kind=cross_region}", **span) == "1"


async def test_the_report_tells_what_was_counted(place: Place) -> None:
    report = await place.asked(
        "reportOutline", "chapters { heading text }", org=place.orgs["county"]
    )
    assert [chapter["heading"] for chapter in report["chapters"]] == [
        "组织领导",
        "站点与队伍",
        "协商议事",
        "成果转化",
    ]
    assert all("{" not in chapter["text"] for chapter in report["chapters"])


async def test_beside_another_way_both_are_offered_and_each_keeps_its_rules(place: Place) -> None:
    neighbour, org = place["neighbour"], place.orgs["neighbour"]
    await place.town.switch_on("nine_step_station", "neighbour")
    lists = await place.asked(
        "vocabularies",
        "words { code offered }",
        who="neighbour",
        org=org,
        names=["topic_source"],
    )
    assert {word["code"] for word in lists[0]["words"] if word["offered"]} == {
        *("go_out", "member", "public_call", "party_government", "from_documents"),
        *("online_call", "offline_weekly"),
    }
    given = topic(place, "集镇停车", org=org, station=None, topic_source="offline_weekly")
    await neighbour.refused("proposeTopic", "REFUSED", "no_priority", **{**given, "focus_tags": []})
    made = await neighbour.do("proposeTopic", "topic { id }", **given)
    id_ = made["topic"]["id"]
    await neighbour.do("screenTopic", "__typename", topic=id_, decision="screened", note="可议")
    head = await place.town.person("neighbour_head", ("leading_group_head", "neighbour"))
    await head.do("approveTopic", "__typename", topic=id_, approved_by="镇党委")
    error = await neighbour.refused("openCase", "INVALID_INPUT", topic=id_)
    assert "six_step_conversion" in error["message"]
    assert "nine_step" in error["message"]
    opened = await neighbour.do(
        "openCase", "consultationCase { id procedure }", topic=id_, procedure="nine_step"
    )
    case = opened["consultationCase"]["id"]
    event: Json = {"case": case, "title": "集镇停车", "date": day(-5), "place": "镇会议室"}
    await neighbour.do("planConsultation", "__typename", **event)
