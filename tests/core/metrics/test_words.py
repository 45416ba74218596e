"""A word that nobody knows is told with the words there are, wherever a metric is written."""

from __future__ import annotations

import pytest

from tests.core.assessments.schemes import opened
from tests.fixtures.county import County
from yishi_core.errors import InvalidInput


@pytest.mark.parametrize(
    ("metric", "dimension", "words"),
    [
        ("topics{source=nonsens}", "source", ("resident(群众反映)", "lookback(回头看)")),
        ("topics{source=resident,focus=raods}", "focus", ("roads(道路交通)",)),
        ("consultations{form=tea}", "form", ("yard(院坝协商)", "bench(板凳会)")),
        ("consultations{form_group=garden}", "form_group", ("in_room", "light", "online")),
        ("topics+2*honours{kind=medal}", "kind", ("advanced_unit(先进单位)",)),
        ("impact{metric=job}", "metric", ("jobs(带动就业)",)),
        ("talents{field=magic}", "field", ("law(法律)",)),
    ],
)
async def test_an_unknown_word_of_a_metric_is_refused_with_the_words(
    town: County, metric: str, dimension: str, words: tuple[str, ...]
) -> None:
    error = await town.refused(
        "county", "metric", code="INVALID_INPUT", org=town.orgs["county"], metric=metric
    )
    [field] = error.fields
    assert field.path == "metric"
    assert f"的 {dimension} 没有" in field.text.zh
    assert all(word in field.text.zh for word in words)


@pytest.mark.parametrize("metric", ["impact", "topics+2*impact", "impact{largest}"])
async def test_effects_of_different_units_are_not_added(town: County, metric: str) -> None:
    county = town.orgs["county"]
    told = await town.refused("county", "metric", code="INVALID_INPUT", org=county, metric=metric)
    [field] = told.fields
    assert field.path == "metric"
    assert "“impact”须写明 metric" in field.text.zh
    assert "jobs(带动就业)" in field.text.zh


async def test_one_unknown_word_of_a_report_is_told_at_its_figure(town: County) -> None:
    error = await town.refused(
        "county",
        "metrics",
        code="INVALID_INPUT",
        org=town.orgs["county"],
        figures=[{"metric": "topics"}, {"metric": "topics{source=nonsens}"}],
    )
    assert [field.path for field in error.fields] == ["figures.1.metric"]


async def test_a_known_word_counts_and_free_text_takes_any_word(town: County) -> None:
    for metric in ("topics{source=resident}", "stations{brand=云边}", "talents{pool=一库}"):
        found = await town.act("county", "metric", org=town.orgs["county"], metric=metric)
        assert found.value == 0


async def test_a_quota_of_one_s_own_names_known_words_only(town: County) -> None:
    item = {
        "code": "topics",
        "label": "征题",
        "subject": "org",
        "metric": "topics{source=nonsens}",
        "min": 1,
        "period": "year",
    }
    given = {"org": town.orgs["township"], "code": "own", "name": "自定", "items": [item]}
    with pytest.raises(InvalidInput) as caught:
        await town.act("township", "define_quota_set", **given)
    [field] = caught.value.fields
    assert field.path == "items.0.metric"
    assert "resident(群众反映)" in field.text.zh
    item["metric"] = "topics{source=resident}"
    assert (await town.act("township", "define_quota_set", **given)).code == "own"


async def test_a_line_of_a_points_table_names_known_words_only(town: County) -> None:
    scheme = await opened(town, "station_default")
    line = {"code": "form", "label": "院坝", "metric": "consultations{form=tea}", "points_per": 1}
    error = await town.refused(
        "county", "change_assessment", code="INVALID_INPUT", scheme=scheme, items=[line]
    )
    [field] = error.fields
    assert field.path == "items.0.metric"
    assert "yard(院坝协商)" in field.text.zh
