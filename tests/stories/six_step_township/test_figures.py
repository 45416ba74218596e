"""The figures of the township's document (domain.md 3.1); it masks most of them."""

from __future__ import annotations

import pytest

from tests.stories.asking import asked
from tests.stories.figures import Printer, Row, Table
from tests.stories.six_step_township.township import PLUGIN
from tests.stories.town import Town

LIGHT = "consultations{form_group=light}+consultations{form_group=online}"
HELD = "consultations{form_group=in_room}; {form_group=light} + {form_group=online} (= 微协商)"
SOLVED = "topics, problems_solved"
TABLE = Table(
    "S0",
    [
        Row("stations{kind=workstation}", "=1", "stations{kind=workstation}", "1"),
        Row("stations{kind=council_room}", "=10", "stations{kind=council_room}", "10"),
        Row("stations{kind=flexible_venue}", "N", "stations{kind=flexible_venue}", "4"),
        Row("major_projects", "=3", "major_projects", "3"),
        Row(HELD, "masked", "consultations{form_group=in_room}", "5"),
        Row(HELD, "masked", LIGHT, "9"),
        Row(SOLVED, "masked", "topics", "15"),
        Row(SOLVED, "masked", "problems_solved", "2"),
    ],
)
ROOM = "第1协商议事室"
FORMS = {"集中会议": 4, "座谈会": 1, "村社板凳会": 3, "小院议事": 2, "地头议事": 2, "线上议事": 2}
"""Form → how often; a visit on site besides, which is in neither group."""
BROUGHT = (
    ("安置点基础设施三期", "项目落地", True),
    ("玫瑰庄园", "项目落地", True),
    ("标准化养殖园区", "问题解决", True),
    ("土地清表补偿", "问题解决", False),
    ("产业园二期", None, True),
)
"""Outcomes: what came of them, and whether they are major projects; the last is only planned."""


@pytest.mark.figures
async def test_every_row_of_the_table(story: Town, figures: Printer) -> None:
    await story.switch_on(PLUGIN)
    await opened(story)
    await held(story)
    await brought(story)
    await figures.hold(story, TABLE)
    await reported(story)


async def opened(town: Town) -> None:
    """One workstation, ten rooms, four light venues."""
    office, village = "河口镇政协联络组", "柳湾村两委"
    rows = [
        (office, "河口镇委员工作站", "委员工作站", "乡镇(街道)级"),
        *((village, f"第{n}协商议事室", "协商议事室", "村(社区)级") for n in range(1, 11)),
        *((village, f"第{n}邻里小院", "灵活议事点", "村(社区)级") for n in range(1, 5)),
    ]
    await town["county"].hand_in(
        "Station",
        [
            {"org": org, "name": name, "kind": kind, "level": level, "opened_on": "2025-01-10"}
            for org, name, kind, level in rows
        ],
    )


async def held(town: Town) -> None:
    """Fifteen consultations, each of a topic of its own."""
    forms = [form for form, count in {**FORMS, "实地考察": 1}.items() for _ in range(count)]
    await town["township"].hand_in(
        "Consultation",
        [
            {
                "station": ROOM,
                "date": f"2026-{1 + n % 10:02d}-{1 + n:02d}",
                "title": f"第{n + 1}次议事",
                "content": "当面议定。",
                "form": form,
            }
            for n, form in enumerate(forms)
        ],
    )


async def brought(town: Town) -> None:
    """Outcomes of the first case: three major projects and two problems solved."""
    office, county = town["township"], town["county"]
    found = await office.ask("{ consultationCases(first: 1) { nodes { id } } }")
    for title, conversion, major in BROUGHT:
        made = await office.do(
            "recordOutcome",
            "outcome { id }",
            case=found["consultationCases"]["nodes"][0]["id"],
            title=title,
            text=f"{title},按期完成。",
            formed_on="2026-10-20",
            is_major_project=major,
        )
        outcome = made["outcome"]["id"]
        await office.do("routeOutcome", "__typename", outcome=outcome, route_class="A")
        if conversion is not None:
            await county.do(
                "convertOutcome",
                "__typename",
                outcome=outcome,
                conversion_kind="project" if conversion == "项目落地" else "problem_solved",
                conversion_note=f"{title}已经完成并通过验收",
                converted_on="2026-11-10",
            )


async def reported(town: Town) -> None:
    """The report has three chapters, with the same figures in their text."""
    found = await asked(
        town["township"], "reportOutline", "chapters { heading text }", org=town.orgs["township"]
    )
    platforms, talks, channels = (one["text"] for one in found["chapters"])
    assert "委员工作站 1 个、协商议事室 10 个、邻里小院等灵活议事点 4 个" in platforms
    assert "会场协商议事 5 场,微协商 9 场" in talks
    assert "推动重大项目 3 个,解决问题 2 个" in talks
    assert "已转化成果 4 项,超期未办 0 件" in channels
