"""What somebody presses for (domain.md 2.9, 2.10, 5.15): it stays on his list until it is done, on whatever day it is due."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.consultations.models import OnSpotReply
from yishi_core.consultations.todos import PROMISE
from yishi_core.outcomes.handling.rules import UNANSWERED
from yishi_core.outcomes.models import Assignment, AssignmentState, Outcome, OutcomeState, Supervision
from yishi_core.outcomes.todos import ASSIGNMENT, OUTCOME
from yishi_core.proposals.models import Proposal, ProposalState
from yishi_core.proposals.todos import PROPOSAL
from yishi_core.todos.declaration import Pressed

_whole = Supervision.assignment_id.is_(None)

PRESSED_OUTCOME = Pressed(
    OUTCOME, Supervision, sa.and_(Supervision.outcome_id == Outcome.id, _whole), due=Outcome.deadline,
    when=Outcome.state.in_((OutcomeState.ROUTED, OutcomeState.HANDLING, OutcomeState.REPLIED)),
)  # fmt: skip
PRESSED_ASSIGNMENT = Pressed(
    ASSIGNMENT, Supervision, Supervision.assignment_id == Assignment.id,
    when=Assignment.state.in_((AssignmentState.ASSIGNED, *UNANSWERED, AssignmentState.REPLIED)),
)  # fmt: skip
PRESSED_PROPOSAL = Pressed(
    PROPOSAL, Supervision, sa.and_(Supervision.proposal_id == Proposal.id, _whole),
    when=Proposal.state.in_((ProposalState.ASSIGNED, ProposalState.HANDLING, ProposalState.REPLIED)),
)  # fmt: skip
PRESSED_PROMISE = Pressed(
    PROMISE, Supervision, Supervision.on_spot_reply_id == OnSpotReply.id, when=OnSpotReply.assignment_id.is_(None), due=OnSpotReply.promise_due,
)  # fmt: skip
