"""The figures of the 345's document (domain.md 3.6)."""

from __future__ import annotations

import pytest

from tests.stories.figures import Derived, Printer, Row, Table, per
from tests.stories.people import Json
from tests.stories.yushi_345.district import District

ROOMS = "standard_passed{list=room_6,level=township} / {village or park}"
OTHERS = "standard_passed{list=room_6,level=village}+standard_passed{list=room_6,level=park}"
TRAINED = "activities{kind=training} / activity_times{kind=training}"
MEMBERS = "members{level=city} / {level=county} (district); orgs{kind=member_group,group_kind=duty}"
SMALL = "consultations{grade=small_micro}"
CAME = "attend_times{cppcc_member,grade=small_micro}"
BROUGHT = "impact{scenic_spots} / {homestays} / {jobs}"
TABLE = Table(
    "S1.5",
    [
        Row("budgets", "=400 000", "budgets", "400000", "40.00万元"),
        Row("regions{level=township}", "=13", "regions{level=township}", "13"),
        Row(ROOMS, "=13", "standard_passed{list=room_6,level=township}", "13"),
        Row(ROOMS, "=4", OTHERS, "4"),
        Row(
            "members{post_kind=township_deputy_secretary}",
            "=13",
            "members{post_kind=township_deputy_secretary}",
            "13",
        ),
        Row("activities{kind=work_meeting}", "=4", "activities{kind=work_meeting}", "4"),
        Row(TRAINED, "=4", "activities{kind=training}", "4"),
        Row(TRAINED, "=516 person-times", "activity_times{kind=training}", "516"),
        Row(MEMBERS, "=27", "members{level=city}", "27"),
        Row(MEMBERS, "=176", "members{level=county}", "176"),
        Row(MEMBERS, "=203", "members", "203"),
        Row(MEMBERS, "=8", "orgs{kind=member_group,group_kind=duty}", "8"),
        Row(CAME, "=936 (since the groups began)", CAME, "936", from_on="2022-01-01"),
        Row("topics", "=82 (since last year)", "topics", "82"),
        Row(SMALL, "=296 (since last year)", SMALL, "296"),
        Derived(SMALL, "3.6 per topic", (SMALL, "topics"), per, "3.6"),
        Row("talents", "=80", "talents", "80"),
        Row("demo_points", "=3", "demo_points", "3"),
        Row(BROUGHT, "=40", "impact{metric=scenic_spots}", "40"),
        Row(BROUGHT, "=24", "impact{metric=homestays}", "24"),
        Row(BROUGHT, "=6000", "impact{metric=jobs}", "6000"),
    ],
    from_on="2025-01-01",
)
NUMERALS = "一二三四五六七八九十"


@pytest.mark.figures
async def test_every_row_of_the_table(district: District, figures: Printer) -> None:
    await towns(district)
    await rooms(district)
    await people(district)
    await pool(district)
    await held(district)
    await told(district)
    await figures.hold(district.town, TABLE)


def office(n: int) -> str:
    """The body of one of the eleven further towns."""
    return f"第{n + 3}镇政协联络组"


async def towns(district: District) -> None:
    """Eleven towns beside the two of the story, and eight duty groups."""
    town, county = district.town, district.town["county"]
    root = town.orgs["county"]
    for n in range(11):
        code = f"{town.code}{102 + n}"
        given = {"parent": root, "region_code": code, "kind": "liaison_group", "name": office(n)}
        await county.do("createOrg", "__typename", **given)
    for n in range(8):
        await town.org(
            f"duty{n}",
            "county",
            f"duty{n}",
            "member_group",
            f"第{n + 1}履职小组",
            group_kind="duty",
        )


async def rooms(district: District) -> None:
    """A room in each town and four others, all up to the six haves; three are demonstration
    points.
    """
    county, root = district.town["county"], district.town.orgs["county"]
    places = [
        *(("乡镇(街道)级", name) for name in ("东坪镇政协联络组", *map(office, range(11)))),
        *(("村(社区)级", name) for name in ("柳湾村两委", "石桥村两委", "东坪村两委")),
        ("园区", "东坪镇政协联络组"),
    ]
    await county.hand_in(
        "Station",
        [
            {
                "org": name,
                "name": f"第{n + 2}协商议事室",
                "kind": "协商议事室",
                "level": level,
                "opened_on": "2024-05-01",
                "is_demo_point": "是" if n in (0, 12, 13) else "否",
            }
            | ({"demo_batch": "第一批"} if n in (0, 12, 13) else {})
            for n, (level, name) in enumerate(places)
        ],
    )
    made = await county.do("adoptChecklist", "standardChecklist { id }", org=root, code="room_6")
    found = await county.ask("{ stations(first: 50) { nodes { id } } }")
    for node in found["stations"]["nodes"]:
        await county.do(
            "recordStandardCheck",
            "__typename",
            checklist=made["standardChecklist"]["id"],
            station=node["id"],
            inspector=district.people["经济委主任"],
            checked_on="2026-06-01",
            results=[{"item_no": n, "verdict": "pass"} for n in range(1, 7)],
        )


