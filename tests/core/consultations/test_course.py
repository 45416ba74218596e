"""The course of an event: planned, notified, held, postponed, cancelled, minuted, closed."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest

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
    Minutes,
    Suggestion,
)
from yishi_core.kernel.events.models import Event

FOUR = heads(cppcc_member=3, invited_representative=1, department_head=2, mass_representative=20)


async def test_an_event_of_a_case_takes_its_grade_station_and_round(town: County) -> None:
    case = await cases.case(town)
    first = await planned(town, case)
    assert (first.state, first.round_no, first.grade, first.case_id) == (
        ConsultationState.PLANNED,
        1,
        case.grade,
        case.id,
    )
    assert (await planned(town, case)).round_no == 2
    await town.act("village", "cancel_consultation", consultation=first, reason="大雨")
    assert (await planned(town, case)).round_no == 3
    assert (await planned(town)).round_no == 1


async def test_a_cancelled_last_round_is_given_again(town: County) -> None:
    case = await cases.case(town)
    await town.act(
        "village", "cancel_consultation", consultation=await planned(town, case), reason="大雨"
    )
    assert (await planned(town, case)).round_no == 1


async def test_an_event_may_belong_to_a_station_or_an_org_only(town: County) -> None:
    room = await cases.station(town)
    given: dict[str, Any] = {"title": "院坝会", "date": "2026-03-10", "place": "院坝"}
    of_station = await town.act("village", "plan_consultation", station=room, **given)
    of_org = await town.act("village", "plan_consultation", org=town.orgs["village"], **given)
    assert (of_station.station_id, of_station.org_id, of_org.station_id) == (
        room.id,
        town.orgs["village"].id,
        None,
    )
    assert of_station.grade.value == "small_micro"
    await town.refused("village", "plan_consultation", code="INVALID_INPUT", **given)
    await town.refused("member", "plan_consultation", code="FORBIDDEN", station=room, **given)


async def test_no_event_is_planned_for_a_case_that_ended(town: County) -> None:
    case = await cases.case(town)
    await town.act("village", "stop_case", case=case, reason="情况变化")
    await town.refused(
        "village",
        "plan_consultation",
        code="REFUSED",
        rule="state",
        case=case,
        title="协商",
        date="2026-03-10",
        place="村",
    )


async def test_an_event_ends_after_it_began(town: County) -> None:
    case = await cases.case(town)
    error = await town.refused(
        "village",
        "plan_consultation",
        code="INVALID_INPUT",
        case=case,
        title="协商",
        date="2026-03-10",
        place="村",
        time_from="10:00",
        time_to="09:30",
    )
    assert error.fields[0].path == "time_to"
    row = await planned(town, case, time_from="09:00")
    error = await town.refused(
        "village", "hold_consultation", code="INVALID_INPUT", consultation=row, time_to="08:00"
    )
    assert error.fields[0].path == "time_to"
    assert (await town.fresh(row)).time_from == time(9)


async def test_two_conveners_each_once(town: County) -> None:
    one, two = await cases.person(town, "甲召集"), await cases.person(town, "乙召集")
    case = await cases.case(town)
    pair = [{"person": one, "post_kind": "township_deputy_secretary"}, {"person": two}]
    row = await planned(town, case, conveners=pair)
    seats = await town.rows(Convener, Convener.consultation_id == row.id)
    assert {(c.convener_slot, c.person_id) for c in seats} == {(1, one.id), (2, two.id)}
    for wrong in ([{"person": one}, {"person": one}], [{"person": one}] * 3):
        error = await town.refused(
            "village",
            "plan_consultation",
            code="INVALID_INPUT",
            case=case,
            title="协商",
            date="2026-03-10",
            place="村",
            conveners=wrong,
        )
        assert error.fields[0].path.startswith("conveners")


async def test_conveners_change_when_it_is_held(town: County) -> None:
    one, two = await cases.person(town, "甲召集"), await cases.person(town, "乙召集")
    row = await planned(town, conveners=[{"person": one}, {"person": two}])
    await town.act("village", "hold_consultation", consultation=row, conveners=[{"person": two}])
    seats = await town.rows(
        Convener, Convener.consultation_id == row.id, Convener.voided_at.is_(None)
    )
    assert [(c.convener_slot, c.person_id) for c in seats] == [(1, two.id)]


@pytest.mark.parametrize(("notified_on", "short"), [("2026-03-07", False), ("2026-03-08", True)])
async def test_a_short_notice_is_advice(town: County, notified_on: str, short: bool) -> None:
    result = await town.result(
        "village", "notify_consultation", consultation=await planned(town), notified_on=notified_on
    )
    assert [a.rule for a in result.advice] == (["notice_short"] if short else [])
    assert (result.value.state, result.value.notified_on) == (
        ConsultationState.NOTIFIED,
        cases.day(notified_on),
    )


async def test_a_notice_comes_before_the_event(town: County) -> None:
    error = await town.refused(
        "village",
        "notify_consultation",
        code="INVALID_INPUT",
        consultation=await planned(town),
        notified_on="2026-03-11",
    )
    assert error.fields[0].path == "notified_on"


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


async def test_minutes_are_drafted_confirmed_and_the_event_closed(town: County) -> None:
    event = await held(town)
    first = await town.act(
        "village", "draft_minutes", consultation=event, text="一稿", drafted_on="2026-03-11"
    )
    draft = await town.act(
        "village", "draft_minutes", consultation=event, text="二稿", drafted_on="2026-03-12"
    )
    assert (draft.id, draft.text) == (first.id, "二稿")
    await town.refused("village", "confirm_minutes", code="FORBIDDEN", minutes=draft)
    error = await town.refused(
        "township",
        "confirm_minutes",
        code="INVALID_INPUT",
        minutes=draft,
        confirmed_on="2026-03-11",
    )
    assert error.fields[0].path == "confirmed_on"
    result = await town.result(
        "township",
        "confirm_minutes",
        minutes=draft,
        confirmed_on="2026-03-13",
        sent_on="2026-03-14",
    )
    assert (result.value.confirmed_by, result.advice) == (town.principals["township"].account, ())
    assert (await town.fresh(event)).state is ConsultationState.MINUTED
    await town.refused(
        "township", "confirm_minutes", code="REFUSED", rule="confirmed", minutes=draft
    )
    await town.refused(
        "village", "draft_minutes", code="REFUSED", rule="state", consultation=event, text="三稿"
    )
    assert (
        await town.act("village", "close_consultation", consultation=event)
    ).state is ConsultationState.CLOSED


async def test_minutes_do_not_lie_before_the_event(town: County) -> None:
    error = await town.refused(
        "village",
        "draft_minutes",
        code="INVALID_INPUT",
        consultation=await held(town),
        text="正文",
        drafted_on="2026-03-09",
    )
    assert error.fields[0].path == "drafted_on"
    assert await town.rows(Minutes) == []


async def test_to_confirm_one_s_own_draft_is_advised_against(town: County) -> None:
    draft = await town.act("township", "draft_minutes", consultation=await held(town), text="正文")
    result = await town.result("township", "confirm_minutes", minutes=draft)
    assert [a.rule for a in result.advice] == ["own_draft"]


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


async def test_minutes_of_a_formal_event_have_their_day_and_are_sent(town: County) -> None:
    row = await town.act(
        "village", "hold_consultation", consultation=await planned(town, grade="key_special")
    )
    assert row.minutes_due_on == cases.day("2026-03-19")
    assert (await held(town)).minutes_due_on is None
    paper = await town.act(
        "village", "draft_minutes", consultation=row, text="会议纪要", drafted_on="2026-03-11"
    )
    await town.refused(
        "township", "send_minutes", code="REFUSED", rule="not_confirmed", minutes=paper
    )
    await town.act("township", "confirm_minutes", minutes=paper, confirmed_on="2026-03-12")
    todos = await town.act("township", "todos", kind="waiting")
    assert [t.due_on for t in todos.items if t.todo == "minutes.send"] == [row.minutes_due_on]
    await town.refused("village", "send_minutes", code="FORBIDDEN", minutes=paper)
    await town.refused(
        "township", "send_minutes", code="INVALID_INPUT", minutes=paper, sent_on="2026-03-11"
    )
    late = await town.result("township", "send_minutes", minutes=paper, sent_on="2026-03-20")
    assert ([a.rule for a in late.advice], late.value.sent_on) == (
        ["sent_late"],
        cases.day("2026-03-20"),
    )
    await town.refused("township", "send_minutes", code="REFUSED", rule="sent", minutes=paper)
