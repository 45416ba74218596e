"""Clocks run once a day for a county, make up for days without a worker, and write nothing twice
(design.md 3).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.core import cases
from tests.core.meetings import plenary
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.quotas.clocks import begun
from yishi_core.domain.schedules.calendar_file import import_calendar, read_calendar
from yishi_core.domain.schedules.models import ScheduleDate
from yishi_core.domain.schedules.workdays import forget, is_workday
from yishi_core.errors import InvalidInput
from yishi_core.facilities.daily.declaration import clocks_of
from yishi_core.facilities.daily.models import DailyRun
from yishi_core.facilities.daily.running import after_calendar, tick
from yishi_core.kernel.events.models import Event


def at(day: date) -> datetime:
    return datetime.combine(day, time(0, 10), clock.CHINA)


async def events(town: County, *names: str) -> list[Event]:
    return await town.rows(Event, Event.name.in_(names))


async def test_a_day_is_warned_of_once_and_told_once_when_it_has_passed(town: County) -> None:
    assignment = await stories.assigned(town)
    due = assignment.due_on
    for day in (
        due - timedelta(days=4),
        due - timedelta(days=3),
        due - timedelta(days=2),
        due,
        due + timedelta(days=1),
        due + timedelta(days=2),
    ):
        with clock.moved(at(day)):
            await tick(town.platform, town.code)
            assert await tick(town.platform, town.code) == 0
    found = [
        e
        for e in await events(town, "todo.due_soon", "todo.overdue")
        if e.subject_id == assignment.id
    ]
    assert [(e.name, e.at.astimezone(clock.CHINA).date()) for e in found] == [
        ("todo.due_soon", due - timedelta(days=3)),
        ("todo.overdue", due + timedelta(days=1)),
    ]
    assert {e.org_path for e in found} == {assignment.org_path}
    assert found[0].data == {"todo": "assignment.accept", "due_on": due.isoformat()}
    assert all(e.account is None for e in found)


async def test_what_is_done_in_time_is_never_called_overdue(town: County) -> None:
    assignment = await stories.assigned(town)
    await town.act("unit", "accept_assignment", assignment=assignment)
    await stories.reply(town, assignment)
    with clock.moved(at(assignment.due_on + timedelta(days=1))):
        await tick(town.platform, town.code)
    assert [e for e in await events(town, "todo.overdue") if e.subject_id == assignment.id] == []


async def test_days_without_a_worker_are_made_up_for(town: County) -> None:
    assignment = await stories.assigned(town)
    due = assignment.due_on
    with clock.moved(at(due - timedelta(days=10))):
        await tick(town.platform, town.code)
    with clock.moved(at(due + timedelta(days=5))):
        await tick(town.platform, town.code)
    names = [
        e.name
        for e in await events(town, "todo.due_soon", "todo.overdue")
        if e.subject_id == assignment.id
    ]
    assert sorted(names) == ["todo.due_soon", "todo.overdue"]
    days = {r.day for r in await town.rows(DailyRun, DailyRun.code == "todos.overdue")}
    assert days == {due + timedelta(days=i) for i in range(-10, 6)}


@pytest.mark.day
async def test_a_day_of_the_future_is_refused_and_a_past_one_runs_alone(town: County) -> None:
    with pytest.raises(InvalidInput):
        await tick(town.platform, town.code, clock.today() + timedelta(days=1))
    day = clock.today() - timedelta(days=3)
    await plenary.term(town, start=day.isoformat(), end=(day + timedelta(days=1800)).isoformat())
    assert await tick(town.platform, town.code, day) == len(clocks_of(town.platform))
    assert {r.day for r in await town.rows(DailyRun)} == {day}
    assert "term" in [e.data["period"] for e in await events(town, "quota_period.began")], (
        "quotas of a term begin with it"
    )


async def test_two_at_once_write_nothing_twice(town: County) -> None:
    import asyncio

    assignment = await stories.assigned(town)
    with clock.moved(at(assignment.due_on + timedelta(days=1))):
        await asyncio.gather(tick(town.platform, town.code), tick(town.platform, town.code))
    assert (
        len([e for e in await events(town, "todo.overdue") if e.subject_id == assignment.id]) == 1
    )


async def test_dates_reach_a_year_ahead_and_those_of_today_are_opened(town: County) -> None:
    given: dict[str, Any] = {
        "kind": "collect_day",
        "label": "月中收集",
        "rrule": "FREQ=MONTHLY;BYMONTHDAY=15",
        "on_holiday": "keep",
    }
    with clock.moved(at(date(2025, 1, 1))):
        await town.act("village", "add_schedule_rule", org=town.orgs["village"], **given)
    with clock.moved(at(date(2025, 7, 15))):
        await tick(town.platform, town.code)
        await tick(town.platform, town.code)
    dates = [d.date for d in await town.rows(ScheduleDate)]
    assert len(dates) == len(set(dates)) == 19
    assert max(dates) == date(2026, 7, 15)
    (opened,) = await events(town, "schedule_date.opened")
    assert opened.org_path == town.orgs["village"].org_path


def test_periods_begin_on_their_first_day() -> None:
    assert begun(date(2026, 1, 1)) == ["month", "quarter", "half_year", "year"]
    assert begun(date(2026, 6, 1)) == ["week", "month"]
    assert begun(date(2026, 7, 1)) == ["month", "quarter", "half_year"]
    assert begun(date(2026, 7, 2)) == []


@pytest.fixture
def decree(tmp_path: Path) -> Path:
    path = tmp_path / "2061.csv"
    path.write_text(
        "日期,类型,文件\n2061-03-14,休息,国办发明电〔2060〕1号\n2061-03-12,上班,国办发明电〔2060〕1号\n",
        "utf-8",
    )
    return path


async def test_deadlines_over_an_unknown_year_follow_the_calendar_once_it_is_imported(
    town: County, owner: psycopg.Connection, decree: Path
) -> None:
    station = await cases.station(town)
    with clock.moved(
        at(date(2061, 3, 10))
    ):  # a Thursday; the 12th is a Saturday that will be worked, the 14th a Monday that will not
        intake = await town.act(
            "village",
            "record_intake",
            station=station,
            channel="visit",
            content="村口路灯坏了",
            submitter_kind="resident",
        )
        assert (intake.decide_by, intake.deadlines_provisional) == (date(2061, 3, 17), True)
        await tick(town.platform, town.code)
        assert (await town.fresh(intake)).deadlines_provisional
        try:
            done = import_calendar(owner, read_calendar(decree))
            assert (done.named, done.filled, done.years) == (2, 363, (2061,))
            await after_calendar(town.platform, [town.code])
            await after_calendar(town.platform, [town.code])
        finally:
            owner.execute("delete from workday where day >= '2061-01-01'")
            forget()
    counted = await town.fresh(intake)
    assert (counted.decide_by, counted.deadlines_provisional) == (date(2061, 3, 17), False)
    assert (await town.rows(Intake, Intake.reply_by == intake.reply_by))[
        0
    ].version == counted.version
    assert len(await events(town, "intake.deadlines_counted")) == 1


async def test_the_calendar_is_read_once_and_again_when_told(
    town: County, owner: psycopg.Connection
) -> None:
    async with town.platform.database.transaction(town.system.reading) as session:
        assert await is_workday(session, date(2062, 1, 2)) == (True, True)
        owner.execute(
            "insert into workday (day, is_workday, source) values ('2062-01-02', false, 'test')"
        )
        try:
            assert await is_workday(session, date(2062, 1, 2)) == (True, True)
            forget()
            assert await is_workday(session, date(2062, 1, 2)) == (False, False)
        finally:
            owner.execute("delete from workday where source = 'test'")
            forget()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("日期,类型\n2027-01-01,休息\n", ["rows.1"]),
        (
            "日期,类型,文件\n2027-1-1,休息,甲\n2027-01-02,歇,甲\n2027-01-03,休息,\n",
            ["rows.2", "rows.3", "rows.4"],
        ),
        ("日期,类型,文件\n2027-01-01,休息,甲\n2027-01-01,上班,甲\n", ["rows.3"]),
        ("日期,类型,文件\n1890-01-01,休息,甲\n", ["rows.2"]),
        ("日期,类型,文件\n", []),
    ],
)
def test_a_file_with_a_wrong_row_is_refused_as_a_whole(
    tmp_path: Path, text: str, rows: list[str]
) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(text, "gb18030")
    with pytest.raises(InvalidInput) as caught:
        read_calendar(path)
    assert [field.path for field in caught.value.fields] == rows
