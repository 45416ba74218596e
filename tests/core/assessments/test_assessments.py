"""A scheme from its opening to its publication."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.core import cases
from tests.core.assessments.schemes import member, opened, results, score
from tests.fixtures.county import County
from yishi_core.domain.assessments.models import AssessmentScheme, AssessmentState, ScoreEntry
from yishi_core.domain.people.models import Member
from yishi_core.domain.stations.models import Station
from yishi_core.errors import Conflict, Forbidden, InvalidInput


async def test_a_scheme_is_opened_once_and_keeps_its_items(town: County) -> None:
    row = await opened(town)
    assert (row.state, row.full_mark, row.bonus_cap) == (
        AssessmentState.OPEN,
        Decimal(100),
        Decimal(50),
    )
    assert row.items["plenary"]["cap"] == "30"
    assert row.grades == {"优秀": "85", "称职": "60", "不称职": "0"}
    assert row.settings_digest
    base = {"org": town.orgs["county"], "code": "member_default", "year": 2026}
    for who, given, error in (
        ("county", {}, Conflict),
        ("county", {"code": "unheard_of"}, InvalidInput),
        ("county", {"year": 2027}, InvalidInput),
        ("leader", {"year": 2025}, Forbidden),
        ("township", {"org": town.orgs["township"]}, Forbidden),
    ):
        with pytest.raises(error):
            await town.act(who, "open_assessment", **{**base, **given})
    assert len(await town.rows(AssessmentScheme)) == 1


async def test_points_by_hand_want_evidence_and_an_item_of_the_scheme(town: County) -> None:
    somebody, scheme = await member(town, "王小河"), await opened(town)
    base: dict[str, Any] = {
        "scheme": scheme,
        "person": somebody,
        "item": "plenary",
        "points": 30,
        "evidence": "会议签到册",
    }
    row = await town.act("county", "add_score", **base)
    assert (row.points, row.auto, row.self_scored, row.org_path) == (
        30,
        False,
        False,
        somebody.org_path,
    )
    for wrong in (
        {"evidence": None},
        {"item": "unheard_of"},
        {"item": "linking"},
        {"points": "1.234"},
        {"on": "2099-01-01"},
    ):
        await town.refused("county", "add_score", code="INVALID_INPUT", **{**base, **wrong})
    for caller in ("township", "leader", "member"):
        await town.refused(caller, "add_score", code="FORBIDDEN", **base)
    station = await cases.station(town)
    await town.refused(
        "county", "add_score", code="INVALID_INPUT", **{**base, "person": None, "station": station}
    )
    await town.refused("county", "add_score", code="INVALID_INPUT", **{**base, "station": station})


async def test_who_is_judged_claims_points_until_self_scoring_ends_and_the_checker_corrects(
    town: County,
) -> None:
    station, scheme = await cases.station(town), await opened(town, "station_default")
    base: dict[str, Any] = {
        "scheme": scheme,
        "station": station,
        "item": "building",
        "evidence": "验收表",
    }
    first = await town.act("village", "self_score", **base, points=12)
    assert (first.self_scored, first.points) == (True, 12)
    second = await town.act("township", "self_score", **base, points=15)
    assert (second.id, second.points) == (first.id, 15)
    await town.refused("village", "self_score", code="INVALID_INPUT", **base, points=16)
    await town.refused("village", "self_score", code="INVALID_INPUT", **base, points=-1)
    await town.refused("village2", "self_score", code="FORBIDDEN", **base, points=1)
    await town.act("county", "end_self_scoring", scheme=scheme)
    await town.refused("village", "self_score", code="REFUSED", rule="state", **base, points=14)
    await town.refused(
        "village", "correct_score", code="FORBIDDEN", entry=second, points=15, evidence="再加"
    )
    assert (
        await town.act("county", "correct_score", entry=second, points=10, evidence="缺两项标识")
    ).points == 10


async def test_what_was_counted_is_not_corrected_by_hand(town: County) -> None:
    await member(town, "王小河")
    scheme = await opened(town)
    await town.act("county", "count_scores", scheme=scheme)
    entry = (await town.rows(ScoreEntry))[0]
    await town.refused(
        "county",
        "correct_score",
        code="REFUSED",
        rule="counted",
        entry=entry,
        points=1,
        evidence="更正",
    )


async def test_the_steps_of_a_scheme_come_in_order(town: County) -> None:
    somebody, scheme = await member(town, "王小河"), await opened(town)
    for operation in ("decide_assessment", "publish_assessment"):
        await town.refused("county", operation, code="REFUSED", rule="state", scheme=scheme)
    await town.refused("leader", "end_self_scoring", code="FORBIDDEN", scheme=scheme)
    await town.act("county", "end_self_scoring", scheme=scheme)
    await town.refused("county", "end_self_scoring", code="REFUSED", rule="state", scheme=scheme)
    await town.refused("leader", "check_assessment", code="FORBIDDEN", scheme=scheme)
    await town.act("county", "check_assessment", scheme=scheme)
    await town.refused("county", "check_assessment", code="REFUSED", rule="state", scheme=scheme)
    entry = await score(town, scheme, somebody, 20)
    await town.refused(
        "county", "decide_assessment", code="INVALID_INPUT", scheme=scheme, decided_on="2099-01-01"
    )
    await town.refused(
        "county", "decide_assessment", code="INVALID_INPUT", scheme=scheme, decided_on="2025-12-31"
    )
    await town.refused("township", "decide_assessment", code="FORBIDDEN", scheme=scheme)
    decided = await town.act("leader", "decide_assessment", scheme=scheme)
    assert (decided.state, decided.decided_on is not None) == (AssessmentState.DECIDED, True)
    await town.refused("county", "count_scores", code="REFUSED", rule="state", scheme=scheme)
    await town.refused(
        "county",
        "add_score",
        code="REFUSED",
        rule="state",
        scheme=scheme,
        person=somebody,
        item="plenary",
        points=1,
        evidence="补",
    )
    await town.refused(
        "county",
        "correct_score",
        code="REFUSED",
        rule="state",
        entry=entry,
        points=1,
        evidence="更正",
    )
    await town.refused("township", "publish_assessment", code="FORBIDDEN", scheme=scheme)
    assert (
        await town.act("leader", "publish_assessment", scheme=scheme)
    ).state is AssessmentState.PUBLISHED
    await town.refused("leader", "publish_assessment", code="REFUSED", rule="state", scheme=scheme)


async def test_results_are_ranked_with_ties_graded_and_filed_with_their_subjects(
    town: County,
) -> None:
    best, first, second, idle = [
        await member(town, name) for name in ("王一", "王二", "王三", "王四")
    ]
    left = await member(town, "王五")
    memberships = (await town.rows(Member, Member.person_id == left.id))[0]
    await town.act(
        "county", "end_membership", member=memberships, left_on="2025-06-30", leave_reason="调离"
    )
    scheme = await opened(town)
    for whom, points in ((best, 30), (first, 20), (second, 20)):
        await score(town, scheme, whom, points)
    await score(town, scheme, best, 35, "proposal")
    await score(town, scheme, best, 40, "adoption")
    await town.act("county", "check_assessment", scheme=scheme)
    await town.act("county", "decide_assessment", scheme=scheme)
    found = await results(town)
    assert {k: (r.score, r.rank, r.grade) for k, r in found.items()} == {
        best.id: (80, 1, "称职"),
        first.id: (20, 2, "不称职"),
        second.id: (20, 2, "不称职"),
        idle.id: (0, 4, "不称职"),
    }
    assert found[best.id].org_path == town.orgs["township"].org_path
    assert not any(r.proposed_removal or r.exemption for r in found.values())


async def test_nobody_to_judge_is_no_assessment(town: County) -> None:
    scheme = await opened(town)
    await town.act("county", "check_assessment", scheme=scheme)
    await town.refused(
        "county", "decide_assessment", code="REFUSED", rule="no_subjects", scheme=scheme
    )


async def test_self_scoring_waits_until_each_station_of_the_office_is_scored(town: County) -> None:
    first, second = await cases.station(town), await cases.station(town, name="柳湾村第二议事室")
    scheme = await opened(town, "station_default")

    async def waits(who: str) -> bool:
        page = await town.act(who, "todos", kind="waiting")
        return "assessment.self_score_stations" in [item.todo for item in page.items]

    async def scores(station: Station) -> None:
        await town.act(
            "village",
            "self_score",
            scheme=scheme,
            station=station,
            item="building",
            evidence="验收表",
            points=12,
        )

    assert [await waits(who) for who in ("village", "village2", "township")] == [
        True,
        False,
        False,
    ], "who has a station of its own"
    await scores(first)
    assert await waits("village"), "one station of two"
    await scores(second)
    assert not await waits("village")
    third = await cases.station(town, name="柳湾村第三议事室")
    assert await waits("village"), "a station that is opened while self-scoring runs"
    await scores(third)
    assert not await waits("village")
