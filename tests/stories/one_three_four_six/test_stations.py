"""What a liaison station has: its feature, its group, its members, its standard, its quota."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.asking import asked, figure
from tests.stories.one_three_four_six.links import PLUGIN, Links, day
from tests.stories.picture import photo

pytestmark = pytest.mark.day

EIGHT = ("标牌", "场所", "制度", "活动", "记录", "经费", "驻站委员", "专(兼)职工作人员")


def another(links: Links, **given: Any) -> dict[str, Any]:
    """A second station of the town, as it is opened."""
    return {
        "org": links.orgs["township"],
        "name": "河口镇第二联络站",
        "kind": "liaison_station",
        "level": "township",
        "opened_on": day(30),
        **given,
    }


async def test_one_station_has_one_feature(links: Links) -> None:
    county = links["county"]
    error = await county.refused(
        "openStation", "REFUSED", "station_feature_missing", **another(links)
    )
    assert error["extensions"]["plugin"] == PLUGIN
    made = await county.do(
        "openStation",
        "station { id } advice { rule }",
        **another(links, plus_theme="协商+乡村振兴"),
    )
    assert [one["rule"] for one in made["advice"]] == ["feature_taken"]
    second = made["station"]["id"]
    await county.refused(
        "changeStation", "REFUSED", "station_feature_missing", station=second, plus_theme=None
    )
    own = await county.do(
        "changeStation", "advice { rule }", station=second, plus_theme="协商+众筹"
    )
    assert own["advice"] == []
    assert await figure(links["township"], links.orgs["township"], "themes") == "2"
    room = another(links, name="河口镇议事室", kind="council_room")
    await county.do("openStation", "__typename", **room)
    await county.do("closeStation", "__typename", station=second, reason="并站")


async def test_every_station_has_a_study_party_group(links: Links) -> None:
    county, org = links["county"], links.orgs["township"]
    select = "formulas { parts { label expected registered gap } }"

    async def groups() -> Any:
        board = await asked(links["township"], "platformBoard", select, org=org)
        return board["formulas"][0]["parts"][1]

    assert await groups() == {
        "label": "委员学习党小组",
        "expected": 1,
        "registered": 1,
        "gap": 0,
    }
    made = await county.do(
        "openStation", "station { id }", **another(links, name="分站", plus_theme="协商+三治")
    )
    second = made["station"]["id"]
    assert (await groups())["gap"] == 1
    taken = {"one_three_four_six": {"study_party_group": links.orgs["study_group"]}}
    await county.refused("changeStation", "REFUSED", "study_group_taken", station=second, **taken)
    wrong = {"one_three_four_six": {"study_party_group": links.orgs["unit"]}}
    await county.refused("changeStation", "REFUSED", "study_group_kind", station=second, **wrong)
    await links.town.org("group2", "township", "study-2", "study_party_group", "第二学习党小组")
    right = {"one_three_four_six": {"study_party_group": links.orgs["group2"]}}
    await county.do("changeStation", "__typename", station=second, **right)
    assert (await groups())["gap"] == 0
    lacking = await links["township"].ask(
        "{ stations(where: {state: {eq: active}, kind: {eq: liaison_station}, "
        "oneThreeFourSix: null}) { totalCount } }"
    )
    assert lacking["stations"]["totalCount"] == 0
    await county.do("closeStation", "__typename", station=second, reason="并站")


async def test_every_member_has_a_station(links: Links) -> None:
    county, office, org = links["county"], links["township"], links.orgs["township"]
    people = {}
    for name, level in (("张德全", "county"), ("李国强", "city"), ("王秀兰", "county")):
        made = await office.do("registerPerson", "person { id }", org=org, name=name)
        people[name] = made["person"]["id"]
        await county.do(
            "addMember",
            "__typename",
            person=people[name],
            level=level,
            sector="agriculture",
            joined_on=day(400),
        )
    for name in ("张德全", "李国强"):
        await county.do(
            "assignToStation",
            "__typename",
            station=links.station,
            person=people[name],
            role="resident_member",
            from_on=day(300),
        )
    select = "members placed share missing { name level } stations { name members }"
    found = await asked(office, "memberPlacement", select, org=org)
    assert (found["members"], found["placed"], found["share"]) == (3, 2, "66.7")
    assert found["missing"] == [{"name": "王秀兰", "level": "county"}]
    assert {"name": "河口镇委员联络站", "members": 2} in found["stations"]


async def test_every_item_of_the_standard_is_shown(links: Links) -> None:
    office, org = links["township"], links.orgs["township"]
    adopted = await office.do(
        "adoptChecklist", "standardChecklist { id items }", org=org, code="liaison_station_8"
    )
    assert adopted["standardChecklist"]["items"] == list(EIGHT)
    made = await office.do("registerPerson", "person { id }", org=org, name="检查人")
    check = {
        "checklist": adopted["standardChecklist"]["id"],
        "station": links.station,
        "inspector": made["person"]["id"],
        "checked_on": day(0),
    }
    bare = [{"item_no": n, "verdict": "pass", "note": "已查看"} for n in range(1, 9)]
    bare[5] = {"item_no": 6, "verdict": "pass"}
    error = await office.refused(
        "recordStandardCheck", "REFUSED", "item_without_evidence", results=bare, **check
    )
    assert "经费" in error["message"]
    paper = await office.upload("jingfei.jpg", photo(), org)
    bare[5] = {"item_no": 6, "verdict": "pass", "attachments": [paper]}
    bare[7] = {"item_no": 8, "verdict": "fail"}
    done = await office.do(
        "recordStandardCheck", "standardCheck { id passed total }", results=bare, **check
    )
    assert (done["standardCheck"]["passed"], done["standardCheck"]["total"]) == (7, 8)
    again = {"check": done["standardCheck"]["id"], "results": [{"item_no": 8, "verdict": "pass"}]}
    await office.refused("changeStandardCheck", "REFUSED", "item_without_evidence", **again)


async def test_twice_two_has_a_traffic_light(links: Links) -> None:
    office, org = links["township"], links.orgs["township"]
    await office.do("adoptQuotaSet", "__typename", org=org, code="station_two_two")

    async def lights() -> dict[str, Any]:
        found = await asked(
            office, "quotaProgress", "label current { done state }", station=links.station
        )
        return {one["label"]: one["current"]["state"] for one in found}

    assert "green" not in (await lights()).values()
    for kind in ("study", "reading_share"):
        await office.do(
            "recordActivity",
            "__typename",
            station=links.station,
            kind=kind,
            title="读书分享",
            date=day(0),
        )
    for title in ("议灌溉", "议路灯"):
        await office.do(
            "recordConsultation",
            "__typename",
            station=links.station,
            date=day(0),
            title=title,
            content=["形成一致意见。"],
        )
    assert set((await lights()).values()) == {"green"}


async def test_wishes_and_crowd_funding_are_recorded(links: Links) -> None:
    office, org = links["township"], links.orgs["township"]
    wish = await office.do(
        "collectWish", "deed { id }", station=links.station, description="一副老花镜"
    )
    made = await office.do("registerPerson", "person { id }", org=org, name="认领委员")
    deed = wish["deed"]["id"]
    await office.do("claimWish", "__typename", deed=deed, person=made["person"]["id"])
    await office.do("fulfilWish", "__typename", deed=deed, people=3)
    assert await figure(office, org, "deeds_people{deed_kind=wish}") == "3"
    case = await links.case("众筹修便民桥")
    await office.do(
        "recordFundSecured",
        "__typename",
        case=case,
        amount=8_000_000,
        source="crowd",
        from_body="沿线企业和居民",
        purpose="便民桥",
        date=day(0),
    )
    assert await figure(office, org, "fund_secured{source=crowd}") == "8000000"
