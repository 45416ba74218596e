"""What is counted of incoming matters (domain.md 2.5, 2.20)."""

from __future__ import annotations

from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Metric
from yishi_core.facilities.metrics.overdue import late

# 征集意见建议: what was taken on, in whichever state it is now; received ones wait, rejected and merged
# ones are none of their own (domain.md 2.5).
_ACCEPTED = Intake.state.not_in((IntakeState.RECEIVED, IntakeState.REJECTED, IntakeState.MERGED))

INTAKES = Metric(
    "intakes",
    Counter(
        Intake,
        Intake.received_at,
        station=Intake.station_id,
        case=ConsultationCase.id,
        reach=(ConsultationCase, ConsultationCase.topic_id == Intake.topic_id),
        where=(_ACCEPTED,),
    ),
)

LATE_INTAKES = late(
    Intake,
    Intake.decide_by,
    Intake.state == IntakeState.RECEIVED,
    station=Intake.station_id,
)
