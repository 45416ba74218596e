"""三个有, 四个方案, 五有: a committee is set up, led, and furnished."""

from __future__ import annotations

from tests.stories.asking import asked, counted
from tests.stories.liaison_committee.committee import (
    PLUGIN,
    Committee,
    led,
    registered,
)
from tests.stories.people import Json
from tests.stories.picture import photo
from tests.stories.town import Town

SCHEMES = {
    "setup_scheme": "乡镇政协联络委设置方案",
    "building_scheme": "乡镇政协联络委规范化建设方案",
    "duty_scheme": "乡镇政协联络委履职方案",
    "assessment_scheme": "乡镇政协联络委考核评价方案",
}
STANDING = "current { done state }"


async def missing(town: Town) -> list[str]:
    """The schemes that the county lacks, by the quota set 四个方案."""
    rows = await asked(
        town["county"],
        "quotaProgress",
        f"setName label {STANDING}",
        org=town.orgs["county"],
        on="2026-11-25",
    )
    return [
        row["label"]
        for row in rows
        if row["setName"] == "四个方案" and row["current"]["state"] != "green"
    ]


async def test_the_four_schemes_stand_in_the_register_and_the_missing_one_is_named(
    committee: Committee,
) -> None:
    town = committee.town
    county = town["county"]
    ids: dict[str, str] = {}
    for kind, title in SCHEMES.items():
        paper = await county.upload("fangan.jpg", photo(), town.orgs["county"])
        given = {"title": title, "doc_kind": kind, "issued_by": "县委办公室"}
        made = await county.do(
            "registerDocument",
            "ruleDocument { id }",
            org=town.orgs["county"],
            issued_on="2026-01-04",
            attachments=[paper],
            **given,
        )
        ids[kind] = made["ruleDocument"]["id"]
        if kind == "duty_scheme":
            assert await missing(town) == ["考核评价方案已印发"]
    assert await missing(town) == []
    await town["township"].refused(
        "repealDocument", "FORBIDDEN", document=ids["duty_scheme"], reason="另行制定"
    )
    await county.do(
        "repealDocument", "__typename", document=ids["duty_scheme"], reason="由2026年修订版替代"
    )
    assert await missing(town) == ["履职方案已印发"]
    assert await counted(county, town.orgs["county"], "documents{kind=setup_scheme}") == "1"
    seen = await town["village"].ask("{ ruleDocuments { nodes { title docKind } } }")
    assert {"title": SCHEMES["setup_scheme"], "docKind": "setup_scheme"} in seen["ruleDocuments"][
        "nodes"
    ]


async def test_the_head_is_a_deputy_party_secretary_and_a_county_member(
    committee: Committee,
) -> None:
    town, people = committee.town, committee.people
    township = town["township"]
    place = {"group": committee.org, "from_on": "2026-01-06"}
    clerk = await registered(town, committee.org, "赵小川", "township_head", member=True)
    error = await township.refused(
        "addToGroup", "REFUSED", "committee_post", person=clerk, group_position="head", **place
    )
    assert error["extensions"]["plugin"] == PLUGIN
    assert "联络委主任应由乡镇党委副书记担任" in error["message"]
    newcomer = await registered(town, committee.org, "孙立新", "township_deputy_secretary")
    await township.refused(
        "addToGroup",
        "REFUSED",
        "head_no_county_member",
        person=newcomer,
        group_position="head",
        **place,
    )
    await township.refused(
        "addToGroup",
        "REFUSED",
        "committee_post",
        person=people["王海峰"],
        group_position="deputy",
        **place,
    )
    await led(committee)
    await township.refused(
        "addToGroup", "REFUSED", "head_taken", person=clerk, group_position="head", **place
    )
    shown = await town["member"].ask(
        "query ($org: ID!) { orgUnit(id: $org) { memberships { nodes { groupPosition "
        "person { name } } } } }",
        org=committee.org,
    )
    assert {
        (row["groupPosition"], row["person"]["name"])
        for row in shown["orgUnit"]["memberships"]["nodes"]
    } == {("head", "周文清"), ("deputy", "马丽华"), ("member", "王海峰"), ("member", "李素芳")}


