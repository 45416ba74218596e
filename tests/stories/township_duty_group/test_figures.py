"""The figures of the duty group's document (domain.md 3.11): three years unless a row has its own."""

from __future__ import annotations

import pytest

from tests.stories.figures import Printer, Read, Row, Table
from tests.stories.town import Town
from tests.stories.township_duty_group.group import PLUGIN

MEMBERS = "members; members{sex=female}; sectors_covered"
PUBLICITY = "publicity{kind=column} / {kind=brief} / {level=county and above}"
ABOVE = "+".join(f"publicity{{level={at}}}" for at in ("county", "city", "province", "national"))
PROJECTS = "member_project_invested / member_project_jobs"
DEEDS = "deeds{deed_kind=practical} / deeds_people{deed_kind=poverty_help} / donations_amount"
BROUGHT = "introduced_projects / introduced_funds"
LAND = "impact{land_mu}, impact{villages}; `MemberProject.land_mu` (leased)"
LEASED = "{ memberProjects(where: {landMu: {gt: 0}}) { nodes { landMu } } }"
SPENT = "expenses_per_member; expenses{year=2010}"
TABLE = Table(
    "S2",
    [
        Row(MEMBERS, "=17", "members", "17"),
        Row(MEMBERS, "=5", "members{sex=female}", "5"),
        Row(MEMBERS, "29.4 %", "female_share", "29.4", "29.4%"),
        Row(MEMBERS, "=10", "sectors_covered", "10"),
        Row(
            "activities{kind=work_meeting} + {kind=party_meeting}",
            "=38",
            "activities{kind=work_meeting}+activities{kind=party_meeting}",
            "38",
        ),
        Row(PUBLICITY, "=12", "publicity{kind=column}", "12"),
        Row(PUBLICITY, "=16", "publicity{kind=brief}", "16"),
        Row(PUBLICITY, "=56", ABOVE, "56"),
        Row(
            "suggestions{origin=activity} to the town government",
            ">30",
            "suggestions{origin=activity}",
            "31",
            rounded="30余",
            step=10,
        ),
        Row("proposals", "=116 in five years", "proposals", "116", from_on="2022-01-01"),
        Row(
            PROJECTS,
            ">90 000 000",
            "member_project_invested",
            "90000001",
            "9000.00万元",
            rounded="9000余万元",
        ),
        Row(PROJECTS, "=439", "member_project_jobs", "439"),
        Row(
            "member_project_invested, largest single",
            "=67 000 000",
            "member_project_invested{largest}",
            "67000000",
            "6700.00万元",
        ),
        Row(DEEDS, "=12", "deeds{deed_kind=practical}", "12"),
        Row(DEEDS, "=26", "deeds_people{deed_kind=poverty_help}", "26"),
        Row(DEEDS, ">30 000", "donations_amount", "30001", "3.00万元", rounded="3万余元"),
        Row(BROUGHT, "=6", "introduced_projects", "6"),
        Row(BROUGHT, "=120 000 000", "introduced_funds", "120000000", "12000.00万元"),
        Row(LAND, "=1560", "impact{metric=land_mu}", "1560"),
        Row(LAND, "=7", "impact{metric=villages}", "7"),
        Row(LAND, "=300", "member_project_land_mu", "300"),
        Read(LAND, "=300", LEASED, "memberProjects.nodes.0.landMu", "300.00"),
        Row("full_mark{scheme=village}", "=8", "full_mark{scheme=village}", "8"),
        Row(
            SPENT,
            "≥1000",
            "expenses_per_member",
            "100000",
            "1000.0元",
            from_on="2025-01-01",
            to_on="2025-12-31",
        ),
        Row(
            SPENT,
            ">50 000",
            "expenses{year=2010}",
            "50001",
            "5.00万元",
            rounded="5万余元",
            from_on="2010-01-01",
            to_on="2010-12-31",
        ),
        Row(
            SPENT,
            ">2941 per member",
            "expenses_per_member",
            "294123.5",
            "2941.2元",
            rounded="2941.2元",
            from_on="2010-01-01",
            to_on="2010-12-31",
        ),
    ],
    from_on="2024-01-01",
)
OFFICE = "河口镇政协联络组"
WOMEN = [f"李{n}" for n in "一二三四五"]
MEN = [f"王{n}" for n in "一二三四五六七八九十百千"]
SECTORS = (
    "农业界",
    "经济界",
    "教育界",
    "科学技术界",
    "中华全国工商业联合会",
    "宗教界",
    "医药卫生界",
    "少数民族界",
    "文化艺术界",
    "社会福利和社会保障界",
)


@pytest.mark.figures
async def test_every_row_of_the_table(story: Town, figures: Printer) -> None:
    await story.switch_on(PLUGIN)
    await members(story)
    await known(story)
    await brought(story)
    await helped(story)
    await spent(story)
    given = {"org": story.orgs["township"], "code": "village", "year": 2026}
    await story["county"].do("openAssessment", "__typename", **given)
    await figures.hold(story, TABLE)


async def members(town: Town) -> None:
    """Seventeen members of ten sectors, in office since 2009."""
    county = town["county"]
    await county.hand_in(
        "Person",
        [
            {"org": OFFICE, "name": name, "sex": "女" if name in WOMEN else "男"}
            for name in (*WOMEN, *MEN)
        ],
    )
    await county.hand_in(
        "Member",
        [
            {
                "person": name,
                "level": "县(市、区)级",
                "sector": SECTORS[n % len(SECTORS)],
                "joined_on": "2009-01-10",
            }
            for n, name in enumerate((*WOMEN, *MEN))
        ],
    )


