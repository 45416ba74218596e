"""Points counted from the records, reckoned by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.core import cases
from tests.core.assessments.schemes import member, opened, results
from tests.core.meetings import plenary
from tests.core.metrics.core_metrics import METRICS
from tests.core.outcomes import stories
from tests.core.proposals import papers
from tests.fixtures.county import County
from yishi_core.domain.assessments.models import ScoreEntry, SubjectKind
from yishi_core.domain.assessments.scoring import countable
from yishi_core.domain.people.models import Member


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


@pytest.mark.parametrize(
    ("metric", "kind", "fits"),
    [
        ("reply_rate", SubjectKind.HANDLING_UNIT, True),
        ("satisfaction_rate", SubjectKind.DEPARTMENT, True),
        ("overdue{entity=assignment}", SubjectKind.HANDLING_UNIT, True),
        ("intakes", SubjectKind.HANDLING_UNIT, False),  # it never sees one
        ("standard_score{list=station_8}", SubjectKind.STATION, True),
        ("evaluation_score", SubjectKind.TOWNSHIP, True),
        ("2*evaluation_score", SubjectKind.TOWNSHIP, False),
        ("coverage", SubjectKind.STATION, False),
    ],
)
def test_a_subject_is_judged_by_what_counts_for_it(
    metric: str, kind: SubjectKind, fits: bool
) -> None:
    assert countable(METRICS, metric, kind) is fits
