"""A plugin declares its metrics as core does; whatever counts by the catalogue knows them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.oneplace.consulting import TOPIC, planned
from tests.stories.people import Json
from tests.stories.town import Town

FIGURES = (
    "query($org: ID!) {{ metrics(org: $org, figures: [{0}]) {{ metric value unit part whole }} }}"
)
QUOTA: Json = {
    "code": "notes",
    "label": "夜谈记录",
    "subject": "org",
    "org_kinds": ["village_committees"],
    "metric": "talk_notes",
    "min": "2",
    "period": "year",
}


@pytest.fixture(scope="module")
async def counted(talks: Town) -> Town:
    """Three notes and two talks with 10 and 20 cups of tea, all in the village2, which is counted
    alone.
    """
    township, at = talks["county"], talks.orgs["village2"]
    given: Json = {**TOPIC, "org": at, "title": "石桥的议题"}
    topic = (await township.do("proposeTopic", "topic { id }", **given))["topic"]["id"]
    writer = await talks.person("stone_bridge", ("council_staff", "village2"))
    for text in ("一", "二", "三"):
        await writer.do("recordTalkNote", "__typename", topic=topic, text=text)
    for tea in (10, 20):
        await planned(
            talks, "stone_bridge", "village2", date="2026-11-20", evening_talks={"tea": tea}
        )
    return talks


def by_metric(answer: Json) -> dict[str, Any]:
    return {one["metric"]: Decimal(one["value"]) for one in answer["metrics"]}


async def test_figures_are_asked_by_whoever_may_read_what_is_counted(counted: Town) -> None:
    asked = ", ".join(f'{{metric: "{m}"}}' for m in ("talk_notes", "tea_poured", "cups_per_talk"))
    at = counted.orgs["village2"]
    for who in ("stone_bridge", "township", "county"):
        found = by_metric(await counted[who].ask(FIGURES.format(asked), org=at))
        assert found == {"talk_notes": 3, "tea_poured": 30, "cups_per_talk": 15}, who
    # The county reads them wherever the plugin is on, and nothing of it is elsewhere.
    whole = by_metric(
        await counted["county"].ask(
            FIGURES.format('{metric: "talk_notes"}'), org=counted.orgs["county"]
        )
    )
    assert whole["talk_notes"] >= 3


async def test_the_records_behind_a_plugin_s_figures_are_listed(counted: Town) -> None:
    """Of own fields it is the record that has them, since they are read with it."""
    document = (
        "query($org: ID!, $metric: String!) { metricRecords(org: $org, metric: $metric) { total "
        "totalCount nodes { adds record { __typename ... on Consultation { eveningTalks { tea } } "
        "... on TalkNote { text } } } } }"
    )
    at = counted.orgs["village2"]
    for who in ("stone_bridge", "county"):
        found = await counted[who].ask(document, org=at, metric="tea_poured")
        assert found["metricRecords"] == {
            "total": "30",
            "totalCount": 2,
            "nodes": [
                {
                    "adds": f"{tea}",
                    "record": {"__typename": "Consultation", "eveningTalks": {"tea": tea}},
                }
                for tea in (10, 20)
            ],
        }
        notes = (await counted[who].ask(document, org=at, metric="talk_notes"))["metricRecords"]
        assert [node["record"] for node in notes["nodes"]] == [
            {"__typename": "TalkNote", "text": text} for text in "一二三"
        ]


async def test_where_the_plugin_is_off_nobody_knows_its_metrics(counted: Town) -> None:
    document = FIGURES.format('{metric: "talk_notes"}')
    answer = await counted["neighbour"].send(document, org=counted.orgs["neighbour"])
    error = answer["errors"][0]
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert "tea_poured" not in error["message"]
    assert "consultations" in error["message"]  # what there is instead is told


async def test_what_a_plugin_adds_to_a_metric_of_core_is_not_asked_where_it_is_off(
    counted: Town,
) -> None:
    document = FIGURES.format('{metric: "overdue"}')
    beside = await counted["neighbour"].ask(document, org=counted.orgs["neighbour"])
    assert by_metric(beside) == {"overdue": 0}  # nobody there may read notes, nor has to
    whole = await counted["county"].ask(document, org=counted.orgs["county"])
    assert by_metric(whole)["overdue"] >= 0


async def test_a_quota_counts_by_an_own_metric(counted: Town) -> None:
    county = counted["county"]
    for operation, given in (
        ("defineQuotaSet", {"code": "own_notes", "name": "夜谈", "items": [QUOTA]}),
        ("adoptQuotaSet", {"code": "talks_a_year"}),
    ):
        made = await county.do(
            operation,
            "quotaSet { id }",
            org=counted.orgs["township"],
            from_on="2026-01-01",
            **given,
        )
        progress = await county.ask(
            "query($org: ID!) { quotaProgress(org: $org) { rule { code } current { done "
            "state } } }",
            org=counted.orgs["village2"],
        )
        assert {(p["rule"]["code"], p["current"]["done"]) for p in progress["quotaProgress"]} == {
            ("notes", "3")
        }
        await county.do(
            "endQuotaSet", "__typename", quota_set=made["quotaSet"]["id"], reason="试行结束"
        )
    beside = await county.ask(
        "query($org: ID!) { metrics(org: $org, figures: [{metric: "
        '"quota_done{rule=own_notes}"}]) { metric value } }',
        org=counted.orgs["village2"],
    )
    assert by_metric(beside)["quota_done{rule=own_notes}"] == 3


async def test_points_count_by_own_metrics(counted: Town) -> None:
    county = counted["county"]
    opened = await county.do(
        "openAssessment",
        "assessmentScheme { id }",
        org=counted.orgs["township"],
        code="talkative_villages",
        year=2026,
    )
    scheme = opened["assessmentScheme"]["id"]
    both = {"code": "both", "label": "夜谈", "metric": "talk_notes+tea_poured", "points_per": "1"}
    await county.do("changeAssessment", "__typename", scheme=scheme, items=[both])
    told = await county.do("countScores", "subjects entries skipped", scheme=scheme)
    assert told == {"subjects": 2, "entries": 2, "skipped": []}
    rows = await county.ask(
        "query($where: ScoreEntryWhere) { scoreEntries(where: $where) { nodes { counted points "
        "judgedOrg { name } } } }",
        where={"scheme": {"id": {"eq": scheme}}},
    )
    points = {r["judgedOrg"]["name"]: r["points"] for r in rows["scoreEntries"]["nodes"]}
    assert points["石桥村两委"] == "33.00"  # 3 notes and 30 cups
