"""What the overview counts of cases and their steps."""

from __future__ import annotations

from yishi_core.domain.procedures.models import CaseState, ConsultationCase, StepRecord, StepState
from yishi_core.facilities.overview.figure import OverviewFigure

CASES_RUNNING = OverviewFigure(
    "cases_running", ConsultationCase, lambda p: (ConsultationCase.state == CaseState.RUNNING,)
)
STEPS_OVERDUE = OverviewFigure(
    "steps_overdue",
    StepRecord,
    lambda p: (StepRecord.state == StepState.ACTIVE, StepRecord.due_on < p.today),
)
