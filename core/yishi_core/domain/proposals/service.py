"""A proposal that was handed in: reviewed, filed or not, withdrawn, chosen as a key one, commended
(domain.md 2.10).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.opinions.events import OPINION_HANDED_IN
from yishi_core.domain.opinions.writing import Brief, collect
from yishi_core.domain.orgs.root import county_root
from yishi_core.domain.outcomes.models import Assignment, Reply
from yishi_core.domain.people.models import Person
from yishi_core.domain.proposals import rules
from yishi_core.domain.proposals.events import (
    PROPOSAL_COMMENDED,
    PROPOSAL_DECIDED,
    PROPOSAL_KEY_CHOSEN,
    PROPOSAL_REVIEWED,
    PROPOSAL_WITHDRAWN,
)
from yishi_core.domain.proposals.models import Proposal, ProposalState
from yishi_core.domain.proposals.rules import ProposalRule
from yishi_core.errors import Text
from yishi_core.facilities.numbering.service import next_number
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.audience import joined
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, Term, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)

Note = Annotated[str, StringConstraints(min_length=2, max_length=2000)]


class FilingDecision(StrEnum):
    FILED = "filed"
    MERGED = "merged"
    CONVERTED_TO_OPINION = "converted_to_opinion"
    NOT_FILED = "not_filed"


class WithdrawProposalInput(Input):
    """Why a proposal is taken back."""

    proposal: Ref[Proposal] = like(Proposal)
    reason: Note = Field(title="撤回原因", description="Why; it stays on record.")


class ReviewProposalInput(Input):
    """What the county's office finds at first sight."""

    proposal: Ref[Proposal] = like(Proposal)
    review: Note = like(Proposal.review, doc="What it finds, and what it advises.")
    reviewed_on: date | None = like(Proposal.reviewed_on, None, doc=TODAY)


class DecideProposalInput(Input):
    """What becomes of a reviewed proposal."""

    proposal: Ref[Proposal] = like(Proposal)
    decision: FilingDecision = Field(
        title="审查决定", description="Filed, merged, passed on as an opinion, or not filed."
    )
    merged_into: Ref[Proposal] | None = Field(None, title="主提案", description="Of a merged one.")
    not_filed_reason: Annotated[str | None, Term("not_filed_reason")] = like(
        Proposal.not_filed_reason, None, doc="Of one not filed."
    )
    note: Note | None = Field(None, title="审定意见", description="What the proposer is told.")
    decided_on: date | None = like(Proposal.decided_on, None, doc=TODAY)


class ChooseKeyProposalInput(Input):
    """A key proposal and the leader who supervises it."""

    proposal: Ref[Proposal] = like(Proposal)
    key_supervisor: str = like(Proposal.key_supervisor, min_length=2, max_length=120)
    chosen_on: date | None = Field(
        None, title="确定日期", description="Day of the chairs meeting; today unless named."
    )


class CommendProposalInput(Input):
    """An excellent proposal."""

    proposal: Ref[Proposal] = like(Proposal)


@operation(
    Text("撤回提案", "Withdraw a proposal"),
    permission=Permission.PROPOSAL_CREATE,
    subject="proposal",
    event=PROPOSAL_WITHDRAWN,
)
async def withdraw_proposal(context: OperationContext, data: WithdrawProposalInput) -> Proposal:
    """Take back a draft, or a proposal that no unit has yet; it stays on record."""
    proposal = data.proposal
    rules.require_author(context, proposal)
    require_state(proposal, rules.WITHDRAWABLE, "proposal")
    rules.require_stands_alone(
        await context.count(Proposal, Proposal.merged_into_id == proposal.id)
    )
    for intake in await context.find(Intake, Intake.proposal_id == proposal.id):
        intake.proposal_id = None
        if intake.state is IntakeState.TO_PROPOSAL:
            intake.state = IntakeState.ACCEPTED
    if proposal.state is ProposalState.DRAFT:  # it stays a draft, so that nobody else ever reads it
        proposal.voided_at, proposal.void_reason = context.now, data.reason
    else:
        proposal.state, proposal.withdrawn_on, proposal.withdraw_reason = (
            ProposalState.WITHDRAWN,
            context.today,
            data.reason,
        )
    return proposal


@operation(
    Text("初审提案", "Review a proposal"),
    permission=Permission.PROPOSAL_REVIEW,
    subject="proposal",
    event=PROPOSAL_REVIEWED,
)
async def review_proposal(context: OperationContext, data: ReviewProposalInput) -> Proposal:
    """Write down what the county's office finds of a proposal that was handed in."""
    proposal, day = data.proposal, data.reviewed_on or context.today
    require_state(proposal, (ProposalState.SUBMITTED,), "proposal")
    not_future(day, "reviewed_on", context)
    not_before(day, proposal.submitted_on, "reviewed_on", "提交日期", "the day it was handed in")
    proposal.state, proposal.review, proposal.reviewed_on = ProposalState.REVIEWED, data.review, day
    return proposal


