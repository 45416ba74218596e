"""The library of known procedures, and limits in working days (domain.md 2.7)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import psycopg
import pytest

from tests.core import cases
from tests.core.cases import advance, now, procedure, records, step
from tests.core.outcomes import stories
from tests.fixtures.county import County
from yishi_core import clock
from yishi_core.domain.outcomes.models import Assignment
from yishi_core.domain.schedules.workdays import forget
from yishi_core.facilities.daily.running import after_calendar
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.variants.procedure import Stage

LABELS = {
    "six_step_handling": "收集议题 确定议题 议前调研 召开会议 公开公示 结果办理",
    "six_step_conversion": "收集议题 确定议题 议前调研 协商议事 公开公示 成果转化",
    "six_link": "选题 调研 协商 转化 督办 评估",
    "three_link": "议题收集 民主协商 成果转化",
    "nine_step": "征集议题 审定议题 制定方案 议前调研 协商议事 形成共识 公开公示 办理落实 反馈评价",
    "ten_step": "征集议题 筛选议题 审定议题 制定方案 议前调研 通知公告 民主协商 形成意见 交办督办 反馈评议",
}


@pytest.mark.parametrize("code", LABELS)
def test_the_library_has_the_steps_of_the_reference_in_order(code: str) -> None:
    found = next(p for p in load_plugins().core.procedures if p.code == code)
    assert [s.label for s in found.steps] == LABELS[code].split()
    assert found.on_request
    assert all((s.stage is Stage.PUBLISH) == s.disclosure_required for s in found.steps)


async def test_the_library_is_taken_where_it_is_named_and_not_offered(town: County) -> None:
    assert (await cases.case(town)).procedure == "community_default"
    case = await cases.case(town, procedure="six_step_handling")
    assert [s for s, _ in await now(town, case)] == [
        "collect",
        "decide",
        "research",
        "meet",
        "publish",
        "handle",
    ]
    for code in ("collect", "decide"):
        await advance(town, case, code)
    await town.act(
        "village",
        "skip_step",
        case=case,
        step="research",
        reason="小事当场看过",
        done_on="2026-03-03",
    )
    await advance(town, case, "meet")
    publish = next(r for r in await records(town, case) if r.step == "publish")
    assert (publish.due_on, publish.due_working_days, publish.due_provisional) == (
        date(2026, 3, 12),
        7,
        False,
    )
    await town.refused(
        "village",
        "advance_step",
        code="REFUSED",
        rule="disclosure_missing",
        case=case,
        step="publish",
        done_on="2026-03-04",
    )


async def test_what_is_handled_is_supervised_beside_it(town: County) -> None:
    case = await cases.case(town, procedure="six_link")
    for code in ("choose", "research", "consult"):
        await advance(town, case, code)
    assert [s for s, state in await now(town, case) if state == "active"] == [
        "convert",
        "supervise",
    ]
    await advance(town, case, "supervise")
    await advance(town, case, "convert")
    assert [s for s, state in await now(town, case) if state == "active"] == ["evaluate"]


async def test_limits_and_due_days_over_an_unknown_year_are_counted_anew(
    town: County, owner: psycopg.Connection
) -> None:
    await cases.choose(
        town,
        procedure(step("a", time_limit_days=5, limit_in_working_days=True), step("b")),
        assignment_due_in_working_days=True,
        assignment_due_days=5,
    )
    monday = date(2063, 3, 12)
    with clock.moved(datetime.combine(monday, time(9), clock.CHINA)):
        case = await cases.case(town, opened_on=monday.isoformat())
        handed = await stories.assigned(town)
        for row in (await _first(town, case), handed):
            assert (row.due_on, row.due_provisional) == (monday + timedelta(days=7), True)
        days = [
            (monday + timedelta(days=n), n != 1 and (monday + timedelta(days=n)).weekday() < 5)
            for n in range(30)
        ]
        try:
            with owner.cursor() as cursor:  # the Tuesday is a holiday
                cursor.executemany(
                    "insert into workday (day, is_workday, source) values (%s, %s, 'test')", days
                )
            forget()
            await after_calendar(town.platform, [town.code])
        finally:
            owner.execute("delete from workday where source = 'test'")
            forget()
    for row in (await _first(town, case), (await town.rows(Assignment))[0]):
        assert (row.due_on, row.due_provisional) == (monday + timedelta(days=8), False)


async def _first(town: County, case: cases.ConsultationCase) -> cases.StepRecord:
    return (await records(town, case))[0]
