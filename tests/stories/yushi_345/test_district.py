"""What the district builds: rooms up to the standard, demonstration points, the pool, groups."""

from __future__ import annotations

from tests.stories.asking import asked
from tests.stories.yushi_345.district import District


async def test_every_township_is_to_have_a_room(district: District) -> None:
    parts = "formulas { formula parts { label expected registered gap } }"
    county = district.town["county"]
    board = await asked(county, "platformBoard", parts, org=district.town.orgs["county"])
    [formula] = board["formulas"]
    assert formula["formula"] == "13+4"
    assert [tuple(part.values()) for part in formula["parts"]] == [
        ("镇(街道)协商议事室", 2, 1, 1),
        ("村(社区、园区)协商议事室", None, 0, 0),
    ]


async def test_rooms_are_checked_against_the_six_haves(district: District) -> None:
    county, org = district.town["county"], district.town.orgs["county"]
    made = await county.do(
        "adoptChecklist", "standardChecklist { id items }", org=org, code="room_6"
    )
    checklist = made["standardChecklist"]
    assert checklist["items"] == ["场所", "标牌", "制度", "队伍", "经费", "台账"]
    given = {
        "checklist": checklist["id"],
        "station": district.room,
        "inspector": district.people["经济委主任"],
    }
    results = [{"item_no": n, "verdict": "pass"} for n in range(1, 7)]
    await county.refused("recordStandardCheck", "INVALID_INPUT", **given, results=results[:5])
    await county.do(
        "recordStandardCheck",
        "__typename",
        **given,
        checked_on="2026-06-01",
        results=[*results[:5], {"item_no": 6, "verdict": "partly", "note": "台账缺页"}],
    )
    passed = "standard_passed{list=room_6,level=township}"
    assert await district.figure(passed) == 0
    await county.do(
        "recordStandardCheck", "__typename", **given, checked_on="2026-10-01", results=results
    )
    assert await district.figure(passed) == 1
    assert await district.figure("standard_passed{list=room_6,level=village}") == 0


async def test_a_demonstration_point_is_named_with_its_batch(district: District) -> None:
    county, room = district.town["county"], {"station": district.room}
    await county.refused("changeStation", "INVALID_INPUT", **room, demo_batch="第一批")
    named = {"is_demo_point": True, "demo_batch": "第一批"}
    made = await county.do("changeStation", "station { demoBatch }", **room, **named)
    assert made["station"]["demoBatch"] == "第一批"
    assert await district.figure("demo_points") == 1


async def test_the_pool_is_kept_by_field(district: District) -> None:
    county, org = district.town["county"], district.town.orgs["county"]
    pool = await county.do(
        "foundTalentPool",
        "talentPool { id }",
        org=org,
        name="县协商人才库",
        founded_on="2026-03-01",
    )
    entry = {
        "pool": pool["talentPool"]["id"],
        "identity": "cppcc_member",
        "from_on": "2026-03-01",
    }
    for name, field in (("韩文博", "economy"), ("苗青", "ecology"), ("苗青", "law")):
        person = district.people.get(name) or await district.person("county", name, "county")
        made = await county.do(
            "addTalent", "talentEntry { id }", **entry, person=person, field=field
        )
    assert await district.figure("talents") == 2
    assert await district.figure("talents{field=ecology}") == 1
    # one field is given up, the person stays in the pool for another
    law = {"entry": made["talentEntry"]["id"], "to_on": "2026-11-24"}
    await district.township.refused("endTalent", "FORBIDDEN", **law)
    await county.do("endTalent", "__typename", **law)
    assert await district.figure("talents{field=law}") == 0
    assert await district.figure("talents") == 2


async def test_duty_groups_meetings_and_trainings_are_counted(district: District) -> None:
    town, county = district.town, district.town["county"]
    for n in range(2):
        await town.org(
            f"duty{n}",
            "county",
            f"duty{n}",
            "member_group",
            f"第{n + 1}履职小组",
            group_kind="duty",
        )
    here = {"org": town.orgs["county"], "title": "推进会"}
    await county.do("recordActivity", "__typename", **here, kind="work_meeting", date="2026-03-01")
    for month, count in ((4, 60), (9, 71)):
        await county.do(
            "recordActivity",
            "__typename",
            **here,
            kind="training",
            date=f"2026-{month:02d}-01",
            participants=[{"party_kind": "cppcc_member", "count": count}],
        )
    assert await district.figure("orgs{kind=member_group,group_kind=duty}") == 2
    assert await district.figure("activities{kind=work_meeting}") == 1
    assert await district.figure("activities{kind=training}") == 2
    assert await district.figure("activity_times{kind=training}") == 131


async def test_the_report_has_three_chapters(district: District) -> None:
    county, org = district.town["county"], district.town.orgs["county"]
    outline = await asked(county, "reportOutline", "chapters { heading text }", org=org)
    headings = [chapter["heading"].split(":")[0] for chapter in outline["chapters"]]
    assert headings == ["抓住三个关键", "用好三项机制", "做实三项工作"]
