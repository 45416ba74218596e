"""moveCaseSettings: a running case goes over to the newest settings, where its steps fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures.county import County, stamps
from tests.tenants.settings.conftest import open_case
from tests.tenants.settings.test_configure_plugin import configure, effective
from yishi_core.domain.procedures.models import ConsultationCase, StepRecord, StepState
from yishi_core.domain.procedures.steps import current, lay_out
from yishi_core.errors import Refused
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.variants.procedure import ProcedureDef
from yishi_core.kernel.variants.settings import Effective
from yishi_tenants.settings.moving import lay_anew

STEP: Mapping[str, dict[str, str]] = {
    "collect": {"code": "collect", "label": "收集", "stage": "collect"},
    "visit": {"code": "visit", "label": "走访", "stage": "research"},
    "meet": {"code": "meet", "label": "围炉协商", "stage": "deliberate"},
    "tell": {"code": "tell", "label": "反馈", "stage": "reply"},
}


async def running(town: County, *states: StepState) -> ConsultationCase:
    """A case of the village in the declared steps 收集, 协商, with these states."""
    held = await effective(town, "village")
    async with town.platform.database.transaction(town.system.reading) as session:
        await town.platform.settings.keep(session, town.code, held)
    case = await open_case(town, "village", held.digest)
    async with town.platform.database.transaction(town.system.reading) as session:
        for record, state in zip(lay_out(held.procedures["hall"].steps), states, strict=True):
            record.county, record.id, record.org_path, record.org_id = (
                town.code,
                new_id(),
                case.org_path,
                case.org_id,
            )
            record.case_id, record.state = case.id, state
            for name, value in stamps().items():
                setattr(record, name, value)
            session.add(record)
    return case


async def steps_of(town: County, case: ConsultationCase) -> list[tuple[int, str, str]]:
    rows = await town.rows(
        StepRecord, StepRecord.case_id == case.id, StepRecord.voided_at.is_(None)
    )
    return [(r.position, r.label, r.state.value) for r in current(rows)]


def chosen(*codes: str) -> dict[str, Any]:
    return {"steps": [STEP[code] for code in codes]}


async def move(town: County, case: ConsultationCase, who: str = "township") -> ConsultationCase:
    moved: ConsultationCase = await town.act(who, "move_case_settings", case=case)
    return moved


@pytest.mark.anyio
async def test_steps_not_begun_follow_the_newer_procedure_and_what_was_done_stays(
    town: County,
) -> None:
    case = await running(town, StepState.DONE, StepState.ACTIVE)
    await configure(
        town,
        "township",
        "township",
        values={**chosen("collect", "visit", "meet", "tell"), "days": 5},
    )
    preview = await town.act("township", "preview_case_settings", case=case)
    assert (preview.possible, preview.reason) == (True, None)
    assert (preview.steps_before, preview.steps_after) == (
        ["收集", "协商"],
        ["收集", "走访", "围炉协商", "反馈"],
    )
    assert [
        (c.key, c.label, c.before, c.after) for c in preview.changes if c.key == "hall.days"
    ] == [("hall.days", "办理天数", 10, 5)]
    moved = await move(town, case)
    assert (
        moved.settings_digest == (await effective(town, "village")).digest != case.settings_digest
    )
    assert await steps_of(town, case) == [
        (1, "收集", "done"),
        (2, "走访", "skipped"),
        (3, "围炉协商", "active"),
        (4, "反馈", "pending"),
    ]


@pytest.mark.anyio
async def test_a_pending_step_that_is_gone_is_taken_back(town: County) -> None:
    case = await running(town, StepState.ACTIVE, StepState.PENDING)
    await configure(town, "township", "township", values=chosen("collect", "tell"))
    await move(town, case)
    assert await steps_of(town, case) == [(1, "收集", "active"), (2, "反馈", "pending")]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("codes", "rule"),
    [(("collect", "tell"), "step_gone"), (("meet", "collect"), "steps_reordered")],
)
async def test_a_case_whose_steps_do_not_fit_stays_as_it_is(
    town: County, codes: tuple[str, ...], rule: str
) -> None:
    case = await running(town, StepState.DONE, StepState.ACTIVE)
    before = await steps_of(town, case)
    await configure(town, "township", "township", values=chosen(*codes))
    preview = await town.act("township", "preview_case_settings", case=case)
    assert (preview.possible, preview.steps_after) == (False, [])
    error = await town.refused(
        "township", "move_case_settings", code="REFUSED", rule=rule, case=case
    )
    assert error.text.zh == preview.reason
    assert await steps_of(town, case) == before
    assert (await town.fresh(case)).settings_digest == case.settings_digest


@pytest.mark.anyio
async def test_a_case_with_the_newest_settings_is_not_moved(town: County) -> None:
    case = await running(town, StepState.ACTIVE, StepState.PENDING)
    await town.refused(
        "township", "move_case_settings", code="REFUSED", rule="already_newest", case=case
    )


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("who", "code"), [("village", "FORBIDDEN"), ("member", "FORBIDDEN"), ("neighbour", "NOT_FOUND")]
)
async def test_others_may_not_move_a_case(town: County, who: str, code: str) -> None:
    case = await running(town, StepState.ACTIVE, StepState.PENDING)
    await configure(town, "township", "township", values=chosen("collect", "visit", "meet"))
    await town.refused(who, "move_case_settings", code=code, case=case)
    assert (await town.fresh(case)).settings_digest == case.settings_digest


codes = st.permutations(list(STEP)).flatmap(
    lambda p: st.integers(1, len(p)).map(lambda n: list(p[:n]))
)


@given(codes, st.integers(0, 4), codes)
@settings(max_examples=300, deadline=None)
def test_whatever_fits_keeps_the_order_of_a_procedure(
    old: list[str], done: int, new: list[str]
) -> None:
    """Finished, then at work, then pending; one record per position: what `steps.py` promises holds
    after a move too.
    """
    records = lay_out(_procedure(old).steps)
    for n, record in enumerate(records):
        record.state = (
            StepState.DONE if n < done else StepState.ACTIVE if n == done else StepState.PENDING
        )
    begun = [r.step for r in records if r.state is not StepState.PENDING]
    try:
        moved = lay_anew(Effective("d"), _procedure(new), records)
    except Refused:
        assert (
            not set(begun) <= set(new)
            or [c for c in new if c in begun] != begun
            or _pushed_before(old, begun, new)
        )
        return
    places = {s.code: s.order for s in moved.procedure.steps}
    laid = sorted([*moved.kept, *moved.added], key=lambda r: places[r.step])
    assert [r.step for r in laid] == new
    rank = {StepState.DONE: 0, StepState.SKIPPED: 0, StepState.ACTIVE: 1, StepState.PENDING: 2}
    ranks = [rank[r.state] for r in laid]
    assert ranks == sorted(ranks)
    assert [r.step for r in laid if r.step in begun] == begun


def _procedure(order: list[str]) -> ProcedureDef:
    return ProcedureDef.model_validate(
        {"code": "hall", "label": "议事", "steps": [STEP[c] for c in order]}
    )


def _pushed_before(old: list[str], begun: list[str], new: list[str]) -> bool:
    reached = max((new.index(c) for c in begun), default=-1)
    return any(c in old and c not in begun and new.index(c) < reached for c in new)