async def people(district: District) -> None:
    """27 city members and 176 of the district, thirteen of them deputy secretaries of towns."""
    county, staff = district.town["county"], "河口镇政协联络组"
    deputies = ["镇副书记", *(f"钱{n}{m}" for n in "甲乙" for m in NUMERALS[:6])]
    district_ = [*deputies, *(f"{s}{n}{m}" for s in "赵孙" for n in NUMERALS for m in NUMERALS)]
    city = [f"周{n}{m}" for n in "甲乙丙" for m in NUMERALS[:9]]
    named = {**dict.fromkeys(district_[:176], "县(市、区)级"), **dict.fromkeys(city, "市(州)级")}
    await county.hand_in(
        "Person",
        [
            {"org": staff, "name": name}
            | ({"post_kind": "乡镇党委副书记"} if name in deputies else {})
            for name in named
            if name != "镇副书记"
        ],
    )
    await county.hand_in(
        "Member",
        [
            {"person": name, "level": level, "joined_on": "2022-01-01"}
            for name, level in named.items()
        ],
    )


async def pool(district: District) -> None:
    """Eighty of the members are in the pool, by field."""
    county = district.town["county"]
    root = district.town.orgs["county"]
    made = await county.do(
        "foundTalentPool", "talentPool { id }", org=root, name="协商人才库", founded_on="2023-01-01"
    )
    found = await county.ask("{ members(first: 80) { nodes { person { id } } } }")
    for n, node in enumerate(found["members"]["nodes"]):
        await county.do(
            "addTalent",
            "__typename",
            pool=made["talentPool"]["id"],
            person=node["person"]["id"],
            field=("economy", "ecology", "law", "agriculture")[n % 4],
            identity="cppcc_member",
            from_on="2023-01-01",
        )


async def held(district: District) -> None:
    """82 topics since last year, each in several rounds: 296 events with three members each; four
    events of 2024 with twelve.
    """
    days = [f"{2025 + n % 2}-{1 + n % 10:02d}-{1 + n % 28:02d}" for n in range(82)]
    sheets: list[Json] = [
        {
            "station": "河口镇协商议事室",
            "date": day,
            "title": f"饮水和道路协商{n}",
            "content": "当面议定。",
            "participants": "政协委员|人次:3",
        }
        for n, day in enumerate(days)
    ]
    sheets += [
        {
            **sheets[0],
            "date": f"2024-0{n + 1}-10",
            "title": f"往年协商{n}",
            "participants": "政协委员|人次:12",
        }
        for n in range(4)
    ]
    await district.township.hand_in("Consultation", sheets)
    rounds = [
        {**sheets[n % 82], "title": f"第{n}次再协商", "case": sheets[n % 82]["title"]}
        for n in range(296 - 82)
    ]
    await district.township.hand_in("Consultation", rounds)


async def told(district: District) -> None:
    """Four promotion meetings, four trainings, the budget, and what the alliance brought."""
    county, root = district.town["county"], district.town.orgs["county"]
    for month in (2, 5, 8, 11):
        here = {"org": root, "title": "雨事多商量推进会", "date": f"2026-{month:02d}-08"}
        await county.do("recordActivity", "__typename", **here, kind="work_meeting")
        await county.do(
            "recordActivity",
            "__typename",
            **here,
            kind="training",
            participants=[{"party_kind": "cppcc_member", "count": 129}],
        )
    money = {"year": 2026, "amount": 400_000_00, "purpose": "special_fund"}
    await county.do("recordBudget", "__typename", org=root, source="county_finance", **money)
    for metric, value in (("scenic_spots", 40), ("homestays", 24), ("jobs", 6000)):
        await county.do(
            "recordImpact",
            "__typename",
            station=district.room,
            metric=metric,
            value=value,
            date="2026-09-01",
            evidence="联盟成员名册和就业台账",
        )
