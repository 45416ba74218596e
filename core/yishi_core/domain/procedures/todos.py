"""Todo items of running cases: the active step (domain.md 2.7)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.procedures.models import CaseState, ConsultationCase, StepRecord, StepState
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

_of_case = (ConsultationCase.county == StepRecord.county) & (
    ConsultationCase.id == StepRecord.case_id
)

CASE = Matter(
    ConsultationCase,
    title=ConsultationCase.title,
    started=True,
    finished=(CaseState.CONCLUDED, CaseState.ARCHIVED, CaseState.STOPPED),
    acts=(
        "open_case",
        "advance_step",
        "skip_step",
        "return_to_step",
        "stop_case",
        "archive_case",
        "restart_case",
    ),
)
STEP = Matter(
    StepRecord,
    title=sa.select(ConsultationCase.title + " · " + StepRecord.label)
    .where(_of_case)
    .correlate(StepRecord)
    .scalar_subquery(),
    finished=(StepState.DONE, StepState.SKIPPED),
    returned=(StepState.RETURNED,),
    pending=(StepState.PENDING,),
)

ADVANCE = Todo(
    "case.advance",
    STEP,
    Text("完成当前步骤", "Complete the active step"),
    waits="步骤未完成",
    permission=Permission.CASE_ADVANCE,
    when=(StepRecord.state == StepState.ACTIVE)
    & sa.exists()
    .where(
        _of_case, ConsultationCase.state == CaseState.RUNNING, ConsultationCase.voided_at.is_(None)
    )
    .correlate(StepRecord),
    due=StepRecord.due_on,
    record=(ConsultationCase, StepRecord.case_id),
    by=("advance_step", "skip_step"),
)
