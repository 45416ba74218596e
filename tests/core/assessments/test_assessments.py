"""A scheme from its opening to its publication."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

import pytest

from tests.core import cases
from tests.core.meetings import plenary
from tests.core.outcomes import stories
from tests.core.proposals import papers
from tests.fixtures.county import County
from yishi_core.domain.assessments import rules
from yishi_core.domain.assessments.models import (
    AssessmentResult,
    AssessmentScheme,
    AssessmentState,
    ScoreEntry,
)
from yishi_core.domain.people.models import Member, Person
from yishi_core.domain.stations.models import Station
from yishi_core.errors import Conflict, Forbidden, InvalidInput
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.plugins.plugin_set import PluginSet
from yishi_core.kernel.variants.variant import AssessmentDef, Variant


async def opened(town: County, code: str = "member_default", **given: Any) -> AssessmentScheme:
    row: AssessmentScheme = await town.act(
        "county",
        "open_assessment",
        **{"org": town.orgs["county"], "code": code, "year": 2026, **given},
    )
    return row


async def member(
    town: County, name: str, joined_on: str = "2022-01-01", org: str = "township"
) -> Person:
    somebody = await cases.person(town, name, org=org)
    await town.act("county", "add_member", person=somebody, level="county", joined_on=joined_on)
    return somebody


async def score(
    town: County, scheme: AssessmentScheme, whom: Person, points: int, item: str = "plenary"
) -> ScoreEntry:
    row: ScoreEntry = await town.act(
        "county",
        "add_score",
        scheme=scheme,
        person=whom,
        item=item,
        points=points,
        evidence="会议签到册",
    )
    return row


async def results(town: County) -> dict[Any, AssessmentResult]:
    return {
        r.person_id or r.station_id or r.judged_org_id: r for r in await town.rows(AssessmentResult)
    }


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


async def test_automatic_items_are_counted_from_the_records(town: County) -> None:
    busy, idle = await member(town, "王小河"), await member(town, "李大山")
    office = {"org": town.orgs["village"]}
    present = [
        {"person": busy, "party_kind": "cppcc_member"},
        {"person": idle, "party_kind": "cppcc_member", "present": False},
    ]
    visit = {"kind": "visit", "title": "走访", "visit_target": "household", "participants": present}
    await town.act("village", "record_activity", **office, **visit, date="2026-05-01")
    await town.act(
        "village",
        "record_activity",
        **office,
        kind="survey",
        title="饮水调研",
        participants=present,
        date="2026-05-01",
    )
    await town.act("village", "record_activity", **office, **visit, date="2025-12-31")
    await town.act(
        "village",
        "record_deed",
        **office,
        deed_kind="practical",
        date="2026-05-02",
        description="修桥",
        person=busy,
    )
    event = await town.act(
        "village",
        "plan_consultation",
        case=await stories.case(town),
        title="院坝会",
        date="2026-03-05",
        place="村口",
    )
    await town.act("village", "hold_consultation", consultation=event, participants=present)
    scheme = await opened(town)
    counted = await town.act("county", "count_scores", scheme=scheme)
    assert (counted.subjects, counted.entries, counted.skipped) == (2, 18, [])
    points = {
        (e.person_id, e.item): e.points
        for e in await town.rows(ScoreEntry, ScoreEntry.item.in_(["activities", "linking"]))
    }
    assert points == {
        (busy.id, "activities"): 10,
        (busy.id, "linking"): 4,
        (idle.id, "activities"): 0,
        (idle.id, "linking"): 0,
    }
    await town.act(
        "village",
        "record_deed",
        **office,
        deed_kind="wish",
        date="2026-05-03",
        description="送书",
        person=busy,
    )
    await town.act("county", "count_scores", scheme=scheme)
    again = {(e.person_id, e.item): (e.points, e.evidence) for e in await town.rows(ScoreEntry)}
    assert len(again) == 18
    assert again[busy.id, "linking"] == (6, "activities{kind=visit}+deeds=3")


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


@pytest.fixture
async def studio(town: County) -> tuple[Station, dict[str, Person]]:
    """A studio of three: one began this year; its plugin's scheme proposes the last place."""
    scheme = AssessmentDef.model_validate(
        {
            "code": "studio",
            "label": "工作室量化考评",
            "subject_kind": "member",
            "full_mark": 100,
            "last_place": {},
            "items": [{"code": "work", "label": "履职", "cap": 100}],
            "grades": [{"label": "合格", "min": 60}, {"label": "不合格", "min": 0}],
        }
    )
    plugins = copy(cast("PluginSet", town.platform.plugins))
    plugins.core = Variant.model_validate(
        {**plugins.core.model_dump(), "assessment": [*plugins.core.assessment, scheme]}
    )
    town.platform = replace(town.platform, plugins=plugins)
    station = await cases.station(town)
    people = {}
    for name, begun in (("王一", "2020-01-01"), ("王二", "2020-01-01"), ("王三", "2026-02-01")):
        people[name] = await member(town, name)
        await town.act(
            "township",
            "assign_to_station",
            station=station,
            person=people[name],
            role="resident_member",
            from_on=begun,
        )
    return station, people


