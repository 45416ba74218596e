"""What the overview counts of outcomes and assignments."""

from __future__ import annotations

from yishi_core.domain.outcomes.metrics import UNREPLIED
from yishi_core.domain.outcomes.models import Assignment, AssignmentState, Outcome
from yishi_core.facilities.overview.figure import OverviewFigure, between

_UNCONFIRMED = (*UNREPLIED, AssignmentState.REPLIED)
"""States in which the body that assigned it has not confirmed the answer."""

OUTCOMES = OverviewFigure("outcomes", Outcome, between(Outcome.formed_on))
CONVERTED = OverviewFigure("converted", Outcome, between(Outcome.converted_on))
ASSIGNMENTS_OPEN = OverviewFigure(
    "assignments_open", Assignment, lambda p: (Assignment.state.in_(_UNCONFIRMED),)
)
ASSIGNMENTS_OVERDUE = OverviewFigure(
    "assignments_overdue",
    Assignment,
    lambda p: (Assignment.state.in_(UNREPLIED), Assignment.due_on < p.today),
)