@operation(
    Text("审定提案", "Decide on a proposal"),
    permission=Permission.PROPOSAL_REVIEW,
    subject="proposal",
    event=PROPOSAL_DECIDED,
    emits=[OPINION_HANDED_IN],
)
async def decide_proposal(context: OperationContext, data: DecideProposalInput) -> Proposal:
    """File a reviewed proposal (立案), merge it (并案), pass it on as an opinion (转社情民意), or not file
    it for a reason of the list.

    A filed one gets its number in the county's register. Whoever signed a merged one follows the
    main one.
    """
    require_one_county(context, data)
    proposal, day = data.proposal, data.decided_on or context.today
    require_state(proposal, (ProposalState.REVIEWED,), "proposal")
    not_future(day, "decided_on", context)
    not_before(day, proposal.reviewed_on, "decided_on", "初审日期", "the day of the review")
    _require_fitting(data)
    match data.decision:
        case FilingDecision.FILED:
            proposal.no = await new_number(context, (proposal.submitted_on or day).year)
        case FilingDecision.MERGED:
            rules.require_mergeable(proposal, data.merged_into)
            assert data.merged_into is not None
            proposal.merged_into_id = data.merged_into.id
            await _let_follow(context, data.merged_into, proposal.audience)
        case FilingDecision.CONVERTED_TO_OPINION:
            brief = Brief(
                title=proposal.title,
                category=proposal.category,
                problem=proposal.situation,
                cause=proposal.analysis,
                suggestion=proposal.suggestions,
                reporter=proposal.proposer_name,
                reporter_unit=context.org.name,
            )
            person = await context.get(Person, proposal.first_proposer_id)
            opinion = await collect(
                context,
                brief,
                proposal.submitted_on or day,
                person=person,
                readers=proposal.audience,
            )
            opinion.from_case_id = proposal.from_case_id
            proposal.opinion_id = opinion.id
            for intake in await context.find(Intake, Intake.proposal_id == proposal.id):
                intake.opinion_id, intake.state = opinion.id, IntakeState.TO_OPINION
        case FilingDecision.NOT_FILED:
            proposal.not_filed_reason = data.not_filed_reason
    proposal.state, proposal.decided_on = ProposalState.read(data.decision.value), day
    if data.note:
        proposal.review = data.note
    return proposal


@operation(
    Text("确定重点提案", "Choose a key proposal"),
    permission=Permission.PROPOSAL_KEY,
    subject="proposal",
    event=PROPOSAL_KEY_CHOSEN,
)
async def choose_key_proposal(context: OperationContext, data: ChooseKeyProposalInput) -> Proposal:
    """Make a filed proposal a key one, as the chairs meeting chose, with the leader who supervises
    it.
    """
    proposal, day = data.proposal, data.chosen_on or context.today
    require_state(proposal, rules.IN_HAND, "proposal")
    require(not proposal.is_key, ProposalRule.KEY_ALREADY, supervisor=proposal.key_supervisor)
    not_future(day, "chosen_on", context)
    not_before(day, proposal.decided_on, "chosen_on", "立案日期", "the day it was filed")
    proposal.is_key, proposal.key_supervisor, proposal.key_chosen_on = (
        True,
        data.key_supervisor,
        day,
    )
    return proposal


@operation(
    Text("评为优秀提案", "Commend a proposal"),
    permission=Permission.PROPOSAL_REVIEW,
    subject="proposal",
    event=PROPOSAL_COMMENDED,
)
async def commend_proposal(context: OperationContext, data: CommendProposalInput) -> Proposal:
    """Call an answered proposal excellent."""
    require_state(data.proposal, rules.ANSWERED, "proposal")
    require(not data.proposal.is_excellent, ProposalRule.EXCELLENT_ALREADY)
    data.proposal.is_excellent = True
    return data.proposal


async def new_number(context: OperationContext, year: int) -> str:
    """The next number of the county's register that no proposal entered from old papers has."""
    root = await county_root(context)
    while True:
        no = await next_number(context, "proposal", year, root)
        if await context.first(Proposal, Proposal.no == no) is None:
            return no


async def _let_follow(context: OperationContext, main: Proposal, signers: list[str] | None) -> None:
    """Whoever signed a merged proposal reads the main one, and what units answer to it (domain.md
    2.10).
    """
    main.audience = joined(main.audience, signers)
    handed = await context.find(Assignment, Assignment.proposal_id == main.id)
    for reply in await context.find(Reply, Reply.assignment_id.in_([a.id for a in handed])):
        reply.audience = joined(reply.audience, signers)


def _require_fitting(data: DecideProposalInput) -> None:
    """A reason stands with a refusal, a main proposal with a merger, and with nothing else."""
    refused, merged = (
        data.decision is FilingDecision.NOT_FILED,
        data.decision is FilingDecision.MERGED,
    )
    reasoned = refused == (data.not_filed_reason is not None)
    require_field(
        reasoned,
        "not_filed_reason",
        "不予立案须选择原因,其他决定不填。",
        "A reason belongs to a refusal.",
    )
    require_field(
        merged == (data.merged_into is not None),
        "merged_into",
        "并案须选择主提案,其他决定不填。",
        "A main proposal belongs to a merger.",
    )
