"""The records behind a figure: which, in which order, what each adds, and who may list them. That they
make up every figure of the catalogue is tried on the demonstration county.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.core import cases
from tests.core.proposals import papers
from tests.core.quotas.test_quotas import adopted
from tests.fixtures.county import County, schema_of
from yishi_core.domain.impact.models import ImpactMetric
from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.operation import cursors
from yishi_core.kernel.operation.inputs import Pending, global_id
from yishi_graphql.reader import Reader

YEAR = {"from_on": "2026-01-01", "to_on": "2026-12-31"}


async def listed(town: County, metric: str, who: str = "county", **given: Any) -> Any:
    of = given.pop("of", None) or {"org": town.orgs["county"]}
    return await town.act(who, "metric_records", metric=metric, **{**YEAR, **of, **given})


def named(row: TenantRow) -> Pending:
    return Pending(type(row).__name__, row.county, row.id)


async def effects(town: County, *values: str, metric: str = "households") -> list[ImpactMetric]:
    station = await cases.station(town, name=f"河湾{metric}议事室")
    given = {"station": station, "date": "2026-05-01", "evidence": "现场核实记录", "metric": metric}
    return [await town.act("township", "record_impact", value=value, **given) for value in values]


async def test_sums_tell_what_each_record_adds_page_by_page(town: County) -> None:
    rows = await effects(town, "30", "12", "5")
    first = await listed(town, "2*impact{metric=households}", first=2)
    assert (first.figure.value, first.total, first.total_count) == (94, 94, 3)
    assert [(n.record, n.adds, n.value) for n in first.nodes] == [
        (named(rows[0]), 60, 30),
        (named(rows[1]), 24, 12),
    ]
    assert {str(n.day) for n in first.nodes} == {"2026-05-01"}
    assert first.has_next_page
    rest = await listed(town, "2*impact{metric=households}", first=2, after=first.end_cursor)
    assert [n.record for n in rest.nodes] == [named(rows[2])]
    assert not rest.has_next_page
    for after in ("no cursor", cursors.written("records", rows[0].id.hex, 10**30)):
        error = await town.refused(
            "county",
            "metric_records",
            code="INVALID_INPUT",
            metric="consultations",
            org=town.orgs["county"],
            after=after,
        )
        assert [field.path for field in error.fields] == ["after"]


async def test_of_the_largest_one_record_adds_it_and_the_others_nothing(town: County) -> None:
    rows = await effects(town, "6", "10", "10", metric="problem_years")
    found = await listed(town, "impact{metric=problem_years}")
    assert found.figure.value == found.total == 10
    assert [(n.record, n.adds, n.value) for n in found.nodes] == [
        (named(rows[0]), 0, 6),
        (named(rows[1]), 10, 10),
        (named(rows[2]), 0, 10),
    ]


async def test_what_is_counted_once_is_named_and_only_its_first_record_adds(town: County) -> None:
    given = {"org": town.orgs["county"], "post_kind": "vice_chair"}
    zhao, qian = [
        await town.act("county", "register_person", name=name, **given)
        for name in ("赵一山", "钱二水")
    ]
    for group in ("township", "neighbour"):
        seat = {"group": town.orgs[group], "post_kind": "vice_chair", "from_on": "2026-02-01"}
        await town.act("county", "add_to_group", person=zhao, **seat)
    found = await listed(town, "posts{post_kind=vice_chair}")
    assert found.figure.value == found.total == 2
    assert [(n.record.type, n.counted_by, n.adds) for n in found.nodes] == [
        ("Person", global_id(qian), 1),
        ("OrgMembership", global_id(zhao), 1),
        ("OrgMembership", global_id(zhao), 0),
    ]


async def test_a_record_that_says_nothing_of_what_is_counted_is_none_of_its_records(
    town: County,
) -> None:
    seats = []
    for sector in ("agriculture", "agriculture", None):
        person = await cases.person(town)
        given = {"person": person, "level": "county", "joined_on": "2022-01-10"}
        seats.append(await town.act("county", "add_member", sector=sector, **given))
    found = await listed(town, "sectors_covered")
    assert found.figure.value == found.total == 1
    assert [(n.record, n.counted_by, n.adds) for n in found.nodes] == [
        (named(seats[0]), "agriculture", 1),
        (named(seats[1]), "agriculture", 0),
    ]


async def test_a_share_lists_what_stands_above_and_what_stands_below_the_line(
    town: County,
) -> None:
    filed, refused, _waiting = [
        await papers.submitted(town, title=f"关于第{n}件事的提案") for n in "一二三"
    ]
    for proposal, decision in (
        (filed, {"decision": "filed"}),
        (refused, {"decision": "not_filed", "not_filed_reason": "empty"}),
    ):
        await town.act("county", "review_proposal", proposal=proposal, review="情况属实")
        await town.act("county", "decide_proposal", proposal=proposal, **decision)
    part = await listed(town, "filing_rate")
    whole = await listed(town, "filing_rate", side="whole")
    assert str(part.figure.value) == str(whole.figure.value) == "50.0"
    assert [n.record for n in part.nodes] == [named(filed)]
    assert [n.record for n in whole.nodes] == [named(filed), named(refused)]
    assert (part.total, whole.total) == (part.figure.part, part.figure.whole)


async def test_a_quota_lists_what_was_done_for_it(town: County) -> None:
    station = await cases.station(town)
    await adopted(town, from_on="2026-01-01")
    study = {"station": station, "kind": "study", "title": "学习", "date": "2026-02-01"}
    row = await town.act("village", "record_activity", **study)
    found = await listed(town, "quota_done{rule=station_two_two.study}")
    assert [(n.record, n.adds) for n in found.nodes] == [(named(row), 1)]
    assert found.figure.value == found.total == 1
    nothing = await listed(town, "quota_done{rule=no_such_set}")
    assert (nothing.total_count, nothing.total, nothing.end_cursor) == (0, 0, None)


async def test_the_records_of_a_quota_over_many_years_are_too_many_for_one_question(
    town: County,
) -> None:
    item = {
        "code": "study",
        "label": "每周学习",
        "subject": "org",
        "metric": "activities{kind=study}",
        "min": 1,
        "period": "week",
    }
    given = {"code": "weekly", "name": "每周一学", "from_on": "2010-01-01", "items": [item]}
    await town.act("township", "define_quota_set", org=town.orgs["township"], **given)
    year = await listed(town, "quota_done{rule=weekly}")
    assert (year.total_count, year.figure.value) == (0, 0)
    error = await town.refused(
        "county",
        "metric_records",
        code="INVALID_INPUT",
        org=town.orgs["county"],
        metric="quota_done{rule=weekly}",
        from_on="2011-01-01",
        to_on="2026-11-01",
    )
    assert [field.path for field in error.fields] == ["from_on"]


async def test_a_typed_figure_has_no_records(town: County) -> None:
    at = {"org": town.orgs["village"], "from_on": "2024-01-01", "to_on": "2024-12-31"}
    typed = {"metric": "consultations", "value": "12", "reason": "纸质台账,未逐条登记"}
    await town.act("village", "type_figure", **at, **typed)
    found = await town.act("village", "metric_records", metric="consultations", **at)
    assert (found.figure.manual, found.figure.value) == (True, 12)
    assert (found.total_count, found.total, list(found.nodes)) == (0, 0, [])


@pytest.mark.parametrize(
    ("metric", "side", "path", "said"),
    [
        ("quota_required{rule=two}", "part", "metric", "没有可列出的记录"),
        ("quota_met{rule=two}", "whole", "metric", "没有可列出的记录"),
        ("full_mark{scheme=member_default}", "part", "metric", "没有可列出的记录"),
        ("consultations", "whole", "side", "没有分母"),
        ("no_such_metric", "part", "metric", "没有该指标"),
        ("impact", "part", "metric", "须写明 metric"),
    ],
)
async def test_a_figure_without_records_is_refused_with_the_reason(
    town: County, metric: str, side: str, path: str, said: str
) -> None:
    error = await town.refused(
        "county",
        "metric_records",
        code="INVALID_INPUT",
        org=town.orgs["county"],
        metric=metric,
        side=side,
    )
    [field] = error.fields
    assert field.path == path
    assert said in field.text.zh


async def test_who_may_not_count_may_not_list(town: County) -> None:
    at = {"org": town.orgs["village"]}
    for metric in ("budgets", "intakes", "filing_rate"):
        await town.refused("member", "metric_records", code="FORBIDDEN", metric=metric, **at)
    await town.refused(
        "neighbour", "metric_records", code="NOT_FOUND", metric="consultations", **at
    )
    own = await cases.person(town)
    await town.refused("member", "metric_records", code="FORBIDDEN", metric="proposals", member=own)
    town.link("member", own)
    assert (await listed(town, "proposals", "member", of={"member": own})).total_count == 0


async def test_a_narrowed_token_lists_and_counts_of_its_holder_what_it_may_read(
    town: County,
) -> None:
    own = await cases.person(town)
    town.link("member", own)
    whole = town.principals["member"]
    for more, allowed in ((set(), False), ({"proposal:read"}, True)):
        town.principals["member"] = replace(
            whole, scopes=frozenset({"metric:see", "person:read", *more})
        )
        for asked in ("metric", "metric_records"):
            given = {"metric": "proposals", "member": own}
            if allowed:
                await town.act("member", asked, **given)
            else:
                await town.refused("member", asked, code="FORBIDDEN", **given)


async def test_a_record_is_read_as_what_it_is_under_the_callers_rights(town: County) -> None:
    """Several types in one list, each read with its own fields, those of one type together."""
    fact = (await effects(town, "30"))[0]
    paper = await papers.submitted(town)
    reader = Reader(town.platform, schema_of(town.platform.plugins))
    document = """query($org: ID!, $after: String) { metricRecords(org: $org, first: 5, after: $after,
      metric: "impact{metric=households}+8*proposals", fromOn: "2026-01-01", toOn: "2026-12-31") {
        totalCount nodes { adds record { id ... on Proposal { title } ... on ImpactMetric { metric } } } } }"""
    asked = {"org": global_id(town.orgs["county"])}
    answer = json.loads(
        await reader.execute(town.principals["county"], document, asked, None, "zh")
    )
    assert answer["data"]["metricRecords"] == {
        "totalCount": 2,
        "nodes": [
            {"adds": "30.00", "record": {"id": global_id(fact), "metric": "households"}},
            {"adds": "8", "record": {"id": global_id(paper), "title": paper.title}},
        ],
    }
