"""The steps of a case through its procedure: pure functions over step records (domain.md 2.7).

Invariants: every position has exactly one record that was not returned (the *current* one); the
current records are first done or skipped, then active, then pending; one is active unless several
belong to one `parallel_group`; a finished record never loses data. Which step is active or overdue
is computed from the records, never stored beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from yishi_core.domain.procedures.models import StepRecord, StepState
from yishi_core.domain.schedules.workdays import WorkCalendar
from yishi_core.kernel.variants.procedure import ProcedureDef, StepDef

FINISHED = frozenset({StepState.DONE, StepState.SKIPPED})


def lay_out(steps: Iterable[StepDef]) -> list[StepRecord]:
    """A pending record for each step."""
    return [
        StepRecord(
            position=s.order,
            step=s.code,
            label=s.label,
            stage=s.stage.value,
            state=StepState.PENDING,
        )
        for s in steps
    ]


def current(records: Iterable[StepRecord]) -> list[StepRecord]:
    """The records that count now, in order; returned ones are left out."""
    return sorted(
        (r for r in records if r.state is not StepState.RETURNED), key=lambda r: r.position
    )


def active(records: Iterable[StepRecord]) -> list[StepRecord]:
    """The active steps."""
    return [r for r in current(records) if r.state is StepState.ACTIVE]


def is_finished(records: Iterable[StepRecord]) -> bool:
    """Whether no step is left to do."""
    return all(r.state in FINISHED for r in current(records))


def is_overdue(record: StepRecord, today: date) -> bool:
    """Whether an active step is past its limit. A step due today is not overdue."""
    return record.state is StepState.ACTIVE and record.due_on is not None and record.due_on < today


def latest(records: Iterable[StepRecord]) -> date | None:
    """The last day on which a step of the case began or was done."""
    return max((day for r in records for day in (r.started_on, r.done_on) if day), default=None)


def begun_again(records: Iterable[StepRecord], record: StepRecord) -> bool:
    """Whether this step was returned before."""
    return any(r.step == record.step and r.state is StepState.RETURNED for r in records)


def open_next(
    procedure: ProcedureDef,
    records: Sequence[StepRecord],
    on: date,
    count_from: date | None = None,
    calendar: WorkCalendar | None = None,
) -> list[StepRecord]:
    """Make active what comes next, when nothing before it is open; the records that were opened.

    `on` is the day on which it begins, `count_from` the day from which its limit runs; `calendar`
    knows the working days, without it only the weekends are known and such a limit is provisional.
    """
    now = current(records)
    first = next((r for r in now if r.state not in FINISHED), None)
    if first is None:
        return []
    opened = [r for r in _side_by_side(procedure, now, first) if r.state is StepState.PENDING]
    for record in opened:
        record.state, record.started_on = StepState.ACTIVE, on
        _limit(record, _step(procedure, record), count_from or on, calendar or WorkCalendar({}))
    return opened


def _limit(record: StepRecord, step: StepDef, start: date, calendar: WorkCalendar) -> None:
    record.due_on, record.due_working_days, record.due_from, record.due_provisional = (
        None,
        None,
        None,
        False,
    )
    if step.time_limit_days and step.limit_in_working_days:
        record.due_working_days, record.due_from = step.time_limit_days, start
        record.due_on, record.due_provisional = calendar.add(start, step.time_limit_days)
    elif step.time_limit_days:
        record.due_on = start + timedelta(days=step.time_limit_days)


def finish(record: StepRecord, state: StepState, on: date, note: str | None) -> None:
    """Close an active step as done or skipped."""
    assert state in FINISHED
    record.state, record.done_on, record.note = state, on, note


def go_back(
    procedure: ProcedureDef, records: Sequence[StepRecord], target: StepRecord, reason: str
) -> list[StepRecord]:
    """Return to an earlier step; returns the new pending records.

    Its record and all begun after it become `returned` and keep their contents.
    """
    undone = [
        r
        for r in current(records)
        if r.position >= target.position and r.state is not StepState.PENDING
    ]
    new = lay_out(_step(procedure, r) for r in undone)
    for record in undone:
        if record.state is StepState.ACTIVE:
            record.note = reason
        record.state = StepState.RETURNED
    return new


def _side_by_side(
    procedure: ProcedureDef, now: Sequence[StepRecord], first: StepRecord
) -> list[StepRecord]:
    group = _step(procedure, first).parallel_group
    if group is None:
        return [first]
    return [r for r in now if _step(procedure, r).parallel_group == group]


def _step(procedure: ProcedureDef, record: StepRecord) -> StepDef:
    found = procedure.step(record.step)
    assert found is not None, f"{record.step} is no step of {procedure.code}"
    return found
