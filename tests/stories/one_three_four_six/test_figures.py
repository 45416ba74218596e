"""The figures of the district's document (domain.md 3.3)."""

from __future__ import annotations

import pytest

from tests.fixtures.database import Urls
from tests.stories.asking import asked
from tests.stories.figures import Printer, Row, Table
from tests.stories.one_three_four_six.links import PLUGIN
from tests.stories.people import Json
from tests.stories.town import Town
from yishi_core.kernel.tree.regions import RegionLevel, RegionRow, TownshipKind
from yishi_graphql.place.opened import owner_session
from yishi_tenants.counties.regions import write_regions

REGIONS = "regions{township_kind=street} / {town}; coverage{level=township}"
MEMBERS = "members{level=county} (district) / {level=city}"
QUOTA = "quota_required{station_two_two} a year: consultations / study + reading"
YEARS = "impact{problem_years} by case"
WISHES = "deeds_people{deed_kind=wish}"
TABLE = Table(
    "S1.2",
    [
        Row("stations{kind=liaison_station}", "=6", "stations{kind=liaison_station}", "6"),
        Row(REGIONS, "=5", "regions{township_kind=street}", "5"),
        Row(REGIONS, "=1", "regions{township_kind=town}", "1"),
        Row(REGIONS, "=100 %", "coverage{level=township}", "100", "100.0%"),
        Row(MEMBERS, "=130", "members{level=county}", "130"),
        Row(MEMBERS, "=12", "members{level=city}", "12"),
        Row(MEMBERS, "=142", "members", "142"),
        Row("orgs{kind=study_party_group}", "=6", "orgs{kind=study_party_group}", "6"),
        Row("avg_members_per_station", "23.7", "avg_members_per_station", "23.7"),
        Row(QUOTA, "=12", "quota_required{rule=station_two_two.consult}", "12"),
        Row(QUOTA, "=12", "quota_required{rule=station_two_two.study}", "12"),
        Row(WISHES, "=108", "deeds_people{deed_kind=wish}", "108"),
        Row(YEARS, "=10", "impact{metric=problem_years}", "10", of="water"),
        Row(YEARS, "=6", "impact{metric=problem_years}", "6", of="lamps"),
        Row("themes", "=6", "themes", "6"),
        Row("publicity{level=national}", "=1", "publicity{level=national}", "1"),
    ],
)
FEATURES = ("乡村振兴", "三治", "社会组织", "地企共建", "民情大走访", "众筹")
OFFICES = (
    "河口镇政协联络组",
    "东坪镇政协联络组",
    *(f"第{n}街道政协联络组" for n in range(1, 5)),
)
"""A town and five streets: the second town of the story is a street by its file."""
NUMERALS = "一二三四五六七八九十"


@pytest.mark.figures
async def test_every_row_of_the_table(story: Town, database_urls: Urls, figures: Printer) -> None:
    await streets(story, database_urls)
    await story.switch_on(PLUGIN, "county")
    await stations(story)
    await members(story)
    subjects = await worked(story)
    await figures.hold(story, TABLE, subjects)
    await reported(story)


async def streets(town: Town, urls: Urls) -> None:
    """Five streets and a town, as the owner's file of divisions has them."""
    named = {"101": "东坪街道", **{f"00{n}": f"第{n}街道" for n in range(1, 5)}}
    rows = [
        RegionRow(
            f"{town.code}{digits}",
            name,
            RegionLevel.TOWNSHIP,
            f"{town.code}",
            TownshipKind.STREET,
        )
        for digits, name in named.items()
    ]
    async with owner_session(urls.owner) as session:
        await write_regions(session, rows)
    for n in range(1, 5):
        made = await town["county"].do(
            "createOrg",
            "orgUnit { id }",
            parent=town.orgs["county"],
            region_code=f"{town.code}00{n}",
            kind="liaison_group",
            name=OFFICES[n + 1],
        )
        town.orgs[f"street{n}"] = made["orgUnit"]["id"]