async def test_the_county_alone_says_who_may_lead(committee: Committee) -> None:
    town = committee.town
    there = town.orgs["neighbour"]
    secretary = await registered(town, there, "钱书记", "township_party_secretary", member=True)
    place = {"group": there, "person": secretary, "group_position": "head"}
    await town["neighbour"].refused("addToGroup", "REFUSED", "committee_post", **place)
    values = {"head_posts": ["township_deputy_secretary", "township_party_secretary"]}
    await town["neighbour"].refused(
        "configurePlugin",
        "INVALID_INPUT",
        org=town.orgs["neighbour"],
        plugin=PLUGIN,
        values=values,
    )
    await town["county"].do(
        "configurePlugin", "__typename", org=town.orgs["county"], plugin=PLUGIN, values=values
    )
    await town["neighbour"].do("addToGroup", "__typename", **place)
    await town["county"].do(
        "configurePlugin",
        "__typename",
        org=town.orgs["county"],
        plugin=PLUGIN,
        values={"head_posts": None},
    )


async def test_a_township_has_one_committee_and_the_county_sees_them(committee: Committee) -> None:
    town = committee.town
    given = {"parent": town.orgs["township"], "slug": "further", "kind": PLUGIN}
    await town["county"].refused(
        "createOrg", "REFUSED", "committee_exists", name="河口镇第二联络委", **given
    )
    board = await asked(
        town["township"],
        "platformBoard",
        "formulas { formula parts { label expected registered gap } }",
        org=town.orgs["township"],
    )
    assert board["formulas"] == [
        {
            "formula": "一乡镇一委",
            "parts": [
                {"label": "政协联络委", "expected": 1, "registered": 1, "gap": 0},
                {"label": "委员志愿服务站", "expected": None, "registered": 0, "gap": 0},
            ],
        }
    ]


async def test_five_haves_pass_only_with_a_file_that_shows_it(committee: Committee) -> None:
    town = committee.town
    county = town["county"]
    adopted: Json = await county.do(
        "adoptChecklist",
        "standardChecklist { id items }",
        org=town.orgs["county"],
        code="committee_5",
    )
    checklist = adopted["standardChecklist"]
    assert len(checklist["items"]) == 5
    check = {
        "org": committee.org,
        "checklist": checklist["id"],
        "inspector": committee.people["周文清"],
        "checked_on": "2026-06-30",
    }
    told = [{"item_no": n, "verdict": "pass", "note": "现场查看"} for n in range(1, 6)]
    error = await county.refused(
        "recordStandardCheck", "REFUSED", "evidence_missing", results=told, **check
    )
    assert "“专门办公场所并挂牌”评为达标须附佐证材料" in error["message"]
    files = [await county.upload(f"{n}.jpg", photo(), committee.org) for n in range(1, 6)]
    shown: list[Json] = [{**one, "attachments": [files[n]]} for n, one in enumerate(told)]
    shown[4] = {"item_no": 5, "verdict": "partly", "note": "经费尚未到账"}
    made = await county.do(
        "recordStandardCheck", "standardCheck { id passed total }", results=shown, **check
    )
    assert (made["standardCheck"]["passed"], made["standardCheck"]["total"]) == (4, 5)
    assert await counted(county, committee.org, "standard_passed{list=committee_5}") == "0"
    change = {"check": made["standardCheck"]["id"]}
    await county.refused(
        "changeStandardCheck",
        "REFUSED",
        "evidence_missing",
        results=[{"item_no": 5, "verdict": "pass", "note": "已到账"}],
        **change,
    )
    whole = {"item_no": 5, "verdict": "pass", "note": "已到账", "attachments": [files[4]]}
    await county.do("changeStandardCheck", "__typename", results=[whole], **change)
    assert await counted(county, committee.org, "standard_passed{list=committee_5}") == "1"


async def test_other_lists_are_checked_as_before(committee: Committee) -> None:
    town = committee.town
    adopted: Json = await town["county"].do(
        "adoptChecklist", "standardChecklist { id }", org=town.orgs["county"], code="three_haves"
    )
    made = await town["county"].do(
        "recordStandardCheck",
        "standardCheck { passed } advice { rule }",
        org=committee.org,
        checklist=adopted["standardChecklist"]["id"],
        inspector=committee.people["马丽华"],
        checked_on="2026-06-30",
        results=[{"item_no": n, "verdict": "pass"} for n in (1, 2, 3)],
    )
    assert made["standardCheck"]["passed"] == 3
    assert {a["rule"] for a in made["advice"]} == {"no_evidence"}
