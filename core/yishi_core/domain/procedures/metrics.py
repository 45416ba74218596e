"""What is counted of walking groups and steps (domain.md 2.20)."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.procedures.models import ConsultationCase, StepRecord, StepState, WalkGroup
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Metric
from yishi_core.facilities.metrics.overdue import late


def of_case(case: Any) -> dict[str, Any]:
    """Whose a row is that belongs to a case: that case's, its station's, and the member's who leads
    it. `case` is the column, or expression, with the id.
    """
    return {
        "case": case,
        "station": ConsultationCase.station_id,
        "person": ConsultationCase.lead_member_id,
        "reach": (ConsultationCase, ConsultationCase.id == case),
    }


LATE_STEPS = late(
    StepRecord,
    StepRecord.due_on,
    StepRecord.state == StepState.ACTIVE,
    station=ConsultationCase.station_id,
    case=StepRecord.case_id,
    through=(ConsultationCase, StepRecord.case_id == ConsultationCase.id),
)

WALK_GROUPS = Metric(
    "walk_groups",
    Counter(
        WalkGroup,
        WalkGroup.formed_on,
        dims={"field": WalkGroup.field},
        **of_case(WalkGroup.case_id),
    ),
)
