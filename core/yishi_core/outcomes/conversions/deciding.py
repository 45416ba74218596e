"""What becomes of the proposals when the office has decided on an outcome's conversion."""

from __future__ import annotations

from datetime import date

from yishi_core.operation import OperationContext
from yishi_core.outcomes.conversions.models import ConversionProposal, ConversionState
from yishi_core.outcomes.models import Outcome


async def decide_proposals(context: OperationContext, outcome: Outcome, state: ConversionState, on: date, note: str | None = None) -> int:
    """Close the open proposals of an outcome; how many there were. Emits `conversion.decided` for each."""
    waiting = (ConversionProposal.outcome_id == outcome.id, ConversionProposal.state == ConversionState.PROPOSED)
    rows = await context.find(ConversionProposal, *waiting)
    for row in rows:
        row.state, row.decided_on, row.decision_note = state, on, note
        context.emit("conversion.decided", row, state=state.value)
    return len(rows)
