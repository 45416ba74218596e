"""What a figure answers over GraphQL: whose it is, as of which day, and what was typed for it."""

from __future__ import annotations

import json
from typing import Any

from tests.core.metrics.test_typed import REASON, typed
from tests.core.outcomes import stories
from tests.fixtures.county import County, schema_of
from yishi_core.kernel.operation.inputs import global_id
from yishi_graphql.reader import Reader

FIGURES = """query($org: ID!, $unit: ID!) {
  typed: metric(org: $org, metric: "consultations", fromOn: "2018-01-01", toOn: "2018-12-31") {
    value text manual reason typed { id sign reason createdAt org { id } }
  }
  counted: metric(org: $org, metric: "consultations") { value manual reason typed { id } asOf }
  rate: metric(org: $org, metric: "conversion_rate", asOf: "2026-03-31") { metric asOf toOn value }
  units: metrics(unit: $unit, figures: [{metric: "assignments"}, {metric: "reply_rate"}]) {
    metric value part whole asOf
  }
}"""


async def answer(county: County, who: str, document: str, **variables: Any) -> Any:
    reader = Reader(county.platform, schema_of(county.platform.plugins))
    found = await reader.execute(county.principals[who], document, variables, None, "zh")
    return json.loads(found)


async def test_a_client_reads_whose_figure_it_is_and_where_it_comes_from(town: County) -> None:
    row = await typed(town, "consultations", "12", sign="more")
    await stories.accepted(town)
    org, unit = (global_id(town.orgs[name]) for name in ("village", "unit"))
    found = await answer(town, "county", FIGURES, org=org, unit=unit)
    assert "errors" not in found
    told = found["data"]
    entry = told["typed"].pop("typed")
    assert told["typed"] == {
        "value": "12.00",
        "text": "超过12(手工填报)",
        "manual": True,
        "reason": REASON,
    }
    assert (entry["id"], entry["sign"], entry["org"]) == (global_id(row), "more", {"id": org})
    assert entry["createdAt"].startswith("2026-11-25")
    assert told["counted"] == {
        "value": "0",
        "manual": False,
        "reason": None,
        "typed": None,
        "asOf": None,
    }
    assert told["rate"] == {
        "metric": "conversion_rate{base=outcomes}",
        "asOf": "2026-03-31",
        "toOn": "2026-03-31",
        "value": "0.0",
    }
    [handed, rate] = told["units"]
    assert (handed["metric"], handed["value"], handed["asOf"]) == ("assignments", "1", "2026-11-25")
    assert (rate["part"], rate["whole"], rate["value"]) == ("0", "0", None)