async def known(town: Town) -> None:
    """38 meetings, 12 columns and 16 briefs of the town, 56 pieces in media above it; 31
    suggestions and 116 proposals.
    """
    staff = town["township"]
    days = [f"{2024 + n % 3}-{1 + n % 10:02d}-{1 + n % 28:02d}" for n in range(56)]
    await staff.hand_in(
        "Activity",
        [
            {
                "org": OFFICE,
                "kind": "党政班子专题会" if n < 6 else "工作推进会",
                "title": f"政协工作会议{n}",
                "date": days[n],
            }
            for n in range(38)
        ],
    )
    pieces = [
        *[("专栏", "镇政协专栏", "乡镇级")] * 12,
        *[("简报", "政协工作简报", "乡镇级")] * 16,
        *[("报纸", "县报", "县级")] * 30,
        *[("网站", "市政府网", "市级")] * 14,
        *[("电视", "省电视台", "省级")] * 9,
        *[("报纸", "人民政协报", "国家级")] * 3,
    ]
    await staff.hand_in(
        "Publicity",
        [
            {
                "org": OFFICE,
                "publicity_kind": kind,
                "outlet": outlet,
                "outlet_level": level,
                "title": f"委员在行动{n}",
                "date": days[n % len(days)],
            }
            for n, (kind, outlet, level) in enumerate(pieces)
        ],
    )
    for kind, count in (("inspection", 10), ("survey", 12), ("report_appraisal", 9)):
        await staff.do(
            "recordActivity",
            "__typename",
            org=town.orgs["township"],
            kind=kind,
            title="看项目、听汇报",
            date="2025-06-12",
            result_text="书面意见已送镇政府。",
            suggestions=[
                {"text": f"第{n + 1}条建议", "addressed_to": "镇政府"} for n in range(count)
            ],
        )
    await town["county"].hand_in(
        "Proposal",
        [
            {
                "org": OFFICE,
                "title": f"关于集镇建设的提案{n}",
                "proposer_name": "某委员",
                "category": "乡村建设",
                "submitted_on": f"{2022 + n % 5}-01-12",
                "closed_on": f"{2022 + n % 5}-06-30",
            }
            for n in range(116)
        ],
    )


async def brought(town: Town) -> None:
    """What members' firms invested and whom they employed, the base of 1560 mu in seven villages,
    300 mu leased; six projects with 120 million.
    """
    staff = town["township"]
    await staff.hand_in(
        "MemberProject",
        [
            {
                "org": OFFICE,
                "person": person,
                "name": name,
                "year": year,
                "invested": yuan * 100,
                "jobs": jobs,
            }
            | ({"land_mu": land} if land else {})
            for person, name, year, yuan, jobs, land in (
                ("王一", "农产品出口加工", 2025, 67_000_000, 300, None),
                ("王二", "水泥制品", 2024, 20_000_000, 100, None),
                ("李一", "果蔬豆休闲农庄", 2026, 3_000_001, 39, 300),
            )
        ],
    )
    found = await staff.ask(
        '{ memberProjects(where: {name: {eq: "果蔬豆休闲农庄"}}) { nodes { id } } }'
    )
    base = {
        "member_project": found["memberProjects"]["nodes"][0]["id"],
        "date": "2025-10-01",
        "evidence": "农技站双季稻示范基地台账",
    }
    await staff.do("recordImpact", "__typename", **base, metric="land_mu", value=1560)
    await staff.do("recordImpact", "__typename", **base, metric="villages", value=7)
    await staff.hand_in(
        "IntroducedProject",
        [
            {
                "org": OFFICE,
                "name": f"联谊引进项目{n}",
                "year": 2024 + n % 3,
                "funds_in_place": 20_000_000 * 100,
            }
            for n in range(6)
        ],
    )


async def helped(town: Town) -> None:
    """Twelve good deeds, 26 people helped, 30 001 yuan given."""
    staff = town["township"]
    await staff.hand_in(
        "Deed",
        [
            {
                "org": OFFICE,
                "deed_kind": "民生实事" if n < 12 else "帮扶",
                "date": "2025-03-05",
                "description": f"第{n}件",
                "people": 20 if n < 12 else 13,
            }
            for n in range(14)
        ],
    )
    await staff.hand_in(
        "Donation",
        [
            {
                "org": OFFICE,
                "person": who,
                "date": "2025-09-01",
                "amount": yuan * 100,
                "purpose": "助学",
            }
            for who, yuan in (("王三", 20_000), ("李二", 10_001))
        ],
    )


async def spent(town: Town) -> None:
    """In 2010 somewhat more than 50 000 yuan, in 2025 a thousand for each member."""
    for year, yuan in ((2010, 50_001), (2025, 17_000)):
        money = {"amount": yuan * 100, "purpose": "activity"}
        made = await town["township"].do(
            "recordBudget",
            "budget { id }",
            org=town.orgs["township"],
            year=year,
            source="township_finance",
            **money,
        )
        await town["township"].do(
            "recordExpense",
            "__typename",
            budget=made["budget"]["id"],
            date=f"{year}-08-01",
            **money,
        )
