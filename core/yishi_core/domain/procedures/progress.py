"""The progress of a case: its current steps and what they lack (domain.md 2.7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from pydantic import Field

from yishi_core.domain.procedures import rules, steps
from yishi_core.domain.procedures.models import CaseState, ConsultationCase, StepRecord, StepState
from yishi_core.kernel.operation.inputs import Structure
from yishi_core.kernel.variants.procedure import FieldKind, ProcedureDef, Stage, StepDef


class RequiredField(Structure):
    """A field that a step requires."""

    code: str = Field(title="代码", description="Its name in `fields` of `advanceStep`.")
    label: str = Field(title="名称")
    kind: FieldKind | None = Field(
        None, title="类型", description="What it takes; a file is among `docs`. Null: any value."
    )
    demands_yes: bool = Field(title="须为是", description="Whether only yes finishes the step.")


class CaseStep(Structure):
    """One step of a case with its current state."""

    position: int = Field(title="序号", description="Place in the procedure, from 1.")
    step: str = Field(title="步骤代码", description="Code; `advanceStep` takes it.")
    label: str = Field(title="步骤", description="Name.")
    stage: str = Field(title="阶段", description="Canonical stage.")
    stage_label: str = Field(title="阶段名称", description="Its Chinese name.")
    state: StepState = Field(title="状态", description="pending, active, done or skipped.")
    started_on: date | None = Field(title="开始日期", description="When it became active.")
    due_on: date | None = Field(title="期限", description="To be done by this day.")
    done_on: date | None = Field(title="完成日期", description="When it was done or skipped.")
    overdue: bool = Field(title="逾期", description="At work and past its limit.")
    rounds: int = Field(
        title="办理次数", description="How often it was begun; above 1 after a return."
    )
    may_skip: bool = Field(title="可跳过", description="Whether the procedure allows `skipStep`.")
    responsible_role: str | None = Field(title="责任角色", description="Role that usually does it.")
    missing_docs: list[str] = Field(
        title="所需材料",
        description="Of a step at work: documents to be handed in with `advanceStep`.",
    )
    missing_fields: list[str] = Field(
        title="所需登记项", description="Of a step at work: the codes of its required fields."
    )
    required_fields: list[RequiredField] = Field(
        title="登记项要求", description="Of a step at work: what its required fields take."
    )
    disclosure_missing: bool = Field(
        title="缺少公示",
        description="Of a step at work: a released disclosure is required and there is none.",
    )


class CaseProgress(Structure):
    """The progress of a case."""

    no: str = Field(title="编号", description="Number of the case.")
    title: str = Field(title="名称", description="Title of the case.")
    state: CaseState = Field(title="状态", description="running, concluded, archived or stopped.")
    procedure: str = Field(title="工作法", description="Code of the procedure.")
    procedure_label: str = Field(
        title="工作法名称", description="Its name; the code where its plugin is gone."
    )
    cycle: int = Field(title="轮次", description="1, and one more for each 再协商.")
    done: int = Field(title="已完成步数", description="Steps done or skipped.")
    total: int = Field(title="总步数", description="Steps of the procedure.")
    overdue: int = Field(title="逾期步数", description="Steps at work and past their limit.")
    active: list[str] = Field(
        title="当前步骤",
        description="Codes of the steps at work; several only where they stand side by side.",
    )
    steps: list[CaseStep] = Field(title="步骤", description="In order.")


def progress_of(
    case: ConsultationCase,
    procedure: ProcedureDef | None,
    records: Sequence[StepRecord],
    today: date,
    disclosed: Collection[UUID],
) -> CaseProgress:
    """The progress that the records show.

    Without the procedure (its plugin is gone) the steps are shown without their requirements.
    """
    now = steps.current(records)
    told = [
        _step(r, procedure.step(r.step) if procedure else None, records, today, disclosed)
        for r in now
    ]
    running = case.state is CaseState.RUNNING
    return CaseProgress(
        no=case.no,
        title=case.title,
        state=case.state,
        procedure=case.procedure,
        cycle=case.cycle,
        procedure_label=procedure.label if procedure else case.procedure,
        done=sum(r.state in steps.FINISHED for r in now),
        total=len(now),
        overdue=sum(s.overdue for s in told) if running else 0,
        active=[r.step for r in steps.active(records)] if running else [],
        steps=told,
    )


def _step(
    record: StepRecord,
    step: StepDef | None,
    records: Sequence[StepRecord],
    today: date,
    disclosed: Collection[UUID],
) -> CaseStep:
    working = step if record.state is StepState.ACTIVE else None
    asked = rules.missing_fields(working, {}) if working else []
    return CaseStep(
        position=record.position,
        step=record.step,
        label=record.label,
        stage=record.stage,
        stage_label=Stage.read(record.stage).label,
        state=record.state,
        started_on=record.started_on,
        due_on=record.due_on,
        done_on=record.done_on,
        overdue=steps.is_overdue(record, today),
        rounds=sum(r.step == record.step for r in records),
        may_skip=bool(step and step.may_skip),
        responsible_role=step.responsible_role if step else None,
        missing_docs=rules.missing_docs(working, ()) if working else [],
        missing_fields=[field.code for field in asked],
        required_fields=[
            RequiredField(
                code=field.code,
                label=field.label,
                kind=field.kind,
                demands_yes=field.demands_yes,
            )
            for field in asked
        ],
        disclosure_missing=bool(
            working and working.disclosure_required and record.id not in disclosed
        ),
    )
