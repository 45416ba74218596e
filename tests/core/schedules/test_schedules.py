"""Rules, their dates a year ahead, moving one, rounds that were held (domain.md 2.16)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.schedules import workdays
from yishi_core.domain.schedules.models import CollectRound, ScheduleDate, ScheduleRule

NEW_YEAR = datetime(2025, 1, 1, 9, tzinfo=clock.CHINA)
COLLECT = {
    "kind": "collect_day",
    "label": "双月15日集中收集",
    "rrule": "FREQ=MONTHLY;BYMONTHDAY=15",
    "month_parity": "even",
}


async def add(town: County, **rest: Any) -> ScheduleRule:
    given = {"org": town.orgs["village"], **COLLECT, **rest}
    if "station" in given:
        del given["org"]
    rule: ScheduleRule = await town.act("village", "add_schedule_rule", **given)
    return rule


async def test_a_rule_brings_its_dates_of_a_year_ahead(town: County) -> None:
    with clock.moved(NEW_YEAR):
        rule = await add(town)
    found = await town.rows(ScheduleDate, ScheduleDate.rule_id == rule.id)
    assert [d.date.isoformat() for d in found] == [
        "2025-02-17",
        "2025-04-15",
        "2025-06-16",
        "2025-08-15",
        "2025-10-15",
        "2025-12-15",
    ]
    assert {d.org_path for d in found} == {town.orgs["village"].org_path}
    assert not any(d.provisional for d in found)


async def test_generating_again_adds_only_what_is_new(town: County) -> None:
    with clock.moved(NEW_YEAR):
        rule = await add(town)
        again = await town.act("village", "generate_schedule_dates", schedule_rule=rule)
    assert (again.created, again.recomputed) == (0, 0)
    with clock.moved(NEW_YEAR + timedelta(days=90)):
        later = await town.act("village", "generate_schedule_dates", schedule_rule=rule)
    assert later.created == 1  # February 2026
    assert len(await town.rows(ScheduleDate)) == 7


async def test_guessed_dates_are_marked_and_follow_the_calendar_when_it_is_known(
    town: County, owner: psycopg.Connection
) -> None:
    far = datetime(2061, 1, 3, 9, tzinfo=clock.CHINA)  # no decree tells anything of that year
    with clock.moved(far):
        rule = await add(town, rrule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=15", month_parity="any")
        guessed = (await town.rows(ScheduleDate))[0]
        assert (guessed.date, guessed.provisional) == (date(2061, 2, 15), True)
        for day, worked in (("2061-02-15", False), ("2061-02-16", False), ("2061-02-17", True)):
            owner.execute(
                "insert into workday (day, is_workday, source) values (%s, %s, 'test')",
                [day, worked],
            )
        workdays.forget()
        try:
            told = await town.act("village", "generate_schedule_dates", schedule_rule=rule)
        finally:
            owner.execute("delete from workday where source = 'test'")
            workdays.forget()
    assert told.recomputed == 1
    known = (await town.rows(ScheduleDate))[0]
    assert (known.date, known.provisional) == (date(2061, 2, 17), False)


async def test_a_moved_date_keeps_its_day_of_the_rule_and_says_why(town: County) -> None:
    with clock.moved(NEW_YEAR):
        await add(town)
        first = (await town.rows(ScheduleDate))[0]
        result = await town.result(
            "village", "move_schedule_date", schedule_date=first, date="2025-02-22", reason="春耕"
        )
        moved = result.value
        assert [a.rule for a in result.advice] == ["rest_day"]  # a Saturday
        await town.refused(
            "village",
            "move_schedule_date",
            code="INVALID_INPUT",
            schedule_date=first,
            date="2025-02-23",
            reason="",
        )
        for wrong in ("2025-02-22", "2099-02-15"):
            given = {"schedule_date": first, "date": wrong, "reason": "春耕"}
            assert [
                f.path
                for f in (
                    await town.refused(
                        "village", "move_schedule_date", code="INVALID_INPUT", **given
                    )
                ).fields
            ] == ["date"]
    assert (moved.planned_on, moved.date, moved.moved_reason) == (
        date(2025, 2, 15),
        date(2025, 2, 22),
        "春耕",
    )


async def test_the_end_of_a_rule_voids_the_dates_after_it(town: County) -> None:
    with clock.moved(NEW_YEAR):
        rule = await add(town)
        await town.refused(
            "village",
            "end_schedule_rule",
            code="INVALID_INPUT",
            schedule_rule=rule,
            ends_on="2024-12-31",
            reason="改期",
        )
        ended = await town.act(
            "village",
            "end_schedule_rule",
            schedule_rule=rule,
            ends_on="2025-06-30",
            reason="改为每周",
        )
    assert ended.ends_on == date(2025, 6, 30)
    found = await town.rows(ScheduleDate)
    assert [(d.planned_on.month, d.void_reason) for d in found] == [
        (2, None),
        (4, None),
        (6, None),
        (8, "改为每周"),
        (10, "改为每周"),
        (12, "改为每周"),
    ]


async def test_a_round_fulfils_the_planned_day(town: County) -> None:
    station = await open_station(town, opened_on="2024-01-01")
    with clock.moved(NEW_YEAR):
        await add(town, station=station)
    planned = (await town.rows(ScheduleDate))[0]
    given = {
        "station": station,
        "schedule_date": planned,
        "place": "集市",
        "items": 0,
        "is_nil": True,
    }
    with clock.moved(NEW_YEAR + timedelta(days=60)):
        await town.refused(
            "village",
            "hold_collect_round",
            code="REFUSED",
            rule="other_day",
            **given,
            date="2025-02-18",
        )
        other = await open_station(town, name="二号", opened_on="2024-01-01")
        await town.refused(
            "village",
            "hold_collect_round",
            code="REFUSED",
            rule="other_station",
            **{**given, "station": other},
        )
        held = await town.act("village", "hold_collect_round", **given, staff=["张三", "李四"])
        assert (held.date, held.is_nil, held.staff) == (date(2025, 2, 17), True, ["张三", "李四"])
        error = await town.refused(
            "village",
            "change_collect_round",
            code="INVALID_INPUT",
            collect_round=held,
            date="2025-02-18",
        )
        assert [f.path for f in error.fields] == ["date"]
        assert (await town.fresh(planned)).held is True
        await town.refused(
            "village", "hold_collect_round", code="REFUSED", rule="already_held", **given
        )
        move = {"schedule_date": planned, "date": "2025-02-20", "reason": "改期"}
        await town.refused(
            "village", "move_schedule_date", code="REFUSED", rule="already_held", **move
        )
        await town.refused(
            "village",
            "void_record",
            code="REFUSED",
            rule="in_use",
            id=await rule_of(town, planned),
            reason="误录",
        )
        await town.act("village", "void_record", id=held, reason="误录")
        assert ((await town.fresh(planned)).held, (await town.fresh(planned)).held_on) == (
            False,
            None,
        ), "the day is open again"
        held = await town.act("village", "hold_collect_round", **given)
    assert held.settings_digest
    assert len(await town.rows(CollectRound, CollectRound.voided_at.is_(None))) == 1


@pytest.mark.parametrize(("items", "is_nil"), [(0, False), (3, True)])
async def test_nil_is_told_exactly_when_nothing_came(
    town: County, items: int, is_nil: bool
) -> None:
    given = {"org": town.orgs["village"], "place": "村委会", "items": items, "is_nil": is_nil}
    error = await town.refused("village", "hold_collect_round", code="INVALID_INPUT", **given)
    assert [f.path for f in error.fields] == ["is_nil"]


async def rule_of(town: County, planned: ScheduleDate) -> ScheduleRule:
    [rule] = await town.rows(ScheduleRule, ScheduleRule.id == planned.rule_id)
    assert isinstance(rule, ScheduleRule)
    return rule


async def waiting(town: County) -> list[str]:
    return [item.todo for item in (await town.act("village", "todos")).items]


async def test_what_is_due_waits_a_week_before_and_may_be_done_on_another_day(town: County) -> None:
    with clock.moved(NEW_YEAR):
        rule = await add(
            town,
            kind="report_due",
            label="半年报告",
            rrule=None,
            month_day=30,
            month_parity="any",
            on_holiday="keep",
        )
        assert (rule.rrule, rule.month_day) == ("FREQ=MONTHLY;BYMONTHDAY=30", 30)
        rule = await town.act(
            "village", "change_schedule_rule", schedule_rule=rule, label="月度报告"
        )
        assert await waiting(town) == []
    due = (await town.rows(ScheduleDate))[0]
    with clock.moved(NEW_YEAR + timedelta(days=22)):
        assert await waiting(town) == ["schedule_date.hand_in"]
        done = await town.act(
            "village",
            "hold_schedule_date",
            schedule_date=due,
            held_on="2025-01-22",
            held_note="已报县政协办",
        )
        assert (done.held, done.held_on) == (True, date(2025, 1, 22))
        assert await waiting(town) == []
        await town.refused(
            "village", "hold_schedule_date", code="REFUSED", rule="already_held", schedule_date=due
        )
        later = (await town.rows(ScheduleDate))[1]
        error = await town.refused(
            "village", "hold_schedule_date", code="INVALID_INPUT", schedule_date=later
        )
        assert [f.path for f in error.fields] == ["held_on"]
        await town.refused("member", "hold_schedule_date", code="FORBIDDEN", schedule_date=later)
    gone = await town.act("village", "void_record", id=rule, reason="误录")
    assert gone.records == 13, "a rule goes with its dates"


async def test_a_study_that_is_recorded_on_its_day_is_not_asked_for_again(town: County) -> None:
    with clock.moved(NEW_YEAR):
        await add(town, kind="study_day", label="双月学习", on_holiday="keep")
    study = {"org": town.orgs["village"], "title": "学习政协章程", "date": "2025-02-15"}
    with clock.moved(NEW_YEAR + timedelta(days=46)):
        assert await waiting(town) == ["schedule_date.hold"]
        for kind, date_ in (("survey", "2025-02-15"), ("study", "2025-02-14")):
            await town.act("village", "record_activity", **{**study, "date": date_}, kind=kind)
        assert await waiting(town) == ["schedule_date.hold"]
        done = await town.act("village", "record_activity", **study, kind="study")
        assert await waiting(town) == []
        await town.act("village", "void_record", id=done, reason="日期记错")
        assert await waiting(town) == ["schedule_date.hold"]


async def test_a_consult_day_is_no_collect_day(town: County) -> None:
    with clock.moved(NEW_YEAR):
        await add(town, kind="consult_day", on_holiday="keep")
        collect = await add(
            town, label="周五收集", rrule=None, weekday=5, month_parity="any", ends_on="2025-01-10"
        )
    planned, *_, friday = [d for d in await town.rows(ScheduleDate) if d.rule_id != collect.id] + [
        d for d in await town.rows(ScheduleDate) if d.rule_id == collect.id
    ]
    with clock.moved(NEW_YEAR + timedelta(days=60)):
        await town.refused(
            "village",
            "hold_schedule_date",
            code="REFUSED",
            rule="collect_day",
            schedule_date=friday,
        )
        await town.refused(
            "village",
            "hold_schedule_date",
            code="REFUSED",
            rule="other_day",
            schedule_date=planned,
            held_on="2025-02-16",
        )
        assert await waiting(town) == ["schedule_date.hold"]
        await town.refused(
            "village",
            "hold_collect_round",
            code="REFUSED",
            rule="not_a_collect_day",
            org=town.orgs["village"],
            schedule_date=planned,
            place="村委会",
            items=1,
        )


@pytest.mark.parametrize(
    ("rest", "path"),
    [
        ({"rrule": "FREQ=HOURLY"}, "rrule"),
        ({"time_from": "09:00"}, "time_to"),
        ({"time_from": "10:00", "time_to": "09:00"}, "time_to"),
        ({"starts_on": "2025-02-01", "ends_on": "2025-01-01"}, "ends_on"),
        ({"rrule": None}, "rrule"),
        ({"weekday": 3}, "rrule"),
        ({"rrule": None, "month_day": 32}, "month_day"),
        ({"starts_on": "1001-01-01"}, "starts_on"),
    ],
)
async def test_rules_that_make_no_sense(town: County, rest: dict[str, str], path: str) -> None:
    error = await town.refused(
        "village",
        "add_schedule_rule",
        code="INVALID_INPUT",
        org=town.orgs["village"],
        **{**COLLECT, **rest},
    )
    assert [f.path for f in error.fields] == [path]
    assert await town.rows(ScheduleRule) == []


@pytest.mark.parametrize(
    ("who", "code"), [("member", "FORBIDDEN"), ("auditor", "FORBIDDEN"), ("neighbour", "NOT_FOUND")]
)
async def test_who_may_not_plan(town: County, who: str, code: str) -> None:
    await town.refused(who, "add_schedule_rule", code=code, org=town.orgs["village"], **COLLECT)
    assert await town.rows(ScheduleRule) == []


async def test_a_variant_s_recurring_days_are_adopted_once(town: County) -> None:
    org = town.orgs["township"]
    await town.act("county", "switch_plugin", org=org, plugin="old_town", on=True)
    with clock.moved(NEW_YEAR):
        first = await town.act("township", "adopt_schedules", org=org)
        again = await town.act("township", "adopt_schedules", org=org)
    adopted = await town.rows(ScheduleRule)
    assert {r.plugin for r in adopted} == {"old_town"}
    assert {r.kind.value for r in adopted} == {"collect_day", "consult_day"}
    assert (first.rules, first.created, again.rules) == (len(adopted), 12, 0)


async def test_a_round_is_put_right_but_not_moved_from_its_planned_day(town: County) -> None:
    given = {"org": town.orgs["village"], "place": "集市", "date": "2026-03-16"}
    held = await town.act("village", "hold_collect_round", **given, items=0, is_nil=True)
    await town.refused(
        "village",
        "record_intake",
        code="REFUSED",
        rule="nil_round",
        org=given["org"],
        content="路灯不亮",
        channel="offline_desk",
        collect_round=held,
    )
    change = "change_collect_round"
    held = await town.act(
        "village",
        change,
        collect_round=held,
        items=2,
        is_nil=False,
        place="集市东口",
        date="2026-03-15",
        staff=["张三"],
    )
    assert (held.items, held.is_nil, held.place, str(held.date), held.staff) == (
        2,
        False,
        "集市东口",
        "2026-03-15",
        ["张三"],
    )
    await town.act(
        "village",
        "record_intake",
        org=given["org"],
        content="路灯不亮",
        channel="offline_desk",
        collect_round=held,
    )
    for wrong, path in (
        ({"is_nil": True}, "is_nil"),
        ({"items": 0, "is_nil": True}, "items"),
        ({"date": "2099-01-01"}, "date"),
        ({"items": None}, "items"),
    ):
        assert [
            f.path
            for f in (
                await town.refused(
                    "village", change, code="INVALID_INPUT", collect_round=held, **wrong
                )
            ).fields
        ] == [path]
    await town.refused("member", change, code="FORBIDDEN", collect_round=held, place="村委会")
