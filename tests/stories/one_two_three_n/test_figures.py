"""The figures of the station's document (domain.md 3.7)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.stories.figures import Derived, Printer, Read, Row, Table
from tests.stories.one_two_three_n.station import PLUGIN, CouncilStation

ROOM = "budgets{source=township_finance,purpose=room_building}"
STREET = (
    "case old street: fund_secured; impact{pipe_m, hydrants, historic_houses, schools, hospitals}; "
    "impact{households, people_covered}"
)
YEAR = (
    "quota_required{rule=the rule that the variant declares} per station and year: consultations / "
    "kinds"
)
HOME = "{ stations(where: {kind: {eq: members_home}}) { nodes { areaM2 } } }"
KINDS = tuple(
    f"quota_required{{rule={PLUGIN}.{kind}}}" for kind in ("study", "survey", "supervise")
)


def in_all(*figures: Decimal) -> Decimal:
    """What they add up to: one of each kind of activity."""
    return sum(figures, Decimal()).quantize(Decimal(1))


TABLE = Table(
    "S1.6",
    [
        Row(
            "platforms_total{brand=诗城议事会}",
            "=26 (24+1+1)",
            "platforms_total{brand=诗城议事会}",
            "26",
        ),
        Row("council_members", "=18", "council_members", "18"),
        Read("`Station.area_m2`", "~50 m²", HOME, "stations.nodes.0.areaM2", "50.00"),
        Row(ROOM, ">130 000", ROOM, "130001", text="13.00万元", rounded="13万余元"),
        Row(
            "fund_secured{source=upper_level}",
            "=1 848 000 (total; won from above, 对上争取)",
            "fund_secured{source=upper_level}",
            "1848000",
            text="184.80万元",
        ),
        Row("converted_cases", "=5", "converted_cases", "5"),
        Row(STREET, "=550 000", "fund_secured", "550000", text="55.00万元", of="street"),
        Row(STREET, "=987", "impact{pipe_m}", "987", of="street"),
        Row(STREET, "=9", "impact{hydrants}", "9", of="street"),
        Row(STREET, "=37", "impact{historic_houses}", "37", of="street"),
        Row(STREET, "=1", "impact{schools}", "1", of="street"),
        Row(STREET, "=1", "impact{hospitals}", "1", of="street"),
        Row(
            STREET,
            ">70",
            "impact{households}",
            "71",
            rounded="70余",
            step=10,
            of="street",
        ),
        Row(
            STREET,
            ">2000",
            "impact{people_covered}",
            "2001",
            rounded="2000余",
            of="street",
        ),
        Row(YEAR, "=2", f"quota_required{{rule={PLUGIN}.consult}}", "2", of="station"),
        Derived(YEAR, "=3", KINDS, in_all, "3", of="station"),
    ],
)
FACTS = (
    ("pipe_m", "987"),
    ("hydrants", "9"),
    ("historic_houses", "37"),
    ("schools", "1"),
    ("hospitals", "1"),
    ("households", "71"),
    ("people_covered", "2001"),
)
MONEY = (550_000, 480_000, 500_000, 300_000, 18_000)
"""Yuan, won from above for the five cases; the old street's is among them (domain.md 6)."""


@pytest.mark.figures
async def test_every_row_of_the_table(station: CouncilStation, figures: Printer) -> None:
    await spread(station)
    await seated(station)
    street = await five_cases(station)
    await station.town["township"].do(
        "adoptQuotaSet", "__typename", org=station.town.orgs["township"], code=PLUGIN
    )
    subjects = {"street": {"case": street}, "station": {"station": station.station}}
    await figures.hold(station.town, TABLE, subjects)


async def spread(station: CouncilStation) -> None:
    """26 platforms of one brand: 24 towns, the high-tech zone, the federation; and the home."""
    town = station.town
    county, township = town["county"], town["township"]
    await town.org("federation", "county", "acfic", "institution", "县工商联")
    await town.org("zone", "county", "zone", "park", "高新区")
    places = ["东坪镇政协联络组"] * 23 + ["高新区", "县工商联"]
    await county.hand_in(
        "Station",
        [
            {
                "org": org,
                "name": f"第{n + 2}议事站",
                "kind": "协商议事室",
                "level": "乡镇(街道)级" if org.endswith("联络组") else "其他",
                "brand": "诗城议事会",
                "opened_on": "2025-03-01",
            }
            for n, org in enumerate(places)
        ],
    )
    home = await township.do(
        "openStation",
        "station { id }",
        org=town.orgs["township"],
        name="委员之家",
        kind="members_home",
        level="township",
        area_m2="50",
        opened_on="2025-03-01",
    )
    await township.do(
        "recordBudget",
        "__typename",
        station=home["station"]["id"],
        year=2026,
        amount=13_000_100,
        purpose="room_building",
        source="township_finance",
    )


async def seated(station: CouncilStation) -> None:
    """18 seats, taken by people of the six kinds."""
    township, org = station.town["township"], "河口镇政协联络组"
    await township.do(
        "foundCouncil",
        "__typename",
        station=station.station,
        name="河口镇议事队伍",
        seats=18,
        founded_on="2025-03-01",
    )
    names = [f"王{n}" for n in "一二三四五六七八九十百千万东南西北中"]
    kinds = ("政协委员", "党代表", "人大代表", "乡贤", "企业代表", "群众代表")
    await township.hand_in("Person", [{"org": org, "name": name} for name in names])
    await township.hand_in(
        "CouncilMember",
        [
            {
                "council": "河口镇议事队伍",
                "person": name,
                "identity": kinds[n % 6],
                "from_on": "2025-04-01",
            }
            for n, name in enumerate(names)
        ],
    )


async def five_cases(station: CouncilStation) -> str:
    """Five cases with a converted outcome and money from above; the id of the old street's."""
    township = station.town["township"]
    titles = ("老街消防", "公墓选址", "工业大道", "疫情期间蔬菜销售", "集镇供水")
    await township.hand_in(
        "Consultation",
        [
            {
                "station": "河口镇民主议事站",
                "date": "2026-05-20",
                "title": title,
                "content": "逐条议定。",
                "outcomes": f"{title}办实",
            }
            for title in titles
        ],
    )
    found = await township.ask("{ outcomes(first: 10) { nodes { id title case { id title } } } }")
    made = {node["case"]["title"]: node for node in found["outcomes"]["nodes"]}
    for title, yuan in zip(titles, MONEY, strict=True):
        outcome = made[title]["id"]
        await township.do("routeOutcome", "__typename", outcome=outcome, route_class="A")
        await township.do(
            "convertOutcome",
            "__typename",
            outcome=outcome,
            conversion_kind="project",
            conversion_note="项目建成,已经验收使用。",
        )
        await township.do(
            "recordFundSecured",
            "__typename",
            outcome=outcome,
            amount=yuan * 100,
            source="upper_level",
            from_body="上级部门",
            date="2026-08-01",
            purpose=title,
        )
    street = str(made["老街消防"]["case"]["id"])
    for metric, value in FACTS:
        await township.do(
            "recordImpact",
            "__typename",
            case=street,
            metric=metric,
            value=value,
            date="2026-10-08",
            evidence="竣工验收单所载",
        )
    return street
