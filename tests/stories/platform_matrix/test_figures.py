"""The figures of the matrix's document (domain.md 3.2)."""

from __future__ import annotations

import pytest

from tests.stories.asking import asked
from tests.stories.figures import Printer, Row, Table
from tests.stories.platform_matrix.matrix import Matrix

MATRIX = (
    "stations{level=county} [D reading]; orgs{kind=area_work_committee}; orgs{kind=member_group}; "
    "stations{kind=member_studio}"
)
COVERAGE = "coverage{by=body,level=township}"
SMALL = "conversion_rate{base=consultations_small_micro}"
CAME = "attend_times{cppcc_member}+attend_times{concerned_party}"
ATTENDED = "attend_times{cppcc_member} + attend_times{concerned_party}"
TABLE = Table(
    "S1.1",
    [
        Row("platforms_total", "=46 (1+2+9+34)", "platforms_total", "46"),
        Row(MATRIX, "=1", "stations{level=county}", "1"),
        Row(MATRIX, "=2", "orgs{kind=area_work_committee}", "2"),
        Row(MATRIX, "=9", "orgs{kind=member_group}", "9"),
        Row(MATRIX, "=34", "stations{kind=member_studio}", "34"),
        Row(COVERAGE, "=100 %", COVERAGE, "100", text="100.0%"),
        Row(
            "consultations{grade=deliberative_special}",
            "=3",
            "consultations{grade=deliberative_special}",
            "3",
        ),
        Row("consultations{grade=key_special}", "=8", "consultations{grade=key_special}", "8"),
        Row("consultations{grade=small_micro}", "=77", "consultations{grade=small_micro}", "77"),
        Row("consultations_total", "=88 (3+8+77)", "consultations_total", "88"),
        Row("converted", "=73", "converted", "73"),
        Row(SMALL, "=94.8 %", SMALL, "94.8", text="94.8%"),
        Row(ATTENDED, ">2500", CAME, "2501", rounded="2500余"),
        Row("suggestions", ">300", "suggestions", "301", rounded="300余"),
    ],
)
SMALL_ONES, CONVERTED = 77, 73
HIGHER = (("deliberative_special", 3), ("key_special", 8))


@pytest.mark.figures
async def test_every_row_of_the_table(matrix: Matrix, figures: Printer) -> None:
    await platforms(matrix)
    await small_consultations(matrix)
    await higher_consultations(matrix)
    await figures.hold(matrix.town, TABLE)
    await the_base_is_always_named(matrix)


async def platforms(matrix: Matrix) -> None:
    """1 + 2 + 9 + 34: one township has groups of members, the other lies in the areas."""
    town = matrix.town
    county = town["county"]
    await county.do(
        "openStation",
        "__typename",
        org=town.orgs["county"],
        name="青禾县协商中心",
        kind="council_room",
        level="county",
        opened_on="2025-01-01",
    )
    for area in ("东", "西"):
        slug = "area-east" if area == "东" else "area-west"
        await town.org(area, "county", slug, "area_work_committee", f"{area}片区工委")
        covers = {"guide": town.orgs[area], "link_kind": "covers", "from_on": "2025-01-01"}
        await county.do("linkOrgs", "__typename", guided=town.orgs["neighbour"], **covers)
    for n in range(9):
        await town.org(f"g{n}", "township", f"group-{n}", "member_group", f"第{n + 1}活动小组")
    villages = ("柳湾村两委", "石桥村两委", "东坪村两委")
    await county.hand_in(
        "Station",
        [
            {
                "org": villages[n % 3],
                "name": f"第{n + 1}委员工作室",
                "kind": "委员工作室",
                "sub_kind": "区域类",
                "level": "村(社区)级",
                "mobility": "流动" if n % 5 == 0 else "固定",
                "opened_on": "2025-01-01",
            }
            for n in range(1, 34)
        ],
    )


async def small_consultations(matrix: Matrix) -> None:
    """77 from one file, with an outcome each; 73 of them converted."""
    town = matrix.town
    township = town["township"]
    came = (
        "政协委员|人次:20;利益相关方|人次:5;特邀代表人士|人次:2;相关部门(单位)负责人|人次:2;"
        "群众代表|人次:15"
    )
    await township.hand_in(
        "Consultation",
        [
            {
                "station": "柳湾委员工作室",
                "date": f"2026-{1 + n % 10:02d}-12",
                "title": f"第{n + 1}场小微协商",
                "content": "当面议定办法。",
                "form": "院坝会",
                "participants": came,
                "suggestions": "先修路\n再亮灯\n后绿化",
                "outcomes": f"第{n + 1}件实事",
            }
            for n in range(SMALL_ONES)
        ],
    )
    found = await township.ask("{ outcomes(first: 100) { nodes { id } } }")
    for outcome in [node["id"] for node in found["outcomes"]["nodes"]][:CONVERTED]:
        await township.do("routeOutcome", "__typename", outcome=outcome, route_class="A")
        await township.do(
            "convertOutcome",
            "__typename",
            outcome=outcome,
            conversion_kind="problem_solved",
            conversion_note="已经办好,群众都看得到。",
        )


async def higher_consultations(matrix: Matrix) -> None:
    """3 deliberative and 8 key ones, without an outcome; 576 person-times and 70 suggestions."""
    township, org = matrix.town["township"], matrix.town.orgs["township"]
    grades = [grade for grade, times in HIGHER for _ in range(times)]
    for n, grade in enumerate(grades):
        planned = await township.do(
            "planConsultation",
            "consultation { id }",
            org=org,
            title=f"食品产业园区第{n + 1}次协商",
            date="2026-10-20",
            place="镇政府会议室",
            form="meeting",
            grade=grade,
        )
        await township.do(
            "holdConsultation",
            "__typename",
            consultation=planned["consultation"]["id"],
            date="2026-10-20",
            participants=[
                {"party_kind": "cppcc_member", "count": 40 + (4 if n == 0 else 0)},
                {"party_kind": "concerned_party", "count": 12},
                {"party_kind": "invited_representative", "count": 4},
                {"party_kind": "department_head", "count": 6},
                {"party_kind": "mass_representative", "count": 10},
            ],
            suggestions=[f"建议之{i + 1}" for i in range(6 + (4 if n == 0 else 0))],
        )


async def the_base_is_always_named(matrix: Matrix) -> None:
    """94.8 % of the small ones and of the outcomes, 83.0 % of all: the trap of domain.md 6."""
    town = matrix.town
    county, org = town["county"], town.orgs["county"]
    for metric, named, text in (
        ("conversion_rate", SMALL, "94.8%"),
        ("conversion_rate{base=outcomes}", "conversion_rate{base=outcomes}", "94.8%"),
        (
            "conversion_rate{base=consultations_all}",
            "conversion_rate{base=consultations_all}",
            "83.0%",
        ),
    ):
        found = await asked(county, "metric", "metric text", org=org, metric=metric)
        assert found == {"metric": named, "text": text}
