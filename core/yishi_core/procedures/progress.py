"""The guided page of a case: where it stands and what is lacking (domain.md 2.7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yishi_core.operation.inputs import Structure
from yishi_core.plugins.procedure import ProcedureDef, Stage, StepDef
from yishi_core.procedures import rules, steps
from yishi_core.procedures.models import CaseState, ConsultationCase, StepRecord, StepState


class CaseStep(Structure):
    """One step of a case as it stands."""

    position: int
    step: str
    label: str
    stage: str
    stage_label: str
    state: StepState
    started_on: date | None
    due_on: date | None
    done_on: date | None
    overdue: bool
    """At work and past its limit."""
    rounds: int
    """How often it was begun; above 1 after a return."""
    may_skip: bool
    responsible_role: str | None
    missing_docs: list[str]
    """Of a step at work: the required documents, all still to be handed in with `advanceStep`."""
    missing_fields: list[str]
    """Of a step at work: its required fields."""
    disclosure_missing: bool
    """Of a step at work: a released disclosure is required and there is none."""


class CaseProgress(Structure):
    """Where a case stands."""

    no: str
    title: str
    state: CaseState
    procedure: str
    procedure_label: str
    cycle: int
    done: int
    total: int
    overdue: int
    active: list[str]
    """Codes of the steps at work; several only where they stand side by side."""
    steps: list[CaseStep]


def progress_of(
    case: ConsultationCase, procedure: ProcedureDef | None, records: Sequence[StepRecord], today: date, disclosed: bool
) -> CaseProgress:
    """What the records say. Without the procedure (its plugin is gone) the steps are told without what they ask for."""
    now = steps.current(records)
    told = [_step(r, procedure.step(r.step) if procedure else None, records, today, disclosed) for r in now]
    running = case.state is CaseState.RUNNING
    return CaseProgress(
        no=case.no, title=case.title, state=case.state, procedure=case.procedure, cycle=case.cycle,
        procedure_label=procedure.label if procedure else case.procedure,
        done=sum(r.state in steps.FINISHED for r in now), total=len(now),
        overdue=sum(s.overdue for s in told) if running else 0,
        active=[r.step for r in steps.active(records)] if running else [], steps=told,
    )  # fmt: skip


def _step(record: StepRecord, step: StepDef | None, records: Sequence[StepRecord], today: date, disclosed: bool) -> CaseStep:
    working = step if record.state is StepState.ACTIVE else None
    return CaseStep(
        position=record.position, step=record.step, label=record.label, stage=record.stage, stage_label=Stage.read(record.stage).label,
        state=record.state, started_on=record.started_on, due_on=record.due_on, done_on=record.done_on,
        overdue=steps.is_overdue(record, today), rounds=sum(r.step == record.step for r in records),
        may_skip=bool(step and step.may_skip), responsible_role=step.responsible_role if step else None,
        missing_docs=rules.missing_docs(working, ()) if working else [],
        missing_fields=rules.missing_fields(working, {}) if working else [],
        disclosure_missing=bool(working and working.disclosure_required and not disclosed),
    )  # fmt: skip
