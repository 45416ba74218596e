"""What a variant declares, asked over GraphQL as a client asks it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.core import cases
from tests.core.plugins.samples import Quiet
from tests.fixtures.county import County, schema_of
from tests.tenants.settings.conftest import county_with
from yishi_core.kernel.database import Database
from yishi_core.kernel.operation.inputs import global_id
from yishi_graphql.reader import Reader

HALL = """
formula = "1+10+N"
station_kinds = [{ kind = "council_room", label = "议事堂", min = 10 }]

[labels]
Station = "议事堂"

[vocabularies.form]
tea = { label = "茶话", as = "yard" }

[only]
form = ["yard"]

[[figures]]
metric = "stations"
label = "站点"

[[report]]
heading = "阵地"
text = "有 {stations} 个。"
"""
ALL = """query($org: ID!) {
  vocabularies(org: $org, names: ["form"]) {
    name enumeration words { code label offered plugin standsFor }
  }
  labels(org: $org) { term label core plugin }
  platformBoard(org: $org) {
    formulas { org { name } formula parts { label expected registered gap fixed mobile text } }
  }
  variantFigures(org: $org) { plugin figures { label figure { metric text } } }
  reportOutline(org: $org) { chapters { heading text figures { label } } }
}"""
PLAN = """mutation($org: ID!) { planConsultation(input: {
  org: $org, title: "修路", date: "2026-03-10", place: "院坝", form: chairs_meeting
}) { ok } }"""


async def ask(county: County, document: str, language: str = "zh") -> Any:
    reader = Reader(county.platform, schema_of(county.platform.plugins))
    who, org = county.principals["township"], global_id(county.orgs["township"])
    return json.loads(await reader.execute(who, document, {"org": org}, None, language))


async def test_everything_that_a_variant_shows_is_one_document(
    database: Database, tmp_path: Path
) -> None:
    county = await county_with(database, tmp_path, Quiet("hall", HALL))
    township = county.orgs["township"]
    await county.act("county", "switch_plugin", org=township, plugin="hall", on=True)
    for n in range(6):
        await cases.station(county, name=f"议事堂{n}")
    found = (await ask(county, ALL))["data"]
    [forms] = found["vocabularies"]
    assert (forms["name"], forms["enumeration"]) == ("form", True)
    offered = {w["code"]: w["standsFor"] for w in forms["words"] if w["offered"]}
    assert offered == {"yard": None, "tea": "yard"}
    assert found["labels"] == [
        {"term": "Station", "label": "议事堂", "core": "站点", "plugin": "hall"}
    ]
    [formula] = found["platformBoard"]["formulas"]
    assert formula["org"]["name"] == township.name
    assert formula["parts"] == [
        {
            "label": "议事堂",
            "expected": 10,
            "registered": 6,
            "gap": 4,
            "fixed": 6,
            "mobile": 0,
            "text": "议事堂:应有10个,已登记6个,缺4个",
        }
    ]
    assert found["variantFigures"] == [
        {
            "plugin": "hall",
            "figures": [{"label": "站点", "figure": {"metric": "stations", "text": "6"}}],
        }
    ]
    assert found["reportOutline"]["chapters"] == [
        {"heading": "阵地", "text": "有 6 个。", "figures": [{"label": "站点"}]}
    ]
    refused = await ask(county, PLAN)
    [field] = refused["errors"][0]["extensions"]["fields"]
    assert (field["path"], field["message"]) == (
        "input.form",
        "“主席会议”在此处不提供:样例只提供院坝协商。",
    )