async def decide(
    town: County, station: Station, people: dict[str, Person], **points: int
) -> dict[Any, AssessmentResult]:
    scheme = await opened(town, "studio", station=station)
    for name, n in points.items():
        await score(town, scheme, people[name], n, "work")
    await town.act("county", "check_assessment", scheme=scheme)
    await town.act("county", "decide_assessment", scheme=scheme)
    return await results(town)


async def test_the_last_place_of_a_studio_is_proposed_and_confirmed(
    town: County, studio: tuple[Station, dict[str, Person]]
) -> None:
    station, people = studio
    await member(town, "外人")  # a member elsewhere is not judged in the studio
    found = await decide(town, station, people, 王一=90, 王二=50, 王三=70)
    assert len(found) == 3
    last, best = found[people["王二"].id], found[people["王一"].id]
    assert (last.proposed_removal, last.exemption, last.rank) == (True, None, 3)
    assert [
        item.todo
        for item in (await town.act("leader", "todos")).items
        if item.record == global_id(last)
    ] == ["removal.confirm"]
    await town.refused(
        "leader", "confirm_removal", code="REFUSED", rule="not_proposed", result=best
    )
    await town.refused(
        "leader", "confirm_removal", code="INVALID_INPUT", result=last, confirmed_on="2099-01-01"
    )
    await town.refused("township", "confirm_removal", code="FORBIDDEN", result=last)
    assert (await town.act("leader", "confirm_removal", result=last)).confirmed_on is not None
    await town.refused(
        "leader", "confirm_removal", code="REFUSED", rule="confirmed_already", result=last
    )


@pytest.mark.parametrize(
    ("points", "who", "exemption"),
    [
        ({"王一": 90, "王二": 70, "王三": 40}, ["王三"], rules.FIRST_YEAR),
        ({"王一": 50, "王二": 50, "王三": 90}, ["王一", "王二"], rules.TIE),
        ({"王一": 90, "王二": 60, "王三": 90}, ["王二"], rules.Limits().passed),
    ],
)
async def test_exemptions_are_written_down(
    town: County,
    studio: tuple[Station, dict[str, Person]],
    points: dict[str, int],
    who: list[str],
    exemption: str,
) -> None:
    station, people = studio
    found = await decide(town, station, people, **points)
    assert not any(r.proposed_removal for r in found.values())
    assert {k: r.exemption for k, r in found.items() if r.exemption} == {
        people[name].id: exemption for name in who
    }


async def test_a_new_post_after_an_earlier_one_is_no_first_year(
    town: County, studio: tuple[Station, dict[str, Person]]
) -> None:
    station, people = studio
    earlier = {"role": "convener", "from_on": "2020-01-01"}
    post = await town.act(
        "township", "assign_to_station", station=station, person=people["王三"], **earlier
    )
    await town.act("township", "end_station_assignment", assignment=post, to_on="2022-12-31")
    found = await decide(town, station, people, 王一=90, 王二=70, 王三=40)
    assert (found[people["王三"].id].proposed_removal, found[people["王三"].id].exemption) == (
        True,
        None,
    )


async def test_a_reappointed_member_is_not_in_his_first_year(
    town: County, studio: tuple[Station, dict[str, Person]]
) -> None:
    _, people = studio
    [old] = await town.rows(Member, Member.person_id == people["王一"].id)
    await town.act(
        "county", "end_membership", member=old, left_on="2025-12-31", leave_reason="换届"
    )
    await town.act(
        "county",
        "add_member",
        person=people["王一"],
        level="county",
        term=10,
        joined_on="2026-01-01",
    )
    scheme = await opened(town, "studio")
    for name, n in (("王一", 40), ("王二", 70), ("王三", 90)):
        await score(town, scheme, people[name], n, "work")
    await town.act("county", "check_assessment", scheme=scheme)
    await town.act("county", "decide_assessment", scheme=scheme)
    assert (await results(town))[people["王一"].id].proposed_removal


async def test_an_upheld_appeal_takes_a_confirmed_removal_back(
    town: County, studio: tuple[Station, dict[str, Person]]
) -> None:
    station, people = studio
    found = await decide(town, station, people, 王一=90, 王二=50, 王三=70)
    last = found[people["王二"].id]
    await town.act("leader", "confirm_removal", result=last)
    town.link("member", people["王二"])
    appeal = await town.act(
        "member", "appeal_score", result=last, item="work", text="漏记了一年的走访"
    )
    await town.act(
        "leader", "answer_appeal", appeal=appeal, upheld=True, answer="核实后补记", points=30
    )
    after = await town.fresh(last)
    assert (after.score, after.proposed_removal, after.confirmed_on) == (80, False, None)


