"""The figures of the county's document (domain.md 3.5): 27 towns and parks, 335 villages and
communities, a council in each.

The share of problems solved is derived of two lower bounds, and printed nowhere.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.fixtures.database import Urls
from tests.stories.conftest import Serving
from tests.stories.figures import Derived, Printer, Row, Table, per
from tests.stories.five_five_six_four.place import PLUGIN, Place, found_place
from tests.stories.people import Json
from tests.stories.town import found_town

MEMBERS, MASSES = "attend_times{cppcc_member}", "attend_times{mass_representative}"
BUDGETS = "budgets{purpose} (special fund, platform building)"
MONEY = "budgets{purpose=special_fund}+budgets{purpose=platform_building}"
COUNCILS = "councils{level=township} / {level=village}"
COVERAGE = "coverage{by=council,level=township} / {level=village}"
REGIONS = "regions{township_kind=town} / {park}"
AREAS = "orgs{kind=area} / {kind=work_unit}"
GUIDES = "orgs{kind=special_committee}; posts{post_kind=vice_chair}"


def share(part: Decimal, whole: Decimal) -> Decimal:
    """Per cent, to one decimal."""
    return per(100 * part, whole)


TABLE = Table(
    "S1.4",
    [
        Row("consultations_total", ">300", "consultations_total", "301", rounded="300余"),
        Row(MEMBERS, ">2600", MEMBERS, "2601", rounded="2600余"),
        Row(MASSES, ">3500", MASSES, "3501", rounded="3500余"),
        Row("problems_solved", ">260", "problems_solved", "261", rounded="260余"),
        Derived(
            "solve share",
            "~86.7 %, not printed",
            ("problems_solved", "consultations_total"),
            share,
            "86.7",
        ),
        Row(BUDGETS, ">1 100 000", MONEY, "1100001", "110.00万元", rounded="110余万元", step=10),
        Row(COUNCILS, "=27", "councils{level=township}", "27"),
        Row(COUNCILS, "=335", "councils{level=village}", "335"),
        Row(COVERAGE, "=100 %", "coverage{by=council,level=township}", "100", "100.0%"),
        Row(COVERAGE, "=100 %", "coverage{by=council,level=village}", "100", "100.0%"),
        Row(REGIONS, "=25", "regions{township_kind=town}", "25"),
        Row(REGIONS, "=2", "regions{township_kind=park}", "2"),
        Row(AREAS, "=8", "orgs{kind=area}", "8"),
        Row(AREAS, "=100", "orgs{kind=work_unit}", "100"),
        Row(GUIDES, "=8", "orgs{kind=special_committee}", "8"),
        Row(GUIDES, "=4", "posts{post_kind=vice_chair}", "4"),
        Row("members_deployed", "=303", "members_deployed", "303"),
        Row("talents", "=1810", "talents", "1810"),
        Derived(
            "talents",
            "5.0 per council, derived",
            ("talents", "councils{level=township}+councils{level=village}"),
            per,
            "5.0",
        ),
        Row("host_years", "=3", "host_years", "3"),
    ],
    from_on="2024-01-01",
)
TOWNS = {f"{n}": f"第{n - 99}镇" for n in range(102, 125)} | {"400": "东园区", "401": "西园区"}
"""Beside the two towns of every story."""
VILLAGES = {f"{100 + n % 25}{203 + n // 25}": f"第{n + 1}村" for n in range(332)}
"""Beside the three villages of every story."""
SURNAMES = "江于董潘汪田姜范石姚贾夏侯雷龙万段钱汤尹黎易常武乔贺赖龚文"
GIVEN = "一二三四五六七八九十百千万东南西北中春夏秋冬风云雨雪山川林海"
SOLVED = 261


@pytest.fixture
async def county(serving: Serving, database_urls: Urls) -> Place:
    """A county of 25 towns and 2 parks with 335 villages."""
    further = {**TOWNS, **VILLAGES}
    return await found_place(
        await found_town(serving.http, serving.platform, database_urls, further)
    )


@pytest.mark.figures
@pytest.mark.slow
async def test_every_row_of_the_table(county: Place, figures: Printer) -> None:
    await divided(county)
    await councils(county)
    await people(county)
    await consulted(county)
    await told(county)
    await figures.hold(county.town, TABLE)
    board = await county.asked(
        "platformBoard", "formulas { plugin parts { expected gap } }", org=county.orgs["county"]
    )
    [formula] = board["formulas"]
    assert formula == {
        "plugin": PLUGIN,
        "parts": [
            {"expected": 27, "gap": 0},
            {"expected": 335, "gap": 0},
            {"expected": None, "gap": 0},
        ],
    }


async def divided(county: Place) -> None:
    """8 areas with 100 work units, 8 special committees."""
    for n in range(8):
        await county.town.org(f"area{n}", "county", f"area{n}", "area", f"第{n + 1}片区")
        await county.town.org(
            f"committee{n}", "county", f"committee{n}", "special_committee", f"第{n + 1}专委会"
        )
    for n in range(100):
        name = f"第{n + 1}工作单元"
        await county.town.org(f"unit{n}", f"area{n % 8}", f"unit{n}", "work_unit", name)


async def councils(county: Place) -> None:
    """A council in the room of every town, park and village."""
    towns = ["河口镇政协联络组", "东坪镇政协联络组", *(f"{t}政协联络组" for t in TOWNS.values())]
    villages = ["石桥村两委", "东坪村两委", *(f"{village}两委" for village in VILLAGES.values())]
    places = [*((t, "乡镇(街道)级") for t in towns), *((v, "村(社区)级") for v in villages)]
    admin = county["county"]
    await admin.hand_in(
        "Station",
        [
            {
                "org": org,
                "name": f"{org}议事室",
                "kind": "协商议事室",
                "level": level,
                "opened_on": "2024-01-10",
            }
            for org, level in places
        ],
    )
    rooms = ["柳湾村议事室", *(f"{org}议事室" for org, _ in places)]
    await admin.hand_in(
        "Council",
        [
            {
                "station": room,
                "name": f"{room.removesuffix('室')}会",
                "founded_on": "2024-06-01",
            }
            for room in rooms
        ],
    )


async def people(county: Place) -> None:
    """1810 people in the pool, 303 members of all levels in towns; four vice chairs."""
    admin, office = county["county"], "河口镇政协联络组"
    names = [f"{s}{a}{b}" for s in SURNAMES[:3] for a in GIVEN for b in GIVEN][:1810]
    members = names[:303]
    await admin.hand_in("Person", [{"org": office, "name": name} for name in names])
    await admin.hand_in(
        "Person",
        [
            {"org": office, "name": f"{surname}副主席", "post_kind": "县政协副主席"}
            for surname in "凤凌霍虞"
        ],
    )
    await admin.hand_in(
        "Member",
        [
            {
                "person": name,
                "level": "市(州)级" if n < 20 else "县(市、区)级",
                "joined_on": "2022-01-01",
            }
            for n, name in enumerate(members)
        ],
    )
    found: list[Json] = []
    for start in range(0, 400, 100):
        page = await admin.ask(
            "query($after: String) { members(first: 100, after: $after) "
            "{ nodes { id } pageInfo { endCursor } } }",
            after=found[-1]["pageInfo"]["endCursor"] if start else None,
        )
        found.append(page["members"])
    await admin.hand_in(
        "MemberDeployment",
        [
            {
                "org": office,
                "member": node["id"],
                "place_kind": "进镇街",
                "shown_identity": "政协委员",
                "shown_expertise": "农业技术",
                "from_on": "2024-03-01",
            }
            for page in found
            for node in page["nodes"]
        ],
    )
    await admin.do(
        "foundTalentPool",
        "__typename",
        org=county.orgs["county"],
        name="全县协商人才库",
        founded_on="2024-01-01",
    )
    await admin.hand_in(
        "TalentEntry",
        [
            {
                "pool": "全县协商人才库",
                "person": name,
                "field": "农业农村",
                "identity": "村(社区)干部" if n % 2 else "五老人士",
                "from_on": "2024-02-01",
            }
            for n, name in enumerate(names)
        ],
    )


async def consulted(county: Place) -> None:
    """301 consultations; 2601 members and 3501 residents came; 261 problems were solved."""
    admin = county["county"]
    await admin.hand_in(
        "Consultation",
        [
            {
                "station": "柳湾村议事室",
                "date": f"{2024 + n % 3}-{1 + n % 10:02d}-{1 + n % 28:02d}",
                "title": f"第{n + 1}场协商",
                "content": "当面议定。",
                "topic_source": "走村串巷找题",
                "focus_tags": "群众身边的事",
                "participants": f"政协委员|人次:{8 + (n < 193)};群众代表|人次:{11 + (n < 190)}",
                "outcomes": "路段当月修好" if n < SOLVED else "",
            }
            for n in range(301)
        ],
    )
    solved: Json = {
        "conversion_kind": "problem_solved",
        "conversion_note": "路段当月修好,群众验收认可。",
    }
    for _ in range(3):
        found = await admin.ask(
            "{ outcomes(first: 100, where: {state: {eq: draft}}) { nodes { id } } }"
        )
        for node in found["outcomes"]["nodes"]:
            await admin.do("routeOutcome", "__typename", outcome=node["id"], route_class="A")
            await admin.do("convertOutcome", "__typename", outcome=node["id"], **solved)


async def told(county: Place) -> None:
    """The special fund and the building of rooms; three years of the city's meeting here."""
    admin, root = county["county"], county.orgs["county"]
    for purpose, yuan in (("special_fund", 800_000), ("platform_building", 300_001)):
        await admin.do(
            "recordBudget",
            "__typename",
            org=root,
            year=2026,
            amount=yuan * 100,
            purpose=purpose,
            source="county_finance",
        )
    for year in (2024, 2025, 2026):
        await admin.do(
            "recordActivity",
            "__typename",
            org=root,
            kind="work_meeting",
            title=f"{year}年全市协商工作现场推进会",
            date=f"{year}-05-18",
            organiser_level="city",
        )
