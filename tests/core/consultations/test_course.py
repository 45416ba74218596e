"""The course of an event: held, postponed, cancelled, put right."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from tests.core import cases
from tests.core.consultations import events
from tests.core.consultations.events import attendance, heads, held, planned
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.consultations.models import (
    Consultation,
    ConsultationLink,
    ConsultationState,
    Convener,
    Suggestion,
)
from yishi_core.kernel.events.models import Event

FOUR = heads(cppcc_member=3, invited_representative=1, department_head=2, mass_representative=20)


async def test_conveners_change_when_it_is_held(town: County) -> None:
    one, two = await cases.person(town, "甲召集"), await cases.person(town, "乙召集")
    row = await planned(town, conveners=[{"person": one}, {"person": two}])
    await town.act("village", "hold_consultation", consultation=row, conveners=[{"person": two}])
    seats = await town.rows(
        Convener, Convener.consultation_id == row.id, Convener.voided_at.is_(None)
    )
    assert [(c.convener_slot, c.person_id) for c in seats] == [(1, two.id)]


async def test_an_event_is_held_with_head_counts_and_names(town: County) -> None:
    who, photo = await events.member(town), await cases.attachment(town, "合影.jpg")
    result = await town.result(
        "village",
        "hold_consultation",
        consultation=await planned(town),
        time_from="09:00",
        time_to="11:00",
        photos=[photo],
        participants=[
            *FOUR,
            {"party_kind": "cppcc_member", "person": who, "level": "county", "spoke": True},
        ],
        suggestions=["先装二十盏", "用太阳能灯"],
    )
    row = result.value
    assert (row.state, row.time_to, result.advice) == (ConsultationState.HELD, time(11), ())
    there = await attendance(town, row)
    assert sum(p.count for p in there) == 27
    assert [p.spoke for p in there if p.person_id == who.id] == [True]
    said = await town.rows(Suggestion, Suggestion.consultation_id == row.id)
    assert [s.text for s in said] == ["先装二十盏", "用太阳能灯"]
    assert (await town.fresh(photo)).subject_id == row.id


async def test_a_missing_party_is_advice(town: County) -> None:
    result = await town.result(
        "village", "hold_consultation", consultation=await planned(town), participants=FOUR[:3]
    )
    assert [(a.rule, "群众代表" in a.text.zh) for a in result.advice] == [("four_parties", True)]


async def test_a_party_that_did_not_come_is_missing(town: County) -> None:
    absent = [*FOUR[:3], {**FOUR[3], "present": False}]
    result = await town.result(
        "village", "hold_consultation", consultation=await planned(town), participants=absent
    )
    assert [a.rule for a in result.advice] == ["four_parties"]


async def test_a_named_participant_twice_is_refused_with_the_path(town: County) -> None:
    who, row = await events.member(town), await planned(town)
    twice = [{"party_kind": "cppcc_member", "person": who}, {"party_kind": "leader", "person": who}]
    error = await town.refused(
        "village", "hold_consultation", code="INVALID_INPUT", consultation=row, participants=twice
    )
    assert [f.path for f in error.fields] == ["participants.1.person"]
    error = await town.refused(
        "village",
        "hold_consultation",
        code="INVALID_INPUT",
        consultation=row,
        participants=[{**twice[0], "count": 5}],
    )
    assert error.fields[0].path.startswith("participants.0")
    error = await town.refused(
        "village",
        "hold_consultation",
        code="INVALID_INPUT",
        consultation=row,
        participants=heads(expert=-1),
    )
    assert error.fields[0].path == "participants.0.count"
    assert (await town.fresh(row)).state is ConsultationState.PLANNED
    assert await attendance(town, row) == []


async def test_nothing_is_held_tomorrow(town: County) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    row = await planned(town, date=tomorrow.isoformat())
    error = await town.refused(
        "village", "hold_consultation", code="INVALID_INPUT", consultation=row
    )
    assert error.fields[0].path == "date"
    assert (
        await town.act("village", "hold_consultation", consultation=row, date="2026-03-09")
    ).date == cases.day("2026-03-09")


async def test_a_postponed_event_is_notified_and_held_anew(town: County) -> None:
    row = await planned(town)
    await town.act("village", "notify_consultation", consultation=row, notified_on="2026-03-05")
    later = clock.today() + timedelta(days=9)
    error = await town.refused(
        "village",
        "postpone_consultation",
        code="INVALID_INPUT",
        consultation=row,
        to="2020-01-01",
        reason="大雨",
    )
    assert error.fields[0].path == "to"
    moved = await town.act(
        "village", "postpone_consultation", consultation=row, to=later.isoformat(), reason="大雨"
    )
    assert (moved.state, moved.date, moved.notified_on) == (
        ConsultationState.POSTPONED,
        later,
        None,
    )
    again = await town.act("village", "notify_consultation", consultation=row)
    assert again.state is ConsultationState.NOTIFIED


async def test_each_step_is_refused_from_a_wrong_state(town: County) -> None:
    event = await held(town)
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("notify_consultation", {}),
        ("hold_consultation", {}),
        ("close_consultation", {}),
        ("cancel_consultation", {"reason": "大雨"}),
        ("postpone_consultation", {"reason": "大雨"}),
    )
    for operation, more in steps:
        await town.refused(
            "village", operation, code="REFUSED", rule="state", consultation=event, **more
        )
    cancelled = await planned(town)
    await town.act("village", "cancel_consultation", consultation=cancelled, reason="大雨")
    for operation in ("notify_consultation", "hold_consultation", "close_consultation"):
        await town.refused(
            "village", operation, code="REFUSED", rule="state", consultation=cancelled
        )
    await town.refused(
        "village",
        "draft_minutes",
        code="REFUSED",
        rule="state",
        consultation=cancelled,
        text="正文",
    )


async def test_one_event_treats_several_cases_and_counts_once(town: County) -> None:
    case, other = await cases.case(town), await cases.case(town)
    event = await planned(town, case)
    link = await town.act("village", "link_case", consultation=event, case=other)
    assert (link.consultation_id, link.case_id) == (event.id, other.id)
    for same in (case, other):
        await town.refused("village", "link_case", code="CONFLICT", consultation=event, case=same)
    assert len(await town.rows(Consultation)) == 1
    assert len(await town.rows(ConsultationLink)) == 1
    await town.act("village", "cancel_consultation", consultation=event, reason="大雨")
    await town.refused(
        "village",
        "link_case",
        code="REFUSED",
        rule="state",
        consultation=event,
        case=await cases.case(town),
    )


async def test_an_event_is_put_right_and_another_place_is_told(town: County) -> None:
    row, who = await planned(town), await cases.person(town)
    await town.act("village", "notify_consultation", consultation=row, notified_on="2026-03-05")
    await town.act(
        "village",
        "change_consultation",
        consultation=row,
        title="村道照明协商会(二)",
        moderator=who,
    )
    changed = await town.act(
        "village", "change_consultation", consultation=row, place="文化广场", time_from="09:30"
    )
    assert (changed.title, changed.moderator_id, changed.place, changed.time_from) == (
        "村道照明协商会(二)",
        who.id,
        "文化广场",
        time(9, 30),
    )
    told = await town.rows(
        Event, Event.subject_id == row.id, Event.name == "consultation.rearranged"
    )
    assert len(told) == 1
    error = await town.refused(
        "village", "change_consultation", code="INVALID_INPUT", consultation=row, date="2026-03-11"
    )
    assert error.fields[0].path == "date"
    await town.act("village", "hold_consultation", consultation=row)
    assert (
        await town.act("village", "change_consultation", consultation=row, date="2026-03-11")
    ).date == cases.day("2026-03-11")
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    for wrong in ({"date": tomorrow}, {"time_to": "08:00"}, {"place": None}, {"served_times": -1}):
        error = await town.refused(
            "village", "change_consultation", code="INVALID_INPUT", consultation=row, **wrong
        )
        assert [f.path for f in error.fields] == list(wrong)
    await town.refused(
        "member", "change_consultation", code="FORBIDDEN", consultation=row, title="改名"
    )


async def test_a_cancelled_event_stays_as_it_was(town: County) -> None:
    row = await planned(town)
    await town.act("village", "cancel_consultation", consultation=row, reason="大雨")
    await town.refused(
        "village",
        "change_consultation",
        code="REFUSED",
        rule="state",
        consultation=row,
        title="改名的协商会",
    )
    four = await planned(town, four_step=True)
    error = await town.refused(
        "village", "change_consultation", code="INVALID_INPUT", consultation=four, agenda=["一"]
    )
    assert error.fields[0].path == "agenda"


async def test_an_event_lies_within_its_case_and_the_life_of_its_station(town: County) -> None:
    case, room = await cases.case(town), await cases.station(town, opened_on="2021-05-01")
    given: dict[str, Any] = {"title": "院坝会", "place": "院坝", "date": "2026-03-10"}
    for wrong, field in (
        ({"case": case, "date": "2026-03-01"}, "date"),
        ({"station": room, "date": "2021-04-30"}, "date"),
        ({"case": case, "micro_kind": "survey"}, "micro_kind"),
    ):
        error = await town.refused(
            "village", "plan_consultation", code="INVALID_INPUT", **{**given, **wrong}
        )
        assert error.fields[0].path == field
    row = await planned(town, case)
    await town.refused(
        "village", "hold_consultation", code="INVALID_INPUT", consultation=row, date="2026-03-01"
    )
    await town.act("village", "hold_consultation", consultation=row, cost=12_000)
    for wrong, field in (
        ({"date": "2026-03-01"}, "date"),
        ({"micro_kind": "supervise"}, "micro_kind"),
        ({"cost": -1}, "cost"),
    ):
        error = await town.refused(
            "village", "change_consultation", code="INVALID_INPUT", consultation=row, **wrong
        )
        assert error.fields[0].path == field
    row = await town.act(
        "village", "change_consultation", consultation=row, cost=15_000, is_pre_consultation=True
    )
    assert (row.cost, row.is_pre_consultation) == (15_000, True)
    await town.act("township", "close_station", station=room, on="2026-01-31", reason="村规模调整")
    old: dict[str, Any] = {"station": room, "title": "旧会", "content": ["商量修路"]}
    await town.refused(
        "village", "record_consultation", code="INVALID_INPUT", **old, date="2026-02-01"
    )
    assert (
        await town.act("village", "record_consultation", **old, date="2022-03-01")
    ).date == cases.day("2022-03-01")


async def test_a_case_treated_beside_another_was_consulted(town: County) -> None:
    """One event treats several topics: neither case is told that it was not consulted; a stopped
    one is not linked.
    """
    first, second, stopped = (
        await cases.case(town),
        await cases.case(town, procedure="three_link"),
        await cases.case(town),
    )
    row = await held(town, first)
    await town.act("village", "link_case", consultation=row, case=second)
    await cases.advance(town, second, "collect")
    done = await town.result(
        "village", "advance_step", case=second, step="consult", done_on="2026-03-10"
    )
    assert "no_consultation" not in [a.rule for a in done.advice]
    await town.act("village", "stop_case", case=stopped, reason="已由上级解决")
    await town.refused(
        "village", "link_case", code="REFUSED", rule="state", consultation=row, case=stopped
    )