async def stations(town: Town) -> None:
    """A station in each, with its feature and its study party group."""
    await town["county"].hand_in(
        "Station",
        [
            {
                "org": office,
                "name": f"第{n + 1}委员联络站",
                "kind": "委员联络站",
                "level": "乡镇(街道)级",
                "opened_on": "2024-01-10",
                "plus_theme": f"协商+{FEATURES[n]}",
            }
            for n, office in enumerate(OFFICES)
        ],
    )
    for n, place in enumerate(("township", "neighbour", *(f"street{n}" for n in range(1, 5)))):
        await town.org(
            f"study{n}", place, f"study{n}", "study_party_group", f"第{n + 1}委员学习党小组"
        )
    await town["county"].do(
        "adoptQuotaSet", "__typename", org=town.orgs["county"], code="station_two_two"
    )


async def members(town: Town) -> None:
    """130 members of the district and twelve of the city, each with a place at a station."""
    county = town["county"]
    district = [f"{s}{n}{m}" for s in "赵孙" for n in NUMERALS for m in NUMERALS][:130]
    city = [f"周{n}甲" for n in NUMERALS] + ["周一乙", "周二乙"]
    named = {**dict.fromkeys(district, "县(市、区)级"), **dict.fromkeys(city, "市(州)级")}
    await county.hand_in("Person", [{"org": OFFICES[0], "name": name} for name in named])
    await county.hand_in(
        "Member",
        [
            {"person": name, "level": level, "joined_on": "2022-01-01"}
            for name, level in named.items()
        ],
    )
    await county.hand_in(
        "StationAssignment",
        [
            {
                "station": f"第{n % 6 + 1}委员联络站",
                "person": name,
                "role": "驻站委员",
                "from_on": "2024-02-01",
            }
            for n, name in enumerate(named)
        ],
    )


async def worked(town: Town) -> dict[str, Json]:
    """Two old problems solved, 108 persons whose wishes were met, one report in a national paper."""
    office = town["township"]
    found = await office.ask('{ stations(where: {name: {eq: "第1委员联络站"}}) { nodes { id } } }')
    station = found["stations"]["nodes"][0]["id"]
    subjects: dict[str, Json] = {}
    for name, title, years in (("water", "芒果林灌溉用水", 10), ("lamps", "路灯公厕", 6)):
        held = await office.do(
            "recordConsultation",
            "consultation { case { id } }",
            station=station,
            date="2026-05-10",
            title=title,
            content=["议定解决办法。"],
        )
        case = held["consultation"]["case"]["id"]
        await office.do(
            "recordImpact",
            "__typename",
            case=case,
            metric="problem_years",
            value=years,
            date="2026-09-01",
            evidence="现场核实和群众座谈",
        )
        subjects[name] = {"case": case}
    person = await office.ask("{ members(first: 1) { nodes { person { id } } } }")
    for people, wish in ((60, "困境儿童书包"), (48, "独居老人助听器")):
        made = await office.do("collectWish", "deed { id }", station=station, description=wish)
        deed = made["deed"]["id"]
        who = person["members"]["nodes"][0]["person"]["id"]
        await office.do("claimWish", "__typename", deed=deed, person=who)
        await office.do("fulfilWish", "__typename", deed=deed, people=people)
    for outlet, level in (("人民政协报", "national"), ("市报", "city"), ("区报", "county")):
        await office.do(
            "recordPublicity",
            "__typename",
            station=station,
            publicity_kind="newspaper",
            outlet=outlet,
            outlet_level=level,
            title="联络站里解民忧",
            date="2026-10-12",
        )
    return subjects


async def reported(town: Town) -> None:
    """The report has two chapters, with the same figures in their text."""
    found = await asked(
        town["county"], "reportOutline", "chapters { heading text }", org=town.orgs["county"]
    )
    practice, results = (one["text"] for one in found["chapters"])
    assert "建成委员联络站 6 个,镇(街道)覆盖率 100.0%" in practice
    assert "站均 23.7 人。一站一特色,形成“协商+” 6 个" in practice
    assert "为 108 人圆梦微心愿" in results
