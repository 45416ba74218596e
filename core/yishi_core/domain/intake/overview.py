"""What the overview counts of incoming matters."""

from __future__ import annotations

from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.facilities.overview.figure import OverviewFigure

INTAKES = OverviewFigure(
    "intakes",
    Intake,
    lambda p: (Intake.received_at >= p.moments[0], Intake.received_at < p.moments[1]),
)
INTAKES_WAITING = OverviewFigure(
    "intakes_waiting", Intake, lambda p: (Intake.state == IntakeState.RECEIVED,)
)
INTAKES_OVERDUE = OverviewFigure(
    "intakes_overdue",
    Intake,
    lambda p: (Intake.state == IntakeState.RECEIVED, Intake.decide_by < p.today),
)
