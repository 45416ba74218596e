"""A matter is told over all its rounds and years."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.core import cases
from tests.core.cases import advance, procedure, step
from tests.core.collaboration.partners import opened
from tests.fixtures.county import County
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.views.timelines import CaseTimeline, MilestoneKind

ROUNDS = procedure(step("talk", "deliberate"))


async def event(town: County, case: ConsultationCase, on: str, title: str, **given: Any) -> Any:
    """A consultation of the case that was held, with minutes that were confirmed a day later."""
    planned = await town.act(
        "village", "plan_consultation", case=case, title=title, date=on, place="村委会", **given
    )
    await town.act("village", "hold_consultation", consultation=planned)
    day = on[:-2] + f"{int(on[-2:]) + 1:02d}"
    minutes = await town.act(
        "village",
        "draft_minutes",
        consultation=planned,
        text=f"{title}已议定。",
        drafted_on=day,
    )
    await town.act("township", "confirm_minutes", minutes=minutes, confirmed_on=day)
    return planned


async def timeline(town: County, case: ConsultationCase, who: str = "village") -> CaseTimeline:
    found: CaseTimeline = await town.act(who, "case_timeline", case=case)
    return found


async def test_rounds_minutes_and_a_second_cycle_are_told_in_the_order_of_days(
    town: County,
) -> None:
    await cases.choose(town, ROUNDS)
    first = await cases.case(town)
    await event(town, first, "2026-03-10", "学位不足怎么办", is_pre_consultation=True)
    await event(town, first, "2026-04-10", "选址在哪里")
    await town.act(
        "village", "record_consensus", case=first, text="在旧粮站建校", agreed_on="2026-04-10"
    )
    await advance(town, first, "talk", done_on="2026-05-08", note="两轮议定")
    second = await town.act("village", "restart_case", case=first, opened_on="2026-08-01")
    await event(town, second, "2026-09-10", "再建一所小学")

    told = await timeline(town, first)
    assert [case.id for case in told.cases] == [first.id, second.id]
    assert (told.rounds, told.from_on, told.to_on) == (3, date(2026, 3, 2), date(2026, 9, 11))
    assert [
        (e.on.isoformat()[5:], e.cycle, e.kind.value, e.round_no, e.detail) for e in told.entries
    ] == [
        ("03-02", 1, "opened", None, ""),
        ("03-10", 1, "consultation", 1, "预协商,会场协商"),
        ("03-11", 1, "minutes", 1, ""),
        ("04-10", 1, "consultation", 2, "会场协商"),
        ("04-10", 1, "consensus", None, ""),
        ("04-11", 1, "minutes", 2, ""),
        ("05-08", 1, "step", None, "已完成,两轮议定"),
        ("05-08", 1, "concluded", None, ""),
        ("08-01", 2, "opened", None, ""),
        ("09-10", 2, "consultation", 1, "会场协商"),
        ("09-11", 2, "minutes", 1, ""),
    ]
    assert told.entries == (await timeline(town, second, "township")).entries
    assert told.entries[5].title == "选址在哪里已议定。"


async def test_what_is_not_held_not_confirmed_or_taken_back_is_not_told(town: County) -> None:
    await cases.choose(town, ROUNDS)
    case = await cases.case(town)
    for on in ("2026-03-10", "2026-12-10"):
        planned = await town.act(
            "village", "plan_consultation", case=case, title="占道经营", date=on, place="村委会"
        )
        if on < "2026-11":
            await town.act("village", "hold_consultation", consultation=planned)
            await town.act(
                "village", "draft_minutes", consultation=planned, text="待议。", drafted_on=on
            )
    agreed = await town.act("village", "record_consensus", case=case, text="划线停车")
    await town.act("township", "void_record", id=agreed, reason="记错")
    kinds = [e.kind for e in (await timeline(town, case)).entries]
    assert kinds == [MilestoneKind.OPENED, MilestoneKind.CONSULTATION]


async def test_who_may_not_read_the_case_is_told_nothing(town: County) -> None:
    case = await cases.case(town)
    for who in ("neighbour", "unit"):
        await town.refused(who, "case_timeline", code="NOT_FOUND", case=case)


async def test_a_partner_is_told_what_it_may_read(town: County) -> None:
    row = await opened(
        town, "multi_level", {"region_code": f"{town.code}101"}, {"name": "市政协", "level": "city"}
    )
    for kind, body in (("consent", "县委"), ("approval", "市政协")):
        await town.act(
            "county", "record_joint_approval", joint_case=row, approval_kind=kind, body=body
        )
    await town.act("township", "start_joint_case", joint_case=row)
    (case,) = await town.rows(ConsultationCase, ConsultationCase.id == row.case_id)
    await advance(town, case, "propose")
    own = {e.kind.value for e in (await timeline(town, case, "township")).entries}
    assert own == {"opened", "step", "joint", "approval", "started"}
    shown = {e.kind.value for e in (await timeline(town, case, "neighbour")).entries}
    assert shown == {"opened", "joint", "approval", "started"}
