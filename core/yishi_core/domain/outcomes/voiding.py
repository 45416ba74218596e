"""What becomes of an outcome when something on its way was taken back as a mistake (access.md
10).
"""

from __future__ import annotations

from yishi_core.domain.outcomes.handling.subject import (
    assignments_of,
    begin,
    matter_of,
    show_to_units,
)
from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    Explanation,
    Outcome,
    OutcomeState,
    Reply,
    SpecialReport,
    VillageReferral,
)
from yishi_core.domain.proposals.models import Proposal, ProposalState
from yishi_core.facilities.voiding.declaration import Voiding
from yishi_core.kernel.operation.context import OperationContext


async def _stand_again(context: OperationContext, outcome: Outcome | None) -> None:
    """An outcome on whose way nothing is left waits for its first step again; who has no part in it
    any more does not read it.
    """
    if outcome is None or outcome.state is OutcomeState.DRAFT:
        return
    assignments = [a for a in await assignments_of(context, outcome) if a.voided_at is None]
    report = await context.get(SpecialReport, outcome.special_report_id)
    steps = [
        *assignments,
        *([report] if report else []),
        *await context.find(VillageReferral, VillageReferral.outcome_id == outcome.id),
        *await context.find(Explanation, Explanation.outcome_id == outcome.id),
    ]
    if all(step.voided_at is not None for step in steps):
        outcome.state, outcome.result_class, outcome.closed_on = OutcomeState.ROUTED, None, None
    await show_to_units(context, outcome, assignments)


async def _unanswered(context: OperationContext, reply: Reply) -> None:
    """The unit owes its answer again, unless an earlier one stands."""
    assignment = await context.get(Assignment, reply.assignment_id)
    others = [
        r
        for r in await context.find(Reply, Reply.assignment_id == reply.assignment_id)
        if r.voided_at is None
    ]
    if assignment is not None and not others:
        assignment.state, assignment.confirmed_on = AssignmentState.IN_PROGRESS, None
        begin(await matter_of(context, assignment))


async def _of_proposal(context: OperationContext, gone: Assignment) -> None:
    """A filed proposal that no unit has is to be handed over again."""
    proposal = await context.get(Proposal, gone.proposal_id)
    if proposal is None:
        return
    left = [a for a in await assignments_of(context, proposal) if a.voided_at is None]
    if not left and proposal.state is ProposalState.ASSIGNED:
        proposal.state = ProposalState.FILED
    await show_to_units(context, proposal, left)


async def _not_assigned(context: OperationContext, gone: Assignment) -> None:
    """Of a proposal or of an outcome."""
    if gone.proposal_id is not None:
        await _of_proposal(context, gone)
    else:
        await _of_outcome(context, gone)


async def _of_outcome(
    context: OperationContext, gone: Assignment | VillageReferral | Explanation
) -> None:
    """The outcome waits again, if nothing else is on its way."""
    await _stand_again(context, await context.get(Outcome, gone.outcome_id))


OUTCOMES = Voiding(Outcome, loosened=_stand_again)
REPLIES = Voiding(Reply, after=_unanswered)
ASSIGNMENTS = Voiding(Assignment, after=_not_assigned)
REFERRALS = Voiding(VillageReferral, after=_of_outcome)
EXPLANATIONS = Voiding(Explanation, after=_of_outcome)
