"""Handling of a filed proposal, from assignment to closing (domain.md 2.10).

It is assigned to units, supervised, rated by its proposer, appraised and closed. Units accept,
return and answer it with the operations of `outcomes.handling`, and the county confirms there:
there is one chain for outcomes and proposals.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.outcomes.handling.events import ASSIGNMENT_CREATED
from yishi_core.domain.outcomes.handling.handing import HandingInput, hand
from yishi_core.domain.outcomes.handling.rules import advise_leader, require_fits_beside
from yishi_core.domain.outcomes.handling.subject import assignments_of, begin, show_to_units
from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    Communication,
    Feedback,
    FeedbackDirection,
    Reply,
    Satisfaction,
    Supervision,
)
from yishi_core.domain.outcomes.rules import MOST_REWORKS
from yishi_core.domain.outcomes.supervision import PressingInput, day_of, move_due
from yishi_core.domain.people.models import Person
from yishi_core.domain.proposals.events import (
    PROPOSAL_APPRAISED,
    PROPOSAL_CLOSED,
    PROPOSAL_FEEDBACK_GIVEN,
    PROPOSAL_SUPERVISED,
)
from yishi_core.domain.proposals.models import Proposal, ProposalState
from yishi_core.domain.proposals.rules import IN_HAND, ProposalHint, require_author
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require_field, require_state
from yishi_core.kernel.tree.models import OrgUnit


def state_after(satisfaction: Satisfaction, assignments: Sequence[Assignment]) -> ProposalState:
    """The state of a proposal after its proposer's rating.

    An unsatisfied proposer sends it back into handling, once; after rework it goes on to its
    appraisal.
    """
    again = satisfaction is Satisfaction.UNSATISFIED and all(
        a.rework_count < MOST_REWORKS for a in assignments
    )
    return ProposalState.HANDLING if again else ProposalState.FEEDBACK


Note = Annotated[str, StringConstraints(min_length=2, max_length=5000)]


class AssignProposalInput(HandingInput):
    """A filed proposal, and the unit that shall handle it."""

    proposal: Ref[Proposal] = Field(title="提案")
    unit: Ref[OrgUnit] = like(Assignment.unit_id, doc="A body that handles.")
    due_on: date | None = like(
        Assignment.due_on, None, doc="By default three months on, six if difficult (settings)."
    )


class SuperviseProposalInput(PressingInput, enters=Supervision):
    """A check of a proposal, or of one of the units that handle it."""

    proposal: Ref[Proposal] = like(Supervision.proposal_id)
    assignment: Ref[Assignment] | None = like(Supervision.assignment_id, None)
    new_due: date | None = like(Supervision.new_due, None, doc="New due day of the assignment.")


class GiveProposalFeedbackInput(Input, enters=Feedback):
    """The proposer's rating of the reply: the feedback form."""

    proposal: Ref[Proposal] = Field(title="提案")
    satisfaction: Satisfaction = like(
        Feedback.satisfaction, doc="Satisfied, basically satisfied or not."
    )
    comment: str | None = Field(
        None,
        title="反馈意见",
        description="In the proposer's words; required when not satisfied.",
        max_length=2000,
    )
    on: date | None = like(Feedback.on, None, doc=TODAY)


class RecordProposalFeedbackInput(GiveProposalFeedbackInput):
    """The same form on paper, of a body or of a proposer without an account."""

    communicated_by: Communication = like(Feedback.communicated_by, doc="How the office heard it.")


class AppraiseProposalInput(Input):
    """The appraisal of the handling of a proposal."""

    proposal: Ref[Proposal] = like(Proposal)
    appraisal: Note = like(Proposal.appraisal)
    appraised_on: date | None = like(Proposal.appraised_on, None, doc=TODAY)


class CloseProposalInput(Input):
    """The closing of a proposal."""

    proposal: Ref[Proposal] = like(Proposal)
    closed_on: date | None = like(Proposal.closed_on, None, doc=TODAY)


@operation(
    Text("交办提案", "Assign a proposal"),
    permission=Permission.PROPOSAL_REVIEW,
    subject="proposal",
    event=ASSIGNMENT_CREATED,
)
async def assign_proposal(context: OperationContext, data: AssignProposalInput) -> Assignment:
    """Assign a filed proposal to a unit, to answer within three months, six if difficult.

    One unit leads; a unit gets a proposal once. From then on the unit reads the proposal, and its
    signers read the assignment and the reply.
    """
    require_one_county(context, data)
    proposal = data.proposal
    require_state(proposal, IN_HAND, "proposal")
    not_before(
        data.assigned_on, proposal.decided_on, "assigned_on", "立案日期", "the day it was filed"
    )
    others = await assignments_of(context, proposal)
    require_fits_beside(others, data.unit, data.handling_role)
    advise_leader(context, others, data.handling_role)
    assignment = await hand(context, proposal, data.unit, data)
    begin(proposal)
    await show_to_units(context, proposal, [*others, assignment])
    return assignment


