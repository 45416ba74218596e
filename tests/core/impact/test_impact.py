"""What the work changed, and figures typed by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core.domain.impact.models import ImpactMetric, ManualFigure

FACT: dict[str, Any] = {
    "metric": "pipe_m",
    "value": "1200.5",
    "date": "2026-05-01",
    "evidence": "竣工验收单",
}
TYPED: dict[str, Any] = {
    "metric": "consultations",
    "value": 12,
    "from_on": "2018-01-01",
    "to_on": "2018-12-31",
    "reason": "纸质台账已遗失",
}


async def fact(town: County, who: str = "village", **given: Any) -> ImpactMetric:
    row: ImpactMetric = await town.act(who, "record_impact", **{**FACT, **given})
    return row


async def test_a_fact_belongs_to_what_brought_it_about_and_rests_on_something(town: County) -> None:
    outcome = await stories.outcome(town)
    row = await fact(town, outcome=outcome, sign="more")
    assert (row.value, row.sign.value, row.outcome_id, row.case_id) == (
        Decimal("1200.50"),
        "more",
        outcome.id,
        outcome.case_id,
    )
    station = await cases.station(town)
    for wrong in (
        {},
        {"station": station, "outcome": outcome},
        {"station": station, "evidence": ""},
        {"station": station, "evidence": "无"},
        {"station": station, "date": "2099-01-01"},
        {"station": station, "metric": "unheard_of"},
        {"station": station, "value": -1},
        {"station": station, "sign": "maybe"},
    ):
        await town.refused("village", "record_impact", code="INVALID_INPUT", **{**FACT, **wrong})
    for caller in ("leader", "auditor", "member"):
        await town.refused(caller, "record_impact", code="FORBIDDEN", **FACT, station=station)
    assert len(await town.rows(ImpactMetric)) == 1


async def test_facts_and_typed_figures_are_put_right(town: County) -> None:
    station = await cases.station(town)
    row = await fact(town, station=station)
    row = await town.act(
        "village", "change_impact", impact=row, value="1300", unit="米", date="2026-05-02"
    )
    assert (row.value, row.unit, str(row.date), row.evidence) == (
        Decimal(1300),
        "米",
        "2026-05-02",
        "竣工验收单",
    )
    wrongs: tuple[tuple[dict[str, Any], str], ...] = (
        ({"date": "2099-01-01"}, "date"),
        ({"value": -1}, "value"),
        ({"evidence": None}, "evidence"),
        ({"metric": "unheard_of"}, "metric"),
    )
    for wrong, path in wrongs:
        assert (
            await town.refused(
                "village", "change_impact", code="INVALID_INPUT", impact=row, **wrong
            )
        ).fields[0].path == path
    await town.refused("leader", "change_impact", code="FORBIDDEN", impact=row, value=1)
    figure = await town.act("village", "type_figure", station=station, **TYPED)
    figure = await town.act(
        "village", "change_figure", figure=figure, value=13, sign="more", to_on="2018-11-30"
    )
    assert (figure.value, figure.sign.value, str(figure.to_on), figure.station_id) == (
        13,
        "more",
        "2018-11-30",
        station.id,
    )
    for wrong, path in (
        ({"to_on": "2017-12-31"}, "to_on"),
        ({"metric": "wizards"}, "metric"),
        ({"reason": None}, "reason"),
    ):
        assert (
            await town.refused(
                "village", "change_figure", code="INVALID_INPUT", figure=figure, **wrong
            )
        ).fields[0].path == path


async def test_years_of_a_problem_are_never_added_and_units_are_not_mixed(town: County) -> None:
    station, of = await cases.station(town), await stories.case(town)
    for years in (10, 25):
        await fact(town, station=station, metric="problem_years", value=years)
    await fact(town, case=of, value=100)
    await fact(town, station=station, value=50, sign="about")
    await fact(town, station=station, metric="loans", value=5, unit="笔")
    await fact(town, station=station, metric="loans", value=900, unit="万元")
    voided = await fact(town, station=station, value=7)
    await town.act("village", "void_record", id=voided, reason="重复登记")
    found = await town.act("county", "impact_totals", org=town.orgs["county"])
    assert {(t.metric, t.unit): (t.value, t.facts, t.exact) for t in found} == {
        ("loans", "万元"): (900, 1, True),
        ("loans", "笔"): (5, 1, True),
        ("pipe_m", None): (150, 2, False),
        ("problem_years", None): (25, 2, True),
    }
    only = await town.act("village", "impact_totals", org=town.orgs["village"], case=of)
    assert [(t.metric, t.value) for t in only] == [("pipe_m", 100)]
    assert (
        await town.act("county", "impact_totals", org=town.orgs["county"], from_on="2026-05-02")
        == []
    )
    await town.refused(
        "county",
        "impact_totals",
        code="INVALID_INPUT",
        org=town.orgs["county"],
        from_on="2026-05-02",
        to_on="2026-05-01",
    )
    await town.refused("unit", "impact_totals", code="FORBIDDEN", org=town.orgs["county"])


async def test_a_figure_is_typed_with_a_reason_and_enters_no_count(town: County) -> None:
    row: ManualFigure = await town.act("village", "type_figure", org=town.orgs["village"], **TYPED)
    assert (row.value, row.reason) == (12, "纸质台账已遗失")
    await town.act(
        "county",
        "define_quota_set",
        org=town.orgs["village"],
        code="own",
        name="协商",
        from_on="2018-01-01",
        items=[
            {
                "code": "consult",
                "label": "每年协商",
                "subject": "org",
                "metric": "consultations",
                "min": 1,
                "period": "year",
            }
        ],
    )
    progress = await town.act(
        "village", "quota_progress", org=town.orgs["village"], on="2018-12-31"
    )
    assert progress[0].current.done == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "遗失"}, "reason"),
        ({"metric": "happiness"}, "metric"),
        ({"to_on": "2017-12-31"}, "to_on"),
        ({"to_on": "2099-12-31"}, "to_on"),
        ({"value": -1}, "value"),
    ],
)
async def test_what_is_not_typed(town: County, given: dict[str, Any], field: str) -> None:
    error = await town.refused(
        "village",
        "type_figure",
        code="INVALID_INPUT",
        org=town.orgs["village"],
        **{**TYPED, **given},
    )
    assert error.fields[0].path == field
    assert await town.rows(ManualFigure) == []


async def test_who_types_figures(town: County) -> None:
    for caller in ("leader", "auditor", "member", "head"):
        await town.refused(
            caller, "type_figure", code="FORBIDDEN", org=town.orgs["township"], **TYPED
        )