async def test_a_scheme_limited_to_a_station_stands_beside_the_county_s(
    town: County, studio: tuple[Station, dict[str, Person]]
) -> None:
    station, _ = studio
    within, everybody = await opened(town, "studio", station=station), await opened(town, "studio")
    assert (within.station_id, everybody.station_id) == (station.id, None)
    error = await refused_opening(town, code="studio", org=town.orgs["neighbour"], station=station)
    assert error == "station"
    assert (
        await refused_opening(
            town, code="station_default", org=town.orgs["county"], station=station
        )
        == "station"
    )


async def refused_opening(town: County, **raw: Any) -> str:
    """The field for which an opening is refused."""
    with pytest.raises(InvalidInput) as caught:
        await town.act("county", "open_assessment", year=2026, **raw)
    return caught.value.fields[0].path


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


async def test_members_and_orgs_are_scored_as_before(town: County) -> None:
    """Of whom there is no list of one's own, the first claim takes the scheme off the list."""
    somebody = await member(town, "刘代表")
    scheme = await opened(town, "member_default")

    async def waits(who: str) -> bool:
        return "assessment.self_score" in [
            item.todo for item in (await town.act(who, "todos", kind="waiting")).items
        ]

    assert [await waits(who) for who in ("township", "village")] == [True, True]
    await town.act(
        "township",
        "self_score",
        scheme=scheme,
        person=somebody,
        item="plenary",
        evidence="会议签到册",
        points=1,
    )
    assert [await waits(who) for who in ("township", "village")] == [False, True]


async def test_the_points_of_three_members_reckoned_by_hand(town: County) -> None:
    """The table of domain.md 5.10, line by line."""
    first, second, third = [
        await plenary.member(town, name, who)
        for name, who in (("王小河", "member"), ("李大山", "member2"), ("赵一山", None))
    ]
    seats = {m.person_id: m for m in await town.rows(Member)}
    lines = [
        {"member": seats[second.id], "attendance": "leave", "reason": "因病住院"},
        {"member": seats[third.id], "attendance": "absent"},
    ]
    await town.act(
        "county",
        "record_plenary_attendance",
        meeting=await plenary.meeting(town),
        lines=lines,
        others_attended=True,
    )
    missing = {"person": second, "party_kind": "cppcc_member", "present": False}
    come = [
        {"person": first, "party_kind": "cppcc_member"},
        missing,
        {**missing, "person": third, "on_leave": True, "leave_reason": "出差"},
    ]
    for n, kind in enumerate(("survey", "inspection", "study", "training", "survey", "visit")):
        there = {
            "org": town.orgs["village"],
            "kind": kind,
            "title": "活动",
            "date": f"2026-05-0{n + 1}",
            "visit_target": "household",
        }
        if kind != "visit":
            del there["visit_target"]
        await town.act(
            "village", "record_activity", **there, participants=come[: 3 if n == 0 else 1]
        )
    draft = await papers.draft(town, proposal_kind="joint")
    proposal = await town.act(
        "member", "submit_proposal", proposal=draft, one_matter=True, co_proposers=[second]
    )
    await town.act("county", "review_proposal", proposal=proposal, review="情况属实")
    await town.act("county", "decide_proposal", proposal=proposal, decision="filed")
    scheme = await opened(town)
    await town.act("county", "count_scores", scheme=scheme)
    got: dict[Any, dict[str, Decimal]] = {}
    for entry in await town.rows(ScoreEntry):
        got.setdefault(entry.person_id, {})[entry.item] = entry.points
    pick = ("plenary", "activities", "proposal", "linking", "absence")
    assert [[got[p.id][item] for item in pick] for p in (first, second, third)] == [
        [
            30,
            25,
            20,
            2,
            0,
        ],  # five activities, capped at 20 below; 8 for handing in and 12 for filing; one visit
        [
            20,
            0,
            5,
            0,
            -5,
        ],  # leave; a quarter of 8 and of 12 for a second signature; once absent without leave
        [0, 0, 0, 0, -5],  # away from the plenary without leave; from the survey with it
    ]
    for operation in ("end_self_scoring", "check_assessment", "decide_assessment"):
        await town.act("county", operation, scheme=scheme)
    ranked = await results(town)
    assert [ranked[p.id].score for p in (first, second, third)] == [
        72,
        20,
        0,
    ]  # 30 + 20 + 20 + 2; 20 + 5 − 5; never below 0


async def test_overdue_matters_of_a_station_cost_two_points_each(town: County) -> None:
    station = await cases.station(town)
    given = {
        "station": station,
        "content": "路灯不亮",
        "channel": "offline_desk",
        "received_at": "2026-03-01T02:00:00Z",
    }
    for _ in range(2):
        await town.act("village", "record_intake", **given)  # nobody decided on it in time
    await town.act("county", "count_scores", scheme=await opened(town, "station_default"))
    entries = {
        e.item: e.points for e in await town.rows(ScoreEntry, ScoreEntry.station_id == station.id)
    }
    assert entries["overdue"] == -4
