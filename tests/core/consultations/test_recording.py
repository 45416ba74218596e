"""A village clerk enters a consultation in one go; it is there as one chain, and can be taken back
as one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.core import cases
from tests.core.cases import now, procedure, step
from tests.core.consultations.events import attendance, heads
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.consultations.models import (
    Consensus,
    Consultation,
    ConsultationState,
    Minutes,
    Suggestion,
)
from yishi_core.domain.outcomes.models import Outcome
from yishi_core.domain.procedures.models import ConsultationCase, StepRecord
from yishi_core.domain.topics.models import Topic

SHEET: dict[str, Any] = {
    "date": "2026-03-10",
    "title": "村道照明",
    "content": ["村口到学校没有路灯", "夜间出行不便"],
    "participants": heads(cppcc_member=2, mass_representative=15),
    "suggestions": ["用太阳能灯"],
    "consensus": ["先装二十盏"],
    "outcomes": ["在村口至学校路段安装太阳能路灯二十盏"],
}


async def record(town: County, who: str = "village", **rest: Any) -> Consultation:
    row: Consultation = await town.act(
        who, "record_consultation", **{**SHEET, "station": await cases.station(town), **rest}
    )
    return row


async def only(town: County, entity: type[Any]) -> Any:
    rows = await town.rows(entity)
    assert len(rows) == 1
    return rows[0]


async def test_one_sheet_makes_the_whole_chain(town: County) -> None:
    photo = await cases.attachment(town, "合影.jpg")
    event = await record(town, photos=[photo])
    topic, case = await only(town, Topic), await only(town, ConsultationCase)
    assert (event.case_id, case.topic_id) == (case.id, topic.id)
    assert (event.state, event.round_no, event.place) == (ConsultationState.HELD, 1, "柳湾村议事室")
    assert {row.station_id for row in (event, topic, case)} == {event.station_id}
    assert (topic.description, topic.grade.value, topic.scope.value) == (
        "村口到学校没有路灯\n夜间出行不便",
        "small_micro",
        "village",
    )
    assert sum(p.count for p in await attendance(town, event)) == 17
    assert [(await only(town, e)).text for e in (Suggestion, Consensus)] == [
        "用太阳能灯",
        "先装二十盏",
    ]
    outcome = await only(town, Outcome)
    assert (outcome.case_id, outcome.state.value, outcome.route_class) == (case.id, "draft", None)
    assert (await town.fresh(photo)).subject_id == event.id


async def test_the_sheet_s_topic_bears_its_tags(town: County) -> None:
    await record(town, focus_tags=["leftover"])
    assert (await only(town, Topic)).focus_tags == ["leftover"]
    await town.refused(
        "village",
        "record_consultation",
        code="INVALID_INPUT",
        **SHEET,
        station=await cases.station(town),
        focus_tags=["unheard_of"],
    )


async def test_the_minutes_are_drafted_out_of_the_sheet(town: County) -> None:
    await record(town, place="村文化广场")
    draft = await only(town, Minutes)
    assert draft.confirmed_on is None
    assert draft.text == (
        "会议名称:村道照明\n时间:2026年3月10日\n地点:村文化广场\n参加人员:政协委员2人次、群众代表15人次\n"
        "协商内容:\n1. 村口到学校没有路灯\n2. 夜间出行不便\n意见建议:\n1. 用太阳能灯\n达成共识:\n1. 先装二十盏\n"
        "协商成果:\n1. 在村口至学校路段安装太阳能路灯二十盏"
    )


async def test_the_steps_up_to_the_consultation_are_done(town: County) -> None:
    event = await record(town)
    case = await only(town, ConsultationCase)
    assert await now(town, case) == [
        ("propose", "done"),
        ("inform", "done"),
        ("consult", "done"),
        ("carry_out", "active"),
        ("feed_back", "pending"),
    ]
    done = [r for r in await town.rows(StepRecord) if r.state.value == "done"]
    assert {(r.note, r.done_on, r.done_by) for r in done} == {
        ("补录", event.date, town.principals["village"].account)
    }


async def test_what_is_left_is_due_from_the_day_of_entry(town: County) -> None:
    await cases.choose(
        town, procedure(step("a", "deliberate"), step("b", "convert", time_limit_days=10))
    )
    await record(town)
    left = next(r for r in await town.rows(StepRecord) if r.step == "b")
    assert (left.started_on, left.due_on) == (
        cases.day("2026-03-10"),
        clock.today() + timedelta(days=10),
    )


async def test_the_settings_may_keep_the_steps_open(town: County) -> None:
    await cases.choose(town, back_entry_steps=False)
    await record(town)
    assert [s for _, s in await now(town, await only(town, ConsultationCase))] == ["active"] + [
        "pending"
    ] * 4


async def test_a_village_s_case_waits_for_the_approval_of_its_topic(town: County) -> None:
    await record(town)
    topic, case = await only(town, Topic), await only(town, ConsultationCase)
    assert (topic.state.value, topic.approved_on) == ("collected", None)
    await town.refused(
        "village",
        "advance_step",
        code="REFUSED",
        rule="topic_not_approved",
        case=case,
        step="carry_out",
    )
    await town.refused(
        "township",
        "screen_topic",
        code="REFUSED",
        rule="case_running",
        topic=topic,
        decision="rejected",
        note="超出职权",
    )
    await town.act("township", "screen_topic", topic=topic, decision="screened")
    assert (
        await town.act("township", "approve_topic", topic=topic, approved_by="镇党委")
    ).state.value == "in_procedure"
    await town.act("village", "advance_step", case=case, step="carry_out")


async def test_a_township_s_topic_is_approved_at_once(town: County) -> None:
    await record(town, who="township")
    topic = await only(town, Topic)
    assert (topic.state.value, topic.approved_on, topic.approved_by) == (
        "in_procedure",
        cases.day("2026-03-10"),
        "河口镇政协联络组",
    )
    await town.act(
        "township", "advance_step", case=await only(town, ConsultationCase), step="carry_out"
    )


async def test_a_procedure_that_ends_with_the_consultation(town: County) -> None:
    await cases.choose(town, procedure(step("a"), step("b", "deliberate")))
    await record(town, who="township")
    case = await only(town, ConsultationCase)
    assert (case.state.value, case.concluded_on) == ("concluded", cases.day("2026-03-10"))
    assert (await only(town, Topic)).state.value == "concluded"


async def test_a_village_s_case_does_not_end_before_its_topic_is_approved(town: County) -> None:
    await cases.choose(town, procedure(step("a"), step("b", "deliberate")))
    await record(town)
    case = await only(town, ConsultationCase)
    assert case.state.value == "running"
    assert await now(town, case) == [("a", "done"), ("b", "active")]


async def test_a_further_round_has_the_topic_and_case_of_the_first(town: County) -> None:
    room = await cases.station(town)
    first = await record(town, who="township", station=room)
    case = await only(town, ConsultationCase)
    before = await now(town, case)
    second = await record(town, who="township", station=room, case=case, date="2026-04-02")
    assert (second.case_id, second.round_no, second.grade) == (case.id, 2, first.grade)
    assert len(await town.rows(Topic)) == 1
    assert await now(town, await only(town, ConsultationCase)) == before
    assert len(await town.rows(Outcome)) == 2
    # the first sheet made the case; taking the second back leaves it
    await town.refused("township", "void_record", code="REFUSED", id=first, reason="重复补录")
    await town.act("township", "void_record", id=second, reason="重复补录")
    voided = [(await town.fresh(row)).voided_at is not None for row in (first, second, case)]
    assert voided == [False, True, False]


async def test_rounds_of_a_concluded_case_are_entered_afterwards(town: County) -> None:
    await cases.choose(town, procedure(step("a"), step("b", "deliberate")))
    room = await cases.station(town)
    await record(town, who="township", station=room)
    case = await only(town, ConsultationCase)
    assert case.state.value == "concluded"
    later = await record(town, who="township", station=room, case=case, date="2026-04-02")
    assert later.round_no == 2


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"date": "2026-03-09"}, "date"),
        ({"topic_source": "expert"}, "topic_source"),
        ({"procedure": "community_default"}, "procedure"),
    ],
)
async def test_what_is_no_further_round(town: County, given: dict[str, Any], path: str) -> None:
    sheet = {**SHEET, "station": await cases.station(town)}
    await town.act("township", "record_consultation", **sheet)
    case = await only(town, ConsultationCase)
    error = await town.refused(
        "township", "record_consultation", code="INVALID_INPUT", **{**sheet, "case": case, **given}
    )
    assert [field.path for field in error.fields] == [path]


async def test_a_further_round_is_of_the_same_station(town: County) -> None:
    await record(town, who="township")
    other = await cases.station(town, "village2")
    sheet = {**SHEET, "station": other, "case": await only(town, ConsultationCase)}
    await town.refused("township", "record_consultation", code="INVALID_INPUT", **sheet)
    await town.refused("village2", "record_consultation", code="NOT_FOUND", **sheet)


async def test_the_least_that_is_needed(town: County) -> None:
    room = await cases.station(town, opened_on="2018-01-01")
    event = await town.act(
        "village",
        "record_consultation",
        station=room,
        date="2019-05-01",
        title="修渠",
        content=["水渠漏水"],
    )
    assert event.no == "2019-0001"
    assert await attendance(town, event) == []
    assert "参加人员:未登记" in (await only(town, Minutes)).text


async def test_wrong_sheets_leave_nothing_behind(town: County) -> None:
    room = await cases.station(town)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    wrong: tuple[tuple[str, dict[str, Any]], ...] = (
        ("date", {"date": tomorrow}),
        ("content", {"content": []}),
        ("participants.0.count", {"participants": heads(expert=-1)}),
        ("time_to", {"time_from": "10:00", "time_to": "09:00"}),
        ("procedure", {"procedure": "unknown"}),
        ("outcomes.0", {"outcomes": [""]}),
    )
    for path, change in wrong:
        error = await town.refused(
            "village",
            "record_consultation",
            code="INVALID_INPUT",
            **{**SHEET, "station": room, **change},
        )
        assert [f.path for f in error.fields] == [path]
    for entity in (Topic, ConsultationCase, Consultation, StepRecord):
        assert await town.rows(entity) == []


async def test_nobody_records_for_a_neighbour(town: County) -> None:
    room = await cases.station(town)
    await town.refused("village2", "record_consultation", code="FORBIDDEN", **SHEET, station=room)
    await town.refused("member", "record_consultation", code="FORBIDDEN", **SHEET, station=room)
    assert await town.rows(Topic) == []


async def test_a_repeated_request_records_once(town: County) -> None:
    room = await cases.station(town)
    first = await town.result(
        "village", "record_consultation", key="sheet-1", station=room, **SHEET
    )
    again = await town.result(
        "village", "record_consultation", key="sheet-1", station=room, **SHEET
    )
    assert (again.value.id, again.replayed) == (first.value.id, True)
    await only(town, Consultation)
