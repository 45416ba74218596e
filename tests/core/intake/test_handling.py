"""From received to closed: every allowed step and every refused one (domain.md 2.5, 5.11)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from tests.core.intake.test_recording import record
from tests.fixtures.county import County, make_county
from tests.fixtures.day import TOMORROW
from yishi_core import clock
from yishi_core.domain.intake.models import Intake, IntakeState

S = IntakeState
STEPS: dict[str, dict[str, Any]] = {
    "accept_intake": {},
    "reject_intake": {"reason": "petition"},
    "analyse_intake": {"analysis_field": "heritage", "analysis": "涉及古建修缮"},
    "answer_intake": {"result_note": "已修好"},
    "transfer_intake": {"transferred_to": "县城管局"},
    "reply_to_intake": {"result_note": "正在办理"},
    "close_intake": {},
}
ALLOWED: dict[str, dict[IntakeState, IntakeState]] = {
    "accept_intake": {S.RECEIVED: S.ACCEPTED},
    "reject_intake": {S.RECEIVED: S.REJECTED},
    "analyse_intake": {S.RECEIVED: S.RECEIVED, S.ACCEPTED: S.ACCEPTED},
    "answer_intake": {S.ACCEPTED: S.ANSWERED_DIRECTLY},
    "transfer_intake": {S.ACCEPTED: S.TRANSFERRED},
    "reply_to_intake": {
        s: s for s in (S.ACCEPTED, S.MERGED, S.TO_TOPIC, S.TO_OPINION, S.TO_PROPOSAL, S.TRANSFERRED)
    },
    "close_intake": dict.fromkeys(
        (S.TO_TOPIC, S.TO_OPINION, S.TO_PROPOSAL, S.TRANSFERRED, S.ANSWERED_DIRECTLY), S.CLOSED
    ),
}


async def put(town: County, row: Intake, state: IntakeState, **rest: Any) -> None:
    """Set a matter's state as another noun's operation would."""
    async with town.platform.database.transaction(town.system.reading) as session:
        await session.execute(
            sa.update(Intake)
            .where(Intake.county == town.code, Intake.id == row.id)
            .values(state=state, **rest)
        )


@pytest.mark.day
@pytest.mark.parametrize("step", STEPS)
async def test_each_step_from_each_state(town: County, step: str) -> None:
    for state in IntakeState:
        row = await record(town)
        await put(town, row, state, replied_on=clock.today() if step == "close_intake" else None)
        if state in ALLOWED[step]:
            done = await town.act("township", step, intake=row, **STEPS[step])
            assert done.state is ALLOWED[step][state]
        else:
            await town.refused(
                "township", step, code="REFUSED", rule="state", intake=row, **STEPS[step]
            )
            assert (await town.fresh(row)).state is state


async def test_acceptance_writes_its_day_and_tells_when_it_is_late(town: County) -> None:
    row = await record(town, received_at="2024-03-01T09:00:00")
    result = await town.result(
        "township", "accept_intake", intake=row, on="2024-04-01", focus_category="water"
    )
    assert (result.value.decided_on, result.value.focus_category) == (date(2024, 4, 1), "water")
    assert [a.rule for a in result.advice] == ["decided_late"]
    row = await record(town, received_at="2024-03-01T09:00:00")
    result = await town.result("township", "accept_intake", intake=row, on="2024-03-08")
    assert result.advice == ()


@pytest.mark.parametrize("day", ["2024-02-29", TOMORROW])
async def test_no_decision_before_the_receipt_or_to_come(town: County, day: str) -> None:
    row = await record(town, received_at="2024-03-01T09:00:00")
    await town.refused("township", "accept_intake", code="INVALID_INPUT", intake=row, on=day)


@pytest.mark.day
async def test_a_rejection_has_a_reason_of_the_list(town: County) -> None:
    row = await record(town)
    error = await town.refused(
        "township", "reject_intake", code="INVALID_INPUT", intake=row, reason="do_not_like_it"
    )
    assert [f.path for f in error.fields] == ["reason"]
    done = await town.act(
        "township", "reject_intake", intake=row, reason="outside_power", note="请向省级反映"
    )
    assert (done.reject_reason, done.result_note, done.replied_on) == (
        "outside_power",
        "请向省级反映",
        clock.today(),
    )


async def test_a_duplicate_joins_a_living_matter(town: County) -> None:
    main, copy, third = await record(town), await record(town), await record(town)
    merged = await town.act("township", "merge_intake", intake=copy, duplicate_of=main)
    assert (merged.state, merged.duplicate_of_id) == (S.MERGED, main.id)
    await town.refused(
        "township",
        "merge_intake",
        code="REFUSED",
        rule="merge_itself",
        intake=third,
        duplicate_of=third,
    )
    await town.refused(
        "township",
        "merge_intake",
        code="REFUSED",
        rule="merge_chain",
        intake=third,
        duplicate_of=copy,
    )
    await town.refused(
        "township", "merge_intake", code="REFUSED", rule="state", intake=copy, duplicate_of=main
    )
    await town.act("township", "reject_intake", intake=main, reason="private")
    await town.refused(
        "township",
        "merge_intake",
        code="REFUSED",
        rule="merge_chain",
        intake=third,
        duplicate_of=main,
    )


async def test_the_first_reply_counts_and_a_later_one_replaces_the_text(town: County) -> None:
    row = await record(town, received_at="2024-03-01T09:00:00")
    await town.act("township", "accept_intake", intake=row, on="2024-03-04")
    await town.act(
        "township", "reply_to_intake", intake=row, result_note="已受理", replied_on="2024-03-10"
    )
    done = await town.act(
        "township", "reply_to_intake", intake=row, result_note="已修好", replied_on="2024-06-01"
    )
    assert (done.replied_on, done.result_note) == (date(2024, 3, 10), "已修好")


async def test_nothing_is_closed_without_an_answer(town: County) -> None:
    row = await record(town)
    await town.act("township", "accept_intake", intake=row)
    await town.act("township", "transfer_intake", intake=row, transferred_to="县城管局")
    await town.refused("township", "close_intake", code="REFUSED", rule="no_reply", intake=row)
    await town.act("township", "reply_to_intake", intake=row, result_note="已转县城管局办理")
    assert (await town.act("township", "close_intake", intake=row)).state is S.CLOSED


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("village", "FORBIDDEN"),
        ("auditor", "FORBIDDEN"),
        ("neighbour", "NOT_FOUND"),
        ("unit", "NOT_FOUND"),
    ],
)
async def test_who_may_not_decide(town: County, who: str, code: str) -> None:
    row = await record(town)
    await town.refused(who, "accept_intake", code=code, intake=row)
    assert (await town.fresh(row)).state is S.RECEIVED


async def test_who_follows_a_matter_up_and_who_analysed_it_are_people_of_the_county(
    town: County,
) -> None:
    """`handler` and `analysis.by` of domain.md 2.5; an analyst who names nobody is the one
    himself.
    """
    clerk, expert = [
        await town.act("township", "register_person", org=town.orgs["township"], name=n)
        for n in ("任平", "查明")
    ]
    other = await make_county(town.platform)
    stranger = await other.act(
        "township", "register_person", org=other.orgs["township"], name="外县人"
    )
    row = await record(town)
    sheet = {"intake": row, "analysis_field": "heritage", "analysis": "涉及古建修缮"}
    await town.refused("township", "accept_intake", code="NOT_FOUND", intake=row, handler=stranger)
    await town.refused(
        "township", "analyse_intake", code="NOT_FOUND", **sheet, analysed_by=stranger
    )
    assert (
        await town.act("township", "accept_intake", intake=row, handler=clerk)
    ).handler_id == clerk.id
    assert (
        await town.act("township", "analyse_intake", **sheet, analysed_by=expert)
    ).analysed_by_id == expert.id
    town.link("township", clerk)
    assert (await town.act("township", "analyse_intake", **sheet)).analysed_by_id == clerk.id


async def test_a_main_matter_that_is_merged_itself_takes_its_duplicates_along(town: County) -> None:
    first, second, third = [await record(town) for _ in range(3)]
    await town.act("township", "merge_intake", intake=first, duplicate_of=second)
    await town.act("township", "merge_intake", intake=second, duplicate_of=third)
    assert {(await town.fresh(row)).duplicate_of_id for row in (first, second)} == {third.id}


async def test_the_first_reply_counts_also_when_the_matter_is_passed_on(town: County) -> None:
    row = await record(town, received_at="2024-03-01T09:00:00")
    await town.act("township", "accept_intake", intake=row, on="2024-03-04")
    await town.act(
        "township", "reply_to_intake", intake=row, result_note="已受理", replied_on="2024-03-05"
    )
    gone = await town.act(
        "township",
        "transfer_intake",
        intake=row,
        transferred_to="县城管局",
        note="已转县城管局",
        on="2024-06-01",
    )
    assert (gone.replied_on, gone.result_note) == (date(2024, 3, 5), "已转县城管局")
