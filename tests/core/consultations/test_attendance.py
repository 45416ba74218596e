"""Who came, who was on leave, who was absent, at consultations and activities (domain.md 2.8,
5.10).
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.core.consultations import events
from tests.core.metrics.test_counting import PERSON, counted
from tests.fixtures.county import County
from yishi_core.domain.consultations.models import Participation, PartyKind

LEAVE = {"on_leave": True, "leave_reason": "外出学习"}


def as_member(person: Any, **rest: Any) -> dict[str, Any]:
    return {"person": person, "party_kind": "cppcc_member", **rest}


async def test_leave_asked_for_before_stands_until_the_member_comes(town: County) -> None:
    person = await events.member(town)
    event = await events.planned(town)
    await town.act(
        "village",
        "record_attendance",
        consultation=event,
        participants=[as_member(person, **LEAVE)],
    )
    (row,) = await events.attendance(town, event)
    assert (row.present, row.on_leave, row.leave_reason, row.org_path) == (
        False,
        True,
        "外出学习",
        town.orgs["village"].org_path,
    )
    town.link("member", person)
    await town.act("member", "sign_in", consultation=event, person=person)
    (row,) = await events.attendance(town, event)
    assert (row.present, row.on_leave, row.leave_reason) == (True, False, None)


async def test_before_the_event_nobody_has_come_yet(town: County) -> None:
    event, person = await events.planned(town), await cases.person(town)
    error = await town.refused(
        "village",
        "record_attendance",
        code="INVALID_INPUT",
        consultation=event,
        participants=[as_member(person)],
    )
    assert [f.path for f in error.fields] == ["participants.0"]
    assert await events.attendance(town, event) == []


async def test_a_list_is_put_right_until_the_event_is_closed(town: County) -> None:
    person = await cases.person(town)
    event = await events.held(
        town, participants=[as_member(person, present=False), *events.heads(mass_representative=20)]
    )
    right = [as_member(person, **LEAVE), *events.heads(mass_representative=12, expert=2)]
    result = await town.result(
        "village", "record_attendance", consultation=event, participants=right
    )
    assert [a.rule for a in result.advice] == ["four_parties"]
    rows = await events.attendance(town, event)
    assert {(r.party_kind, r.count, r.present, r.on_leave) for r in rows} == {
        (PartyKind.CPPCC_MEMBER, 1, False, True),
        (PartyKind.MASS_REPRESENTATIVE, 12, True, False),
        (PartyKind.EXPERT, 2, True, False),
    }
    assert len(rows) == 3
    minutes = await town.act(
        "village", "draft_minutes", consultation=event, text="会议纪要正文:同意修缮路灯。"
    )
    await town.act("township", "confirm_minutes", minutes=minutes)
    await town.act(
        "village", "record_attendance", consultation=event, participants=[as_member(person)]
    )
    await town.act("village", "close_consultation", consultation=event)
    await town.refused(
        "village",
        "record_attendance",
        code="REFUSED",
        rule="state",
        consultation=event,
        participants=[as_member(person)],
    )


async def test_of_a_cancelled_event_nothing_is_recorded(town: County) -> None:
    event = await events.planned(town)
    await town.act("village", "cancel_consultation", consultation=event, reason="大雨")
    lines = [as_member(await cases.person(town), **LEAVE)]
    await town.refused(
        "village",
        "record_attendance",
        code="REFUSED",
        rule="state",
        consultation=event,
        participants=lines,
    )
    for who, code in (("member", "FORBIDDEN"), ("neighbour", "NOT_FOUND")):
        await town.refused(
            who, "record_attendance", code=code, consultation=event, participants=lines
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"on_leave": True},
        {"leave_reason": "外出"},
        {**LEAVE, "present": True},
        {**LEAVE, "spoke": True},
        {**LEAVE, "person": None, "count": 3},
    ],
)
async def test_leave_is_of_a_named_person_with_a_reason_who_did_not_come(
    town: County, wrong: dict[str, Any]
) -> None:
    event = await events.planned(town)
    lines = [as_member(await cases.person(town)) | wrong]
    error = await town.refused(
        "village", "hold_consultation", code="INVALID_INPUT", consultation=event, participants=lines
    )
    assert [f.path for f in error.fields] == ["participants.0"]


async def test_presence_leave_and_absence_count_apart(town: County) -> None:
    here, away, missing = [
        await cases.person(town, name) for name in ("到会人", "请假人", "缺席人")
    ]
    lines = [as_member(here), as_member(away, **LEAVE), as_member(missing, present=False)]
    await events.held(town, participants=lines)
    org = {"org": town.orgs["village"], "kind": "study", "title": "学习", "date": "2026-04-01"}
    await town.act("village", "record_activity", **org, participants=lines)
    assert await counted(town, "attend_times", PERSON) == {here.id: 1}
    assert await counted(town, "activities", PERSON) == {here.id: 1}
    assert await counted(town, "absences{on_leave=true}", PERSON) == {away.id: 2}
    assert await counted(town, "absences{on_leave=false}", PERSON) == {missing.id: 2}
    assert len(await town.rows(Participation, Participation.present.is_(False))) == 4
