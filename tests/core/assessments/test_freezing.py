"""Counts that stand, scores that are made again, appeals of those who were judged, tables of an
office's own.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.core import cases
from tests.core.assessments.schemes import member, opened, results, score
from tests.fixtures.county import County
from yishi_core.domain.assessments.models import (
    AppealState,
    AssessmentAppeal,
    AssessmentResult,
    AssessmentScheme,
    AssessmentState,
    ScoreEntry,
)
from yishi_core.domain.people.models import Person
from yishi_core.errors import InvalidInput


async def deed(town: County, who: Person, day: str = "2026-05-02") -> None:
    await town.act(
        "village",
        "record_deed",
        org=town.orgs["village"],
        deed_kind="practical",
        date=day,
        description="修桥",
        person=who,
    )


async def decided(town: County, scheme: AssessmentScheme) -> AssessmentScheme:
    await town.act("county", "check_assessment", scheme=scheme)
    row: AssessmentScheme = await town.act("leader", "decide_assessment", scheme=scheme)
    return row


async def test_what_is_entered_after_the_freezing_changes_no_score(town: County) -> None:
    somebody = await member(town, "王小河")
    town.link("member", somebody)
    await deed(town, somebody)
    scheme = await opened(town)
    frozen = await town.act("county", "freeze_assessment", scheme=scheme)
    assert frozen.frozen_at is not None
    for operation in ("freeze_assessment", "count_scores"):
        await town.refused("county", operation, code="REFUSED", rule="frozen", scheme=scheme)
    await deed(town, somebody, "2026-05-03")
    await score(town, scheme, somebody, 30)
    await decided(town, scheme)
    await town.act("leader", "publish_assessment", scheme=scheme)
    await deed(town, somebody, "2026-05-04")
    result = (await results(town))[somebody.id]
    for reader in ("county", "township", "member"):
        sheet = await town.act(reader, "score_sheet", result=result)
        assert (sheet.score, sheet.reproduced, sheet.rank, sheet.grade) == (32, 32, 1, "不称职")
    line = next(x for x in sheet.lines if x.item == "linking")
    assert (line.counted, line.points, line.scored) == (1, 2, 2)
    sheet = await town.act("county", "score_sheet", result=result)
    assert next(x for x in sheet.lines if x.item == "linking").counted_now == 3
    for row in (result, (await town.rows(ScoreEntry))[0]):
        await town.refused(
            "county", "void_record", code="REFUSED", rule="not_voidable", id=row, reason="更正"
        )


async def test_deciding_freezes_what_was_counted(town: County) -> None:
    somebody, scheme = await member(town, "王小河"), await opened(town)
    await town.act("county", "count_scores", scheme=scheme)
    assert (await decided(town, scheme)).frozen_at is not None
    await deed(town, somebody)
    assert (
        await town.act("county", "score_sheet", result=(await results(town))[somebody.id])
    ).reproduced == 0


async def test_nothing_is_decided_upon_stale_counts(town: County) -> None:
    somebody, scheme = await member(town, "王小河"), await opened(town)
    await town.act("county", "count_scores", scheme=scheme)
    await deed(town, somebody)
    await decided(town, scheme)
    result = (await results(town))[somebody.id]
    assert result.score == 2
    assert (await town.act("county", "score_sheet", result=result)).reproduced == 2


async def test_who_freezes(town: County) -> None:
    scheme = await opened(town)
    for caller in ("leader", "township", "village", "member"):
        await town.refused(caller, "freeze_assessment", code="FORBIDDEN", scheme=scheme)


async def judged(town: County) -> tuple[AssessmentScheme, Person, Person]:
    """Two members, both decided: 20 and 30 points; the first has an account."""
    own, other = await member(town, "王小河"), await member(town, "李大山")
    town.link("member", own)
    scheme = await opened(town)
    await score(town, scheme, own, 20)
    await score(town, scheme, other, 30)
    return await decided(town, scheme), own, other


async def test_a_member_reads_his_own_result_and_nobody_else_s(town: County) -> None:
    _, own, other = await judged(town)
    found = await results(town)
    await town.act("member", "score_sheet", result=found[own.id])
    await town.refused("member", "score_sheet", code="NOT_FOUND", result=found[other.id])
    await town.refused("member2", "score_sheet", code="NOT_FOUND", result=found[own.id])


async def test_an_upheld_appeal_changes_score_and_ranks_of_all(town: County) -> None:
    scheme, own, other = await judged(town)
    result = (await results(town))[own.id]
    appeal = await town.act(
        "member", "appeal_score", result=result, item="proposal", text="漏记一件立案提案"
    )
    assert (appeal.state, appeal.org_path) == (AppealState.FILED, result.org_path)
    await town.refused(
        "member",
        "appeal_score",
        code="REFUSED",
        rule="appealed_already",
        result=result,
        text="漏记一件立案提案",
    )
    await town.refused(
        "leader", "publish_assessment", code="REFUSED", rule="appeals_open", scheme=scheme
    )
    base = {"appeal": appeal, "upheld": True, "answer": "核实后补记"}
    await town.refused("leader", "answer_appeal", code="INVALID_INPUT", **base)
    await town.refused(
        "leader", "answer_appeal", code="INVALID_INPUT", **base, points=20, item="unheard_of"
    )
    for caller in ("township", "member"):
        await town.refused(caller, "answer_appeal", code="FORBIDDEN", **base, points=20)
    answered = await town.act("leader", "answer_appeal", **base, points=20)
    assert (answered.state, answered.upheld) == (AppealState.ANSWERED, True)
    found = await results(town)
    assert {k: (r.score, r.rank) for k, r in found.items()} == {own.id: (40, 1), other.id: (30, 2)}
    assert (await town.act("member", "score_sheet", result=result)).reproduced == 40
    await town.refused("leader", "answer_appeal", code="REFUSED", rule="state", **base, points=20)
    assert (
        await town.act("leader", "publish_assessment", scheme=scheme)
    ).state is AssessmentState.PUBLISHED
    await town.refused(
        "member", "appeal_score", code="REFUSED", rule="state", result=result, text="对结果仍有异议"
    )


async def test_a_rejected_appeal_changes_nothing(town: County) -> None:
    scheme, own, _ = await judged(town)
    result = (await results(town))[own.id]
    appeal = await town.act("member", "appeal_score", result=result, text="对总分有异议")
    base = {"appeal": appeal, "upheld": False, "answer": "核查无误"}
    await town.refused("leader", "answer_appeal", code="INVALID_INPUT", **base, points=1)
    await town.act("leader", "answer_appeal", **base)
    assert (await town.fresh(result)).score == 20
    await town.act("leader", "publish_assessment", scheme=scheme)


async def test_who_appeals(town: County) -> None:
    _, own, other = await judged(town)
    found = await results(town)
    for caller in ("village", "member2"):
        await town.refused(
            caller, "appeal_score", code="NOT_FOUND", result=found[own.id], text="对总分有异议"
        )
    await town.refused(
        "county", "appeal_score", code="FORBIDDEN", result=found[own.id], text="对总分有异议"
    )
    await town.refused(
        "township",
        "appeal_score",
        code="REFUSED",
        rule="own_score",
        result=found[other.id],
        text="对总分有异议",
    )
    await town.refused(
        "member",
        "appeal_score",
        code="INVALID_INPUT",
        result=found[own.id],
        text="有异议",
        item="plenary",
    )
    await town.refused(
        "member",
        "appeal_score",
        code="INVALID_INPUT",
        result=found[own.id],
        text="对总分有异议",
        item="unheard_of",
    )
    assert await town.rows(AssessmentAppeal) == []


async def test_an_office_appeals_for_its_station(town: County) -> None:
    station, scheme = await cases.station(town), await opened(town, "station_default")
    await decided(town, scheme)
    result = (await results(town))[station.id]
    await town.refused(
        "village2", "appeal_score", code="NOT_FOUND", result=result, text="漏计两场协商"
    )
    assert (
        await town.act("village", "appeal_score", result=result, text="漏计两场协商")
    ).state is AppealState.FILED


ITEMS: list[dict[str, Any]] = [
    {"code": "consult", "label": "协商", "metric": "consultations", "points_per": 5, "cap": 50},
    {"code": "files", "label": "台账", "cap": 50, "evidence_required": True},
]


async def test_an_office_changes_its_table_before_anything_is_scored_and_takes_it_over_next_year(
    town: County,
) -> None:
    station, last = await cases.station(town), await opened(town, "station_default", year=2025)
    changed = await town.act(
        "county",
        "change_assessment",
        scheme=last,
        items=ITEMS,
        grades=[{"label": "达标", "min": 50}],
        label="站点考核",
        bonus_cap=0,
        consequences=[{"text": "通报表扬", "at_least": 50}],
    )
    assert (
        changed.edition,
        list(changed.items),
        changed.items["consult"]["auto"],
        changed.grades,
    ) == (
        2,
        ["consult", "files"],
        True,
        {"达标": "50"},
    )
    now = await opened(town, "station_default", like=last)
    assert (now.label, now.items, now.grades, now.edition, now.consequence_rules) == (
        "站点考核",
        changed.items,
        changed.grades,
        2,
        changed.consequence_rules,
    )
    await town.act(
        "county",
        "add_score",
        scheme=now,
        station=station,
        item="files",
        points=50,
        evidence="台账齐全",
    )
    await town.refused(
        "county",
        "change_assessment",
        code="REFUSED",
        rule="scored_already",
        scheme=now,
        label="再改",
    )
    await town.refused("leader", "change_assessment", code="FORBIDDEN", scheme=last, label="再改")
    await decided(town, now)
    result = (await results(town))[station.id]
    assert (result.grade, result.consequences) == ("达标", ["通报表扬"])
    await town.refused(
        "county", "change_assessment", code="REFUSED", rule="state", scheme=now, label="再改"
    )
    with pytest.raises(InvalidInput):
        await opened(town, "member_default", like=last)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"items": [{**ITEMS[0], "metric": "stations"}]}, "items.0.metric"),
        ({"items": [ITEMS[0], ITEMS[0]]}, "items.1.code"),
        ({"items": []}, "items"),
        ({"items": [{**ITEMS[0], "cap": -1}]}, "items.0.cap"),
        ({"grades": [{"label": "甲", "min": 1}, {"label": "甲", "min": 2}]}, "grades.1.label"),
        ({"consequences": [{"text": "约谈"}]}, "consequences.0.below"),
        ({"consequences": [{"text": "约谈", "below": 60, "at_least": 85}]}, "consequences.0.below"),
        ({"full_mark": 0}, "full_mark"),
    ],
)
async def test_what_is_no_table(town: County, given: dict[str, Any], field: str) -> None:
    scheme = await opened(town, "station_default")
    error = await town.refused(
        "county", "change_assessment", code="INVALID_INPUT", scheme=scheme, **given
    )
    assert error.fields[0].path == field
    assert (await town.fresh(scheme)).edition == 1


async def test_consequences_follow_from_this_year_and_from_two_years_in_a_row(town: County) -> None:
    weak, strong = await member(town, "王小河"), await member(town, "李大山")
    found: dict[int, AssessmentResult] = {}
    for year in (2024, 2025):
        scheme = await opened(town, year=year)
        for item, points in (
            ("plenary", 30),
            ("proposal", 20),
            ("opinion", 20),
            ("key_proposal", 20),
        ):
            await score(town, scheme, strong, points, item)
        await decided(town, scheme)
        rows = {
            r.person_id: r
            for r in await town.rows(AssessmentResult, AssessmentResult.scheme_id == scheme.id)
        }
        found[year] = rows[weak.id]
        assert rows[strong.id].consequences == ["表扬,作为继续提名的依据"]
    assert found[2024].consequences == ["由界别召集人约谈"]
    assert found[2025].consequences == [
        "由界别召集人约谈",
        "连续两年不称职,由县级政协约谈",
        "连续两年低于40分,劝其辞去委员",
    ]


async def test_points_by_hand_complement_an_automatic_item_only_where_the_table_says_so(
    town: County,
) -> None:
    somebody, scheme = await member(town, "王小河"), await opened(town)
    base: dict[str, Any] = {"scheme": scheme, "person": somebody, "points": 8}
    await town.refused(
        "county", "add_score", code="INVALID_INPUT", **base, item="linking", evidence="台账"
    )
    error = await town.refused("county", "add_score", code="INVALID_INPUT", **base, item="proposal")
    assert error.fields[0].path == "evidence"
    assert (
        await town.act("county", "add_score", **base, item="proposal", evidence="纸质提案")
    ).points == Decimal(8)


async def test_a_scheme_of_quarters_has_four_parts(
    town: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yishi_core.kernel.variants.variant import Variant

    core = town.platform.plugins.core
    quarterly = core.assessment[1].model_copy(update={"code": "quarterly", "period": "quarter"})
    monkeypatch.setattr(
        town.platform.plugins,
        "core",
        Variant.model_validate({**core.model_dump(), "assessment": [quarterly.model_dump()]}),
    )
    row = await opened(town, "quarterly", part=2)
    assert (row.from_on, row.to_on) == (cases.day("2026-04-01"), cases.day("2026-06-30"))
    assert (await opened(town, "quarterly", part=3)).id != row.id
    for wrong in ({"part": 5}, {"part": 4, "year": 2099}):
        with pytest.raises(InvalidInput):
            await opened(town, "quarterly", **wrong)


async def test_a_station_is_given_points_for_the_share_of_its_quotas_that_it_met(
    town: County,
) -> None:
    station, idle = await cases.station(town), await cases.station(town, "village2")
    await town.act(
        "county",
        "adopt_quota_set",
        org=town.orgs["county"],
        code="station_two_two",
        from_on="2026-01-01",
    )
    for day in ("2026-02-01", "2026-03-01"):
        await town.act(
            "village", "record_activity", station=station, kind="study", title="学习", date=day
        )
    scheme = await opened(town, "station_default")
    await town.act("county", "count_scores", scheme=scheme)
    rows = await town.rows(ScoreEntry, ScoreEntry.item == "quotas")
    assert {r.station_id: (r.counted, r.points) for r in rows} == {
        station.id: (Decimal("0.50"), Decimal("12.50")),
        idle.id: (Decimal(0), Decimal(0)),
    }
