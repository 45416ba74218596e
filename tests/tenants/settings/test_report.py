"""What a variant shows of an org: its table of figures, and the outline of its report."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.core.metrics.core_metrics import METRICS
from tests.core.plugins.samples import Quiet, variant
from tests.fixtures.county import County, stamps
from tests.tenants.settings.conftest import county_with
from yishi_core.domain.stations.models import Station, StationKind, StationLevel
from yishi_core.kernel.database import Database
from yishi_core.kernel.entity.base import new_id
from yishi_core.views.metrics.variants import misnamed

HALL = """
[[figures]]
metric = "stations{kind=council_room}"
label = "议事堂"
print = "approx"

[[figures]]
metric = "topics{source=resident}"
label = "群众反映的议题"

[[report]]
heading = "阵地建设"
text = "建成议事堂 {stations{kind=council_room}} 个,平均驻站 {avg_members_per_station} 人。"
figures = ["stations", "stations{kind=council_room}"]

[[report]]
heading = "下一步打算"
text = "继续推进。"
figures = ["intakes"]
"""


@pytest.fixture
async def hall(database: Database, tmp_path: Path) -> County:
    """A township that has a variant with figures and a report, and 105 rooms."""
    county = await county_with(database, tmp_path, Quiet("hall", HALL))
    township = county.orgs["township"]
    await county.act("county", "switch_plugin", org=township, plugin="hall", on=True)
    village = county.orgs["village"]
    rooms = [
        Station(
            county=county.code,
            id=new_id(),
            org_path=village.org_path,
            org_id=village.id,
            name=f"议事堂{n}",
            kind=StationKind.COUNCIL_ROOM,
            level=StationLevel.VILLAGE,
            opened_on=date(2020, 1, 1),
            qr_token=f"hall{n}",
            **stamps(),
        )
        for n in range(105)
    ]
    await county.plant(*rooms)
    return county


async def ask(county: County, question: str, org: str = "township", **given: Any) -> Any:
    return await county.act("county", question, org=county.orgs[org], **given)


async def test_the_table_of_a_variant_is_counted_and_printed_as_it_says(hall: County) -> None:
    [table] = await ask(hall, "variant_figures")
    assert (table.plugin, table.label) == ("hall", "样例")
    assert [(one.label, one.figure.value, one.figure.text) for one in table.figures] == [
        ("议事堂", 105, "100余"),
        ("群众反映的议题", 0, "0"),
    ]


async def test_where_no_variant_is_on_there_is_no_table_and_no_chapter(hall: County) -> None:
    assert await ask(hall, "variant_figures", "county") == []
    assert (await ask(hall, "report_outline", "county")).chapters == []


async def test_every_chapter_has_its_figures_counted_and_put_into_its_text(hall: County) -> None:
    outline = await ask(hall, "report_outline")
    assert (str(outline.from_on), str(outline.to_on)) == ("2026-01-01", "2026-11-25")
    first, last = outline.chapters
    assert (first.heading, first.text) == (
        "阵地建设",
        "建成议事堂 100余 个,平均驻站 0.0 人。",
    )
    assert [(one.label, one.figure.text) for one in first.figures] == [
        ("议事堂", "100余"),
        ("avg_members_per_station", "0.0"),
        ("stations", "105"),
    ]
    assert (last.heading, last.text) == ("下一步打算", "继续推进。")
    assert [one.figure.value for one in last.figures] == [0]


async def test_a_report_of_an_earlier_year_counts_as_things_stood_then(hall: County) -> None:
    outline = await ask(hall, "report_outline", to_on="2019-12-31")
    assert str(outline.from_on) == "2019-01-01"
    assert outline.chapters[0].text == "建成议事堂 0 个,平均驻站 — 人。"


async def test_a_figure_that_was_typed_shows_as_such_in_a_report(hall: County) -> None:
    await hall.act(
        "township",
        "type_figure",
        org=hall.orgs["township"],
        metric="stations{council_room}",
        value="8",
        from_on="2019-01-01",
        to_on="2019-12-31",
        reason="纸质台账已遗失",
    )
    outline = await ask(hall, "report_outline", to_on="2019-12-31")
    assert outline.chapters[0].text == "建成议事堂 8(手工填报) 个,平均驻站 — 人。"
    assert [one.figure.manual for one in outline.chapters[0].figures] == [True, False, False]


async def test_who_may_not_read_what_is_counted_gets_no_report(hall: County) -> None:
    township = hall.orgs["township"]
    assert await hall.act("member", "variant_figures", org=township)
    await hall.refused("member", "report_outline", code="FORBIDDEN", org=township)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("共 {statoins} 个", "statoins"),
        ("共 {Stations} 个", "{Stations"),
        ("共 {2*stations} 个", "{2*stations"),
        ("完成 {full_mark{scheme=village}} 分", None),
    ],
)
def test_braces_that_name_no_metric_are_found(text: str, wrong: str | None) -> None:
    found = misnamed(METRICS, variant("hall", f'[[report]]\nheading = "一"\ntext = "{text}"'))
    assert [metric for _, metric in found][:1] == ([wrong] if wrong else [])
