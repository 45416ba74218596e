"""What is counted of walking groups and steps (domain.md 2.20)."""

from __future__ import annotations

from yishi_core.domain.procedures.models import ConsultationCase, StepRecord, StepState, WalkGroup
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Metric
from yishi_core.facilities.metrics.overdue import late

LATE_STEPS = late(
    StepRecord,
    StepRecord.due_on,
    StepRecord.state == StepState.ACTIVE,
    station=ConsultationCase.station_id,
    case=StepRecord.case_id,
    through=(ConsultationCase, StepRecord.case_id == ConsultationCase.id),
)

WALK_GROUPS = Metric(
    "walk_groups", Counter(WalkGroup, WalkGroup.formed_on, dims={"field": WalkGroup.field})
)
