"""What becomes of a planned day when its round is taken back."""

from __future__ import annotations

from yishi_core.domain.schedules.models import CollectRound, ScheduleDate
from yishi_core.facilities.voiding.declaration import Voiding
from yishi_core.kernel.operation.context import OperationContext


async def _open_again(context: OperationContext, gone: CollectRound) -> None:
    """The planned day has not been held."""
    planned = await context.get(ScheduleDate, gone.schedule_date_id)
    if planned is not None:
        planned.held, planned.held_on = False, None


ROUNDS = Voiding(CollectRound, after=_open_again)