@operation(
    Text("督办提案", "Supervise a proposal"),
    permission=Permission.SUPERVISION_RECORD,
    subject="proposal",
    event=PROPOSAL_SUPERVISED,
)
async def supervise_proposal(
    context: OperationContext, data: SuperviseProposalInput
) -> Supervision:
    """Record a check of a proposal or of one unit's part, by its supervising leader.

    A new due day moves that of the part.
    """
    require_one_county(context, data)
    proposal, assignment = data.proposal, data.assignment
    require_state(
        proposal,
        (ProposalState.ASSIGNED, ProposalState.HANDLING, ProposalState.REPLIED),
        "proposal",
    )
    day = day_of(context, data)
    not_before(day, proposal.decided_on, "on", "立案日期", "the day it was filed")
    require_field(
        not data.new_due or assignment,
        "new_due",
        "调整期限须选定一件交办。",
        "A new due day needs an assignment.",
    )
    row = entered(Supervision, data, proposal_id=proposal.id, on=day, audience=proposal.audience)
    if assignment:
        require_field(
            assignment.proposal_id == proposal.id,
            "assignment",
            "该交办不属于此提案。",
            "It is of another proposal.",
        )
        row.assignment_id, row.audience = assignment.id, assignment.audience
        move_due(assignment, data.new_due, day)
    return context.add(row)


@operation(
    Text("反馈提案办理意见", "Give feedback on a proposal"),
    permission=Permission.PROPOSAL_CREATE,
    subject="proposal",
    event=PROPOSAL_FEEDBACK_GIVEN,
)
async def give_proposal_feedback(
    context: OperationContext, data: GiveProposalFeedbackInput
) -> Feedback:
    """Rate the reply to a proposal, as its proposer.

    An unsatisfied rating sends it back into handling, once; the county then demands the rework.
    """
    require_author(context, data.proposal)
    person = await context.get(Person, context.principal.person)
    return await _judged(
        context, data, person.name if person else data.proposal.proposer_name, None
    )


@operation(
    Text("登记提案反馈意见", "Record feedback on a proposal"),
    permission=Permission.PROPOSAL_REVIEW,
    subject="proposal",
    event=PROPOSAL_FEEDBACK_GIVEN,
)
async def record_proposal_feedback(
    context: OperationContext, data: RecordProposalFeedbackInput
) -> Feedback:
    """Record the rating of a proposer who cannot give it online, and how it was heard."""
    return await _judged(context, data, data.proposal.proposer_name, data.communicated_by)


@operation(
    Text("评议提案", "Appraise a proposal"),
    permission=Permission.PROPOSAL_REVIEW,
    subject="proposal",
    event=PROPOSAL_APPRAISED,
)
async def appraise_proposal(context: OperationContext, data: AppraiseProposalInput) -> Proposal:
    """Record the appraisal of a proposal's handling, after its proposer has rated it."""
    proposal, day = data.proposal, data.appraised_on or context.today
    require_state(proposal, (ProposalState.FEEDBACK,), "proposal")
    not_future(day, "appraised_on", context)
    last = await context.first(
        Feedback, Feedback.proposal_id == proposal.id, order=Feedback.on.desc()
    )
    if last is None:
        raise NotFound.at("proposal")
    not_before(day, last.on, "appraised_on", "反馈日期", "the day of the feedback")
    proposal.appraisal, proposal.appraised_on, proposal.state = (
        data.appraisal,
        day,
        ProposalState.APPRAISED,
    )
    return proposal


@operation(
    Text("提案办结", "Close a proposal"),
    permission=Permission.PROPOSAL_REVIEW,
    subject="proposal",
    event=PROPOSAL_CLOSED,
)
async def close_proposal(context: OperationContext, data: CloseProposalInput) -> Proposal:
    """Close an appraised proposal, and the assignments of its units."""
    proposal, day = data.proposal, data.closed_on or context.today
    require_state(proposal, (ProposalState.APPRAISED,), "proposal")
    not_future(day, "closed_on", context)
    not_before(day, proposal.appraised_on, "closed_on", "评议日期", "the day of the appraisal")
    for assignment in await assignments_of(context, proposal):
        if assignment.state is AssignmentState.CONFIRMED:
            assignment.state = AssignmentState.CLOSED
    proposal.state, proposal.closed_on = ProposalState.CLOSED, day
    return proposal


async def _judged(
    context: OperationContext,
    data: GiveProposalFeedbackInput,
    to: str,
    communicated_by: Communication | None,
) -> Feedback:
    """Record the proposer's rating and its effects.

    The proposer gives it, or the office heard it (`communicated_by`).
    """
    proposal, day = data.proposal, data.on or context.today
    require_state(proposal, (ProposalState.REPLIED,), "proposal")
    not_future(day, "on", context)
    unsatisfied = data.satisfaction is Satisfaction.UNSATISFIED
    require_field(
        data.comment or not unsatisfied,
        "comment",
        "不满意时请写明意见。",
        "Say what the reply lacks.",
    )
    assignments = await assignments_of(context, proposal)
    replies = await context.find(Reply, Reply.assignment_id.in_([a.id for a in assignments]))
    not_before(
        day,
        max((r.replied_on for r in replies), default=None),
        "on",
        "答复日期",
        "the day of the reply",
    )
    proposal.state = state_after(data.satisfaction, assignments)
    if proposal.state is ProposalState.HANDLING:
        context.advise(ProposalHint.REWORK)
    return context.add(
        entered(
            Feedback,
            data,
            proposal_id=proposal.id,
            direction=FeedbackDirection.TO_PROPOSER,
            to=to,
            on=day,
            communicated_by=communicated_by,
            audience=proposal.audience,
        )
    )
