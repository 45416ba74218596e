"""The figures of the district's document (domain.md 3.4): a room in every town and every village."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.fixtures.database import Urls
from tests.stories.conftest import Serving
from tests.stories.figures import Derived, Printer, Row, Table
from tests.stories.people import Json
from tests.stories.three_upgrades.district import PLUGIN
from tests.stories.town import DIVISIONS, Town, found_town

ROOMS = "stations{kind=council_room,level=township} / {level=village}"
OF_TOWNS = "stations{kind=council_room,level=township}"
OF_VILLAGES = "stations{kind=council_room,level=village}"
COVERED = "coverage{level=township} / {village}"
MONEY = "budgets{level=township} + budgets{level=village}"
UNDATED = "budgets{level=township,undated}+budgets{level=village,undated}"


def both(towns: Decimal, villages: Decimal) -> Decimal:
    return towns + villages


TABLE = Table(
    "S1.3",
    [
        Row(ROOMS, "=11", OF_TOWNS, "11"),
        Row(ROOMS, "=92", OF_VILLAGES, "92"),
        Derived(ROOMS, "=103", (OF_TOWNS, OF_VILLAGES), both, "103"),
        Row(COVERED, "=100 %", "coverage{level=township}", "100", "100.0%"),
        Row(COVERED, "=100 %", "coverage{level=village}", "100", "100.0%"),
        Row("members_deployed", "=269", "members_deployed", "269"),
        Row(MONEY, "<3 000 000", UNDATED, "2999999", "300.00万元", rounded="290余万元", step=10),
        Row("joint_units{case}", ">10", "joint_units", "11", rounded="10余", step=10, of="case"),
        Row("joint_levels{case}", "=3", "joint_levels", "3", of="case"),
    ],
)
TOWNS = {f"{100 + n}": f"第{n}镇" for n in range(2, 11)}
VILLAGES = {
    f"{100 + town}{210 + n}": f"第{town}镇第{n}村"
    for n in range(10)
    for town in range(2, 11)
    if (town, n) != (10, 9)
}
"""Nine towns and 89 villages beside the two and three of every story: 11 and 92."""


@pytest.fixture
async def district(serving: Serving, database_urls: Urls) -> Town:
    further = {**TOWNS, **VILLAGES}
    town = await found_town(serving.http, serving.platform, database_urls, further)
    await town.switch_on(PLUGIN, "county")
    return town


@pytest.mark.slow  # a thousand rows and more
@pytest.mark.figures
async def test_every_row_of_the_table(district: Town, figures: Printer) -> None:
    await furnished(district)
    await deployed(district)
    await paid(district)
    case = await linked(district)
    await figures.hold(district, TABLE, {"case": {"case": case}})


async def furnished(town: Town) -> None:
    """A council room at every body of a town or village."""
    names = {**DIVISIONS, **TOWNS, **VILLAGES}
    rows = [
        {
            "org": f"{name}政协联络组" if len(code) == 3 else f"{name}两委",
            "name": f"{name}协商议事室",
            "kind": "协商议事室",
            "level": "乡镇(街道)级" if len(code) == 3 else "村(社区)级",
            "opened_on": "2021-06-01",
            "culture_theme": "农耕文化",
        }
        for code, name in names.items()
    ]
    assert len(rows) == 103
    await town["county"].hand_in("Station", rows)


async def deployed(town: Town) -> None:
    """269 members of the province, the city and the district go into towns."""
    county, org = town["county"], "河口镇政协联络组"
    levels = ["省级"] * 9 + ["市(州)级"] * 60 + ["县(市、区)级"] * 200
    names = {f"委员{n:03d}": level for n, level in enumerate(levels)}
    await county.hand_in("Person", [{"org": org, "name": name} for name in names])
    members = [
        {
            "person": name,
            "level": level,
            "member_no": f"W{name[2:]}",
            "joined_on": "2022-01-10",
        }
        for name, level in names.items()
    ]
    await county.hand_in("Member", members)
    places = [
        {
            "org": org,
            "member": row["member_no"],
            "place_kind": "进镇街",
            "shown_identity": "政协委员",
            "shown_expertise": "专业服务",
            "from_on": "2023-01-01",
        }
        for row in members
    ]
    await county.hand_in("MemberDeployment", places)


async def paid(town: Town) -> None:
    """Towns and communities put in almost three million yuan; nobody wrote down the year."""
    for place, yuan in (("township", 2_000_000), ("village", 999_999)):
        await town["county"].do(
            "recordBudget",
            "__typename",
            org=town.orgs[place],
            amount=yuan * 100,
            purpose="room_building",
            source="township_finance",
        )


async def linked(town: Town) -> str:
    """A case of eleven partners: three levels, seven departments and an enterprise."""
    township = town["township"]
    proposed = await township.do(
        "proposeTopic",
        "topic { id }",
        org=town.orgs["township"],
        title="城区学位不足",
        description="多年没有建校,大班额突出。",
        topic_source="resident",
        focus_category="education",
        grade="small_micro",
        orientation="problem",
    )
    topic = {"topic": proposed["topic"]["id"]}
    await township.do("screenTopic", "__typename", decision="screened", **topic)
    await town["head"].do("approveTopic", "__typename", approved_by="街道党工委", **topic)
    opened = await township.do("openCase", "consultationCase { id }", **topic)
    case: str = opened["consultationCase"]["id"]
    units: list[Json] = [{"name": f"区第{n}部门", "level": "department"} for n in range(1, 8)]
    made = await township.do(
        "openJointCase",
        "jointCase { id }",
        case=case,
        joint_kind="multi_level",
        partners=[
            {"org": town.orgs["county"]},
            {"name": "市政协", "level": "city"},
            *units,
            {"name": "城投集团", "level": "enterprise"},
        ],
    )
    joint = {"joint_case": made["jointCase"]["id"]}
    for kind, body in (("consent", "区委"), ("approval", "市政协")):
        await township.do(
            "recordJointApproval", "__typename", approval_kind=kind, body=body, **joint
        )
    await township.do("startJointCase", "__typename", **joint)
    return case
