"""What becomes of an incoming matter when the record that it became is taken back."""

from __future__ import annotations

from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.intake.rules import ELSEWHERE
from yishi_core.facilities.voiding.declaration import Voiding
from yishi_core.kernel.operation.context import OperationContext


async def _accepted_again(context: OperationContext, intake: Intake) -> None:
    """It waits, accepted, for another way."""
    if intake.state in ELSEWHERE:
        intake.state = IntakeState.ACCEPTED


INTAKES = Voiding(Intake, loosened=_accepted_again)
