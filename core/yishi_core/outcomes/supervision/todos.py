"""What somebody presses for (domain.md 2.9, 2.10, 5.15): it stays on his list until it is done; and what of it a unit has to answer."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.access import Permission
from yishi_core.consultations.models import OnSpotReply
from yishi_core.consultations.todos import PROMISE
from yishi_core.errors import Text
from yishi_core.outcomes.handling.rules import UNANSWERED
from yishi_core.outcomes.models import Assignment, AssignmentState, Outcome, OutcomeState, Supervision
from yishi_core.outcomes.supervision.models import SupervisionAnswer
from yishi_core.outcomes.todos import ASSIGNMENT, OUTCOME
from yishi_core.proposals.models import Proposal, ProposalState
from yishi_core.proposals.todos import PROPOSAL
from yishi_core.todos.declaration import Pressed, Todo

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

_answered = sa.exists().where(
    SupervisionAnswer.county == Supervision.county, SupervisionAnswer.supervision_id == Supervision.id,
    SupervisionAnswer.org_id == Assignment.unit_id, SupervisionAnswer.voided_at.is_(None),
).correlate(Supervision, Assignment)  # fmt: skip
_demanded = sa.and_(
    Supervision.county == Assignment.county, Supervision.voided_at.is_(None), Supervision.demand.is_not(None), ~_answered,
    (Supervision.assignment_id == Assignment.id)
    | _whole & ((Supervision.outcome_id == Assignment.outcome_id) | (Supervision.proposal_id == Assignment.proposal_id)),
)  # fmt: skip

ANSWER = Todo(
    "supervision.answer", ASSIGNMENT, Text("回应督办要求", "Answer what was demanded"), waits="督办要求未回应",
    permission=Permission.SUPERVISION_ANSWER, at=Assignment.unit_id, by=("answer_supervision",),
    when=Assignment.state.in_((AssignmentState.ASSIGNED, *UNANSWERED)) & sa.exists().where(_demanded).correlate(Assignment),
    record=(Supervision, sa.select(Supervision.id).where(_demanded).order_by(Supervision.on.desc(), Supervision.id).limit(1)
            .correlate(Assignment).scalar_subquery()),
)  # fmt: skip
