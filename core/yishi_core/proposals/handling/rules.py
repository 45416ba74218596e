"""What follows from a proposer's word on the reply (domain.md 2.10)."""

from __future__ import annotations

from collections.abc import Sequence

from yishi_core.outcomes.models import Assignment, Satisfaction
from yishi_core.outcomes.rules import MOST_REWORKS
from yishi_core.proposals.models import ProposalState


def state_after(satisfaction: Satisfaction, assignments: Sequence[Assignment]) -> ProposalState:
    """An unsatisfied proposer sends it back into handling, once: what was reworked already goes on to its appraisal."""
    again = satisfaction is Satisfaction.UNSATISFIED and all(a.rework_count < MOST_REWORKS for a in assignments)
    return ProposalState.HANDLING if again else ProposalState.FEEDBACK
