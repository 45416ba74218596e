"""Figures typed by hand among the answers: marked, never added, never where records exist."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.core.metrics.core_metrics import ALL
from tests.core.metrics.test_counting import ORG
from tests.core.metrics.test_rates import figure
from tests.fixtures.county import County
from yishi_core.domain.impact.models import ManualFigure

YEAR = {"from_on": "2018-01-01", "to_on": "2018-12-31"}
REASON = "纸质台账已遗失"


async def typed(town: County, metric: str, value: str, **given: Any) -> ManualFigure:
    of = {} if "station" in given else {"org": town.orgs["village"]}
    row: ManualFigure = await town.act(
        "village",
        "type_figure",
        **{**of, **YEAR, "metric": metric, "value": value, "reason": REASON, **given},
    )
    return row


async def asked(town: County, metric: str, who: str = "county", **given: Any) -> Any:
    return await figure(town, metric, who, "village", **{**YEAR, **given})


async def test_a_typed_figure_answers_where_no_records_exist_and_is_marked(town: County) -> None:
    row = await typed(town, "consultations", "12", sign="more")
    found = await asked(town, "consultations")
    assert (found.value, found.manual, found.reason) == (12, True, REASON)
    assert found.typed.id == row.id
    assert found.text == "超过12(手工填报)"
    plain = await asked(town, "suggestions")
    assert (plain.value, plain.manual, plain.reason, plain.typed) == (0, False, None, None)


async def test_it_is_added_to_nothing_and_answers_for_its_place_and_period_alone(
    town: County,
) -> None:
    await typed(town, "consultations", "12")
    for other in (
        {"of": {"org": town.orgs["township"]}},
        {"of": {"org": town.orgs["village2"]}},
        {"to_on": "2018-06-30"},
        {"from_on": "2017-01-01"},
    ):
        found = await asked(town, "consultations", **other)
        assert (found.value, found.manual) == (0, False)
    total = await asked(town, "consultations+suggestions")
    assert (total.value, total.manual) == (0, False)


async def test_where_records_exist_they_are_the_answer(town: County) -> None:
    await typed(town, "deeds_people", "120")
    await typed(town, "pledges_total", "7")
    deed = {"org": town.orgs["village"], "deed_kind": "practical", "description": "修桥"}
    given = await town.act("village", "record_deed", **deed, date="2018-05-01", people=9)
    found = await asked(town, "deeds_people")
    assert (found.value, found.manual) == (9, False)
    assert (await asked(town, "pledges_total")).manual
    await town.act("village", "void_record", id=given, reason="重复登记")
    assert (await asked(town, "deeds_people")).value == 120
    # a record that adds nothing is a record
    await typed(town, "served_times", "300")
    assert (await asked(town, "served_times")).manual
    await town.act("village", "record_deed", **deed, date="2018-05-01", people=1, served_times=0)
    found = await asked(town, "served_times")
    assert (found.value, found.manual) == (0, False)


async def test_a_share_and_a_station_s_figure_may_be_typed(town: County) -> None:
    station = await cases.station(town, opened_on="2015-01-01")
    await typed(town, "filing_rate", "91.5")
    found = await asked(town, "filing_rate")
    assert (found.text, found.part, found.whole) == ("91.5%(手工填报)", None, None)
    await typed(town, "opinions", "40", station=station)
    of = {"of": {"station": station}}
    assert (await asked(town, "opinions", **of)).value == 40
    assert (await asked(town, "opinions")).value == 0


async def test_the_newest_of_several_counts_and_a_voided_one_does_not(town: County) -> None:
    await typed(town, "consultations", "12")
    last = await typed(town, "consultations{small_micro}", "5")
    assert (await asked(town, "consultations{grade=small_micro}")).value == 5
    again = await typed(town, "consultations{grade=small_micro}", "6")
    assert (await asked(town, "consultations{small_micro}")).value == 6
    for row, value in ((again, 5), (last, 0)):
        await town.act("village", "void_record", id=row, reason="填报有误")
        assert (await asked(town, "consultations{small_micro}")).value == value
    assert (await asked(town, "consultations")).value == 12


async def test_whoever_may_count_at_the_place_is_told_what_was_typed_there(town: County) -> None:
    await typed(town, "consultations", "12")
    for who in ("county", "leader", "township", "village", "auditor", "member"):
        assert (await asked(town, "consultations", who)).manual


async def test_figures_of_a_report_are_marked_too(town: County) -> None:
    await typed(town, "consultations", "12", sign="about")
    found = await town.act(
        "county",
        "metrics",
        org=town.orgs["village"],
        figures=[{"metric": "consultations", **YEAR}, {"metric": "consultations"}],
    )
    assert [(f.text, f.manual) for f in found] == [("约12(手工填报)", True), ("0", False)]


@pytest.mark.parametrize("metric", ["topics{source=nonsens}", "impact{job}", "impact"])
async def test_only_known_words_are_typed(town: County, metric: str) -> None:
    error = await town.refused(
        "village",
        "type_figure",
        code="INVALID_INPUT",
        org=town.orgs["village"],
        **YEAR,
        metric=metric,
        value="3",
        reason=REASON,
    )
    assert [field.path for field in error.fields] == ["metric"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("posts{vice_chair}", "posts{post_kind=vice_chair}", True),
        ("activities{self_started}", "activities{self_started=true}", True),
        ("activities{kind=visit,self_started}", "activities{self_started,visit}", True),
        ("proposals+opinions", "opinions + proposals", True),
        ("org_members{org}", "org_members", True),
        ("proposals", "2*proposals", False),
        ("proposals", "proposals+proposals", False),
        ("activities{kind=visit}", "activities", False),
    ],
)
def test_a_metric_is_the_same_whichever_way_it_is_written(one: str, other: str, same: bool) -> None:
    assert (ALL.canonical(one, ORG) == ALL.canonical(other, ORG)) is same
