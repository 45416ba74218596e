"""待办, 已办, 我发起, 督办: what waits for whom follows from the records alone (domain.md 2.19, 5.15)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.core import cases
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.outcomes.models import Outcome
from yishi_core.facilities.todos.colours import TodoColour
from yishi_core.kernel.operation.inputs import global_id


async def codes(town: County, who: str, kind: str = "waiting", **rest: Any) -> list[str]:
    page = await town.act(who, "todos", kind=kind, **rest)
    return [item.todo for item in page.items]


async def received(town: County, org: str = "village", **rest: Any) -> Any:
    given = {
        "channel": "visit",
        "content": "村口路灯坏了",
        "submitter_kind": "resident",
        "received_at": "2026-03-02T09:00:00+08:00",
        **rest,
    }
    station = await cases.station(town, org)
    return await town.act("county", "record_intake", station=station, **given)


async def test_a_matter_waits_for_those_who_may_decide_at_its_place_and_for_nobody_else(
    town: County,
) -> None:
    intake = await received(town)
    page = await town.act("township", "todos")
    (item,) = page.items
    assert (item.record, item.todo, item.state) == (
        global_id(intake),
        "intake.decide",
        "来件未受理",
    )
    assert (item.title, item.entity, item.action) == ("村口路灯坏了", "来件", "受理或不予受理")
    assert item.operations == ["acceptIntake", "rejectIntake", "mergeIntake"]
    assert (item.due_on, item.colour, item.office) == (
        intake.decide_by,
        TodoColour.RED,
        town.orgs["village"].name,
    )
    assert page.next is None
    assert await codes(town, "county") == ["intake.decide"]
    for who in ("village", "neighbour", "member", "unit", "auditor", "leader"):
        assert await codes(town, who) == [], who


async def test_what_is_done_leaves_the_list_and_stands_among_what_is_done(town: County) -> None:
    intake = await received(town)
    await town.act("township", "accept_intake", intake=intake)
    assert await codes(town, "township") == ["intake.reply"]
    done = (await town.act("township", "todos", kind="done")).items
    assert [(d.record, d.todo, d.state) for d in done] == [
        (global_id(intake), "intake.reply", "来件未答复")
    ]
    assert await codes(town, "county", "done") == []
    (started,) = (await town.act("county", "todos", kind="started")).items
    assert (started.record, started.todo) == (global_id(intake), "intake.reply")


async def test_a_voided_record_waits_for_nobody(town: County) -> None:
    intake = await received(town)
    await town.act("county", "void_record", id=intake, reason="与前件重复录入")
    assert await codes(town, "township") == []
    assert await codes(town, "county", "started") == []


async def test_the_grade_decides_for_whom_a_topic_waits(town: County) -> None:
    small = await cases.topic(town)
    assert await codes(town, "township") == ["topic.screen"]
    await town.act("township", "screen_topic", topic=small, decision="screened")
    assert await codes(town, "township") == ["topic.approve_small"]
    assert await codes(town, "head") == ["topic.approve_small"]
    assert await codes(town, "county") == []
    key = await cases.topic(town, grade="key_special")
    await town.act("township", "screen_topic", topic=key, decision="screened")
    assert await codes(town, "county") == ["topic.approve_key"]
    assert await codes(town, "leader") == []


async def test_a_topic_sent_back_waits_for_who_wrote_it_and_is_purple(town: County) -> None:
    topic = await cases.topic(town)
    await town.act("township", "return_topic", topic=topic, reason="请补充现状")
    (item,) = (await town.act("village", "todos")).items
    assert (item.todo, item.colour) == ("topic.change", TodoColour.PURPLE)
    assert await codes(town, "township") == []


async def test_a_step_waits_on_its_case(town: County) -> None:
    case = await cases.case(town)
    (item,) = (await town.act("village", "todos")).items
    assert (item.todo, item.record) == ("case.advance", global_id(case))
    assert item.title.startswith("村道照明 · ")
    await town.act("village", "stop_case", case=case, reason="重复立项")
    assert await codes(town, "village") == ["topic.begin"]


async def test_an_assignment_goes_to_and_fro_between_unit_and_dispatcher(town: County) -> None:
    assignment = await stories.assigned(town)
    (item,) = (await town.act("unit", "todos")).items
    assert (item.todo, item.record, item.due_on) == (
        "assignment.accept",
        global_id(assignment),
        assignment.due_on,
    )
    assert await codes(town, "unit2") == []
    assert "assignment.accept" not in await codes(town, "township")
    await town.act("unit", "accept_assignment", assignment=assignment)
    assert await codes(town, "unit") == ["assignment.reply"]
    await town.act(
        "unit",
        "reply_assignment",
        assignment=assignment,
        text="已更换全部路灯并验收",
        result_class="A",
    )
    assert await codes(town, "unit") == []
    assert "assignment.confirm" in await codes(town, "township")
    done = [item.entity for item in (await town.act("unit", "todos", kind="done")).items]
    assert sorted(done) == ["交办", "办理答复"]


async def test_who_wrote_a_disclosure_is_not_asked_to_release_it(town: County) -> None:
    case = await cases.case(town)
    await town.act(
        "township",
        "draft_disclosure",
        case=case,
        kind="topic",
        title="村道照明",
        text="村口到学校拟装路灯",
    )
    assert "disclosure.release" not in await codes(town, "township")
    assert "disclosure.release" in await codes(town, "county")


async def test_pressing_shows_what_is_near_or_past_its_day_to_those_who_press(town: County) -> None:
    assignment = await stories.assigned(town)
    due = datetime.combine(assignment.due_on, datetime.min.time(), UTC)
    with clock.moved(due - timedelta(days=5)):
        assert "assignment.accept" not in await codes(town, "leader", "pressing")
    with clock.moved(due - timedelta(days=3)):
        (item,) = [
            i
            for i in (await town.act("leader", "todos", kind="pressing")).items
            if i.todo == "assignment.accept"
        ]
        assert item.colour is TodoColour.AMBER
        assert await codes(town, "unit", "pressing") == ["assignment.accept"]
        assert await codes(town, "unit2", "pressing") == []
    with clock.moved(due + timedelta(days=1)):
        (item,) = [
            i
            for i in (await town.act("leader", "todos", kind="pressing")).items
            if i.todo == "assignment.accept"
        ]
        assert item.colour is TodoColour.RED


async def test_what_somebody_presses_stays_on_his_list_until_it_is_done(town: County) -> None:
    assignment = await stories.assigned(town)
    outcome = (await town.rows(Outcome))[0]
    press = {
        "outcome": outcome,
        "assignment": assignment,
        "method": "leader",
        "finding": "尚未动工",
        "demand": "本月底前动工",
    }
    assert await codes(town, "leader", "pressing") == []
    await town.act("leader", "supervise", by="县政协副主席", **press)
    await town.act("leader", "supervise", by="县政协副主席", **press)
    (item,) = (await town.act("leader", "todos", kind="pressing")).items
    assert (item.record, item.todo, item.due_on) == (
        global_id(assignment),
        "assignment.accept",
        assignment.due_on,
    )
    assert (item.state, item.colour) == ("交办未签收", TodoColour.GREY)
    assert (await town.act("leader", "todo_counts")).pressing == 1
    for who in ("county", "township", "unit", "auditor"):
        assert await codes(town, who, "pressing") == [], "what others press"
    with clock.moved(datetime.combine(assignment.due_on, datetime.min.time(), UTC)):
        assert await codes(town, "leader", "pressing") == ["assignment.accept"], (
            "once, though its day is near too"
        )
        assert (await town.act("leader", "todo_counts")).pressing == 1
    await town.act("unit", "accept_assignment", assignment=assignment)
    await stories.reply(town, assignment)
    assert await codes(town, "leader", "pressing") == ["assignment.confirm"]
    await town.act("township", "confirm_reply", assignment=assignment)
    assert await codes(town, "leader", "pressing") == []


async def test_a_whole_outcome_is_pressed_until_it_is_closed_and_a_withdrawn_pressing_counts_not(
    town: County,
) -> None:
    assignment = await stories.confirmed(town)
    outcome = (await town.rows(Outcome))[0]
    pressing = await town.act(
        "township",
        "supervise",
        outcome=outcome,
        method="reminder",
        by="联络组",
        finding="请抓紧反馈",
    )
    (item,) = (await town.act("township", "todos", kind="pressing")).items
    assert (item.record, item.todo, item.entity) == (
        global_id(outcome),
        "outcome.close",
        "协商成果",
    )
    assert item.record != global_id(assignment)
    await town.act("township", "void_record", id=pressing, reason="督办对象填错")
    assert await codes(town, "township", "pressing") == []
    await town.act(
        "township",
        "supervise",
        outcome=outcome,
        method="reminder",
        by="联络组",
        finding="请抓紧反馈",
    )
    await stories.told(town, outcome)
    await town.act("township", "close_outcome", outcome=outcome)
    assert await codes(town, "township", "pressing") == []


async def test_pages_follow_one_another_by_due_day_and_counters_agree(town: County) -> None:
    station = await cases.station(town)
    for day in (5, 3, 4, 3):
        await town.act(
            "county",
            "record_intake",
            station=station,
            channel="visit",
            content=f"第{day}日来件",
            submitter_kind="resident",
            received_at=f"2026-03-0{day}T09:00:00+08:00",
        )
    seen: list[date] = []
    after = None
    for _ in range(4):
        page = await town.act("township", "todos", first=1, after=after)
        seen += [item.due_on for item in page.items]
        after = page.next
    assert after is None
    assert seen == sorted(seen)
    assert len(seen) == 4
    counts = await town.act("township", "todo_counts")
    assert (counts.waiting, counts.overdue, counts.pressing, counts.done, counts.started) == (
        4,
        4,
        4,
        0,
        0,
    )
    assert [(c.todo, c.waiting) for c in counts.by_todo] == [("intake.decide", 4)]
    assert (await town.act("county", "todo_counts")).started == 4
    newest = await town.act("county", "todos", kind="started", first=3)
    rest = await town.act("county", "todos", kind="started", first=3, after=newest.next)
    assert len({i.record for i in (*newest.items, *rest.items)}) == 4
    assert [i.title for i in newest.items][:1] == ["第3日来件"]


async def test_a_place_narrows_the_list_and_a_strange_cursor_is_refused(town: County) -> None:
    await received(town)
    assert await codes(town, "township", org=town.orgs["village2"]) == []
    assert await codes(town, "township", org=town.orgs["village"]) == ["intake.decide"]
    for wrong in (
        "x",
        "e30=",
        (await town.act("county", "todos", kind="started", first=1)).next or "WyJ3YWl0aW5nIiwxLDJd",
    ):
        await town.refused("township", "todos", code="INVALID_INPUT", after=wrong)


@pytest.mark.check("K10")
async def test_nobody_is_shown_what_he_may_not_read(town: County) -> None:
    """A member's matter is his own: another member of the same township sees it in no list."""
    await received(town)
    for kind in ("waiting", "done", "started", "pressing"):
        assert await codes(town, "member2", kind) == []
        await town.refused(town.anonymous, "todos", code="UNAUTHENTICATED", kind=kind)
