"""From a member's draft to its filing: written, handed in, reviewed, decided, withdrawn, key and
excellent ones (domain.md 2.10).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.intake.rules import require_accepted
from yishi_core.domain.meetings.models import PlenaryMeeting
from yishi_core.domain.meetings.models import Term as TermOfOffice
from yishi_core.domain.opinions.events import OPINION_HANDED_IN
from yishi_core.domain.opinions.writing import Brief, collect
from yishi_core.domain.orgs.root import county_root
from yishi_core.domain.outcomes.models import Assignment, Reply
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.proposals import rules
from yishi_core.domain.proposals.events import (
    PROPOSAL_CHANGED,
    PROPOSAL_COMMENDED,
    PROPOSAL_DECIDED,
    PROPOSAL_DRAFTED,
    PROPOSAL_KEY_CHOSEN,
    PROPOSAL_REVIEWED,
    PROPOSAL_SUBMITTED,
    PROPOSAL_WITHDRAWN,
)
from yishi_core.domain.proposals.models import (
    CoProposer,
    Proposal,
    ProposalKind,
    ProposalState,
    TimeKind,
)
from yishi_core.domain.proposals.rules import ProposalRule
from yishi_core.domain.publicity.masking import require_masked
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.facilities.numbering.service import next_number
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.audience import joined
from yishi_core.kernel.access.places import person_mark
from yishi_core.kernel.operation import (
    TODAY,
    Beside,
    Input,
    OperationContext,
    Ref,
    Term,
    like,
    operation,
)
from yishi_core.kernel.operation.changing import Correction, correct, entered, require_one_county
from yishi_core.kernel.operation.counting import characters
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.core_settings import CoreSettings

Title = Annotated[str, StringConstraints(min_length=2, max_length=120)]
Part = Annotated[str, StringConstraints(max_length=10_000)]
Category = Annotated[str, Term("focus_category")]
Note = Annotated[str, StringConstraints(min_length=2, max_length=2000)]


class FilingDecision(StrEnum):
    FILED = "filed"
    MERGED = "merged"
    CONVERTED_TO_OPINION = "converted_to_opinion"
    NOT_FILED = "not_filed"


class DraftProposalInput(Input, enters=Proposal):
    """A proposal in the making; nobody but its author sees it."""

    org: Ref[OrgUnit] = like(Proposal.org_id, doc="The member's own office.")
    title: Title = like(Proposal.title)
    proposal_kind: ProposalKind = like(Proposal.proposal_kind, ProposalKind.INDIVIDUAL)
    time_kind: TimeKind = like(Proposal.time_kind, TimeKind.REGULAR)
    plenary_meeting: Ref[PlenaryMeeting] | None = like(Proposal.plenary_meeting_id, None)
    category: Category = like(Proposal.category)
    situation: Part = like(Proposal.situation, "")
    analysis: Part = like(Proposal.analysis, "")
    suggestions: Part = like(Proposal.suggestions, "")
    proposing_org: Ref[OrgUnit] | None = like(
        Proposal.proposing_org_id, None, doc="In whose name, where that body is registered."
    )
    proposer_name: str | None = like(
        Proposal.proposer_name,
        None,
        doc="In whose name, as written; a member's own stands by itself.",
        max_length=120,
    )
    from_case: Ref[ConsultationCase] | None = like(
        Proposal.from_case_id, None, doc="The consultation that it comes from."
    )
    intakes: Annotated[list[Ref[Intake]], Beside()] = Field(
        default_factory=list,
        title="来源来件",
        description="Accepted matters that it takes up.",
        max_length=200,
    )
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


class ChangeProposalInput(Correction, of=DraftProposalInput, but={"from_case", "proposer_name"}):
    """What is bettered in a draft; what is left out stays."""

    proposal: Ref[Proposal] = like(Proposal)
    proposer_name: str | None = like(
        Proposal.proposer_name,
        None,
        doc="In whose name, where that body is not registered.",
        max_length=120,
    )


class SubmitProposalInput(Input):
    """A draft is handed in with its signatures."""

    proposal: Ref[Proposal] = like(Proposal)
    one_matter: bool = Field(
        title="一事一案", description="The proposer confirms that it holds one matter."
    )
    co_proposers: list[Ref[Person]] = Field(
        default_factory=list,
        title="联名提案人",
        description="Further signers, in their order.",
        max_length=300,
    )
    convener: str | None = like(
        Proposal.convener, None, doc="Who signs for a sector or group.", max_length=60
    )
    stamped: bool = like(Proposal.stamped, False)
    submitted_on: date | None = like(Proposal.submitted_on, None, doc=TODAY)


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
    Text("起草提案", "Draft a proposal"),
    permission=Permission.PROPOSAL_CREATE,
    subject="org",
    event=PROPOSAL_DRAFTED,
)
async def draft_proposal(context: OperationContext, data: DraftProposalInput) -> Proposal:
    """Begin a proposal as a draft that nobody else sees; a member's own is signed by the person for
    whom his account stands.
    """
    require_one_county(context, data)
    rules.require_time(data.time_kind, data.plenary_meeting)
    require_accepted(data.intakes)
    own = data.proposal_kind in rules.OWN_NAME
    person = await context.get(Person, context.principal.person) if own else None
    proposal = context.add(
        entered(
            Proposal,
            data,
            state=ProposalState.DRAFT,
            is_key=False,
            is_excellent=False,
            stamped=False,
            proposer_name=rules.require_proposer(
                data.proposal_kind, person, data.proposer_name, data.proposing_org
            ),
            first_proposer_id=person.id if person else None,
            word_count=characters(data.situation, data.analysis, data.suggestions),
        )
    )
    for intake in data.intakes:
        intake.proposal_id = proposal.id
    attach(context, proposal, data.attachments)
    return proposal


@operation(
    Text("修改提案", "Change a proposal"),
    permission=Permission.PROPOSAL_CREATE,
    subject="proposal",
    event=PROPOSAL_CHANGED,
)
async def change_proposal(context: OperationContext, data: ChangeProposalInput) -> Proposal:
    """Better a draft; what has been handed in stays as it is."""
    proposal = data.proposal
    rules.require_author(context, proposal)
    require_state(proposal, (ProposalState.DRAFT,), "proposal")
    correct(context, proposal, data)
    rules.require_time(
        proposal.time_kind, await context.get(PlenaryMeeting, proposal.plenary_meeting_id)
    )
    if rules.TELL_PROPOSER & data.model_fields_set:
        await _name_proposer(context, proposal, data.proposer_name)
    proposal.word_count = characters(proposal.situation, proposal.analysis, proposal.suggestions)
    return proposal


@operation(
    Text("提交提案", "Submit a proposal"),
    permission=Permission.PROPOSAL_CREATE,
    subject="proposal",
    event=PROPOSAL_SUBMITTED,
)
async def submit_proposal(context: OperationContext, data: SubmitProposalInput) -> Proposal:
    """Hand a draft in: one matter, with situation, analysis and suggestions, within the limit of
    characters (setting), signed as its kind asks.

    A plenary proposal is taken from three months before the opening until the meeting's last day
    for proposals.
    """
    require_one_county(context, data)
    proposal, day = data.proposal, data.submitted_on or context.today
    rules.require_author(context, proposal)
    require_state(proposal, (ProposalState.DRAFT,), "proposal")
    not_future(day, "submitted_on", context)
    require_field(
        data.one_matter,
        "one_matter",
        "提案须一事一案,请确认后提交。",
        "One matter for each proposal: confirm it.",
    )
    proposal.word_count = rules.require_complete(
        proposal, context.settings.of("core", CoreSettings).proposal_max_characters
    )
    rules.require_window(await context.get(PlenaryMeeting, proposal.plenary_meeting_id), day)
    rules.require_signatures(
        proposal.proposal_kind,
        data.co_proposers,
        proposal.first_proposer_id,
        data.convener,
        data.stamped,
    )
    first = await context.get(Person, proposal.first_proposer_id)
    await rules.require_members(context, [first] if first else [], day, "proposal")
    await rules.require_members(context, data.co_proposers, day, "co_proposers")
    sources = await context.find(Intake, Intake.proposal_id == proposal.id)
    words = [word for i in sources for word in (i.submitter_name, i.submitter_phone) if word]
    require_masked(
        words,
        title=proposal.title,
        situation=proposal.situation,
        analysis=proposal.analysis,
        suggestions=proposal.suggestions,
    )
    require_accepted(sources)
    for intake in sources:
        intake.state = IntakeState.TO_PROPOSAL
    await _sign(context, proposal, first, data)
    proposal.term_id = term.id if (term := await term_on(context, day)) else None
    proposal.state, proposal.submitted_on = ProposalState.SUBMITTED, day
    return proposal


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


async def _name_proposer(context: OperationContext, proposal: Proposal, name: str | None) -> None:
    """Who proposes, after the kind of a draft was changed: its author himself, or a body."""
    own = proposal.proposal_kind in rules.OWN_NAME
    person = await context.get(Person, context.principal.person) if own else None
    if own:
        proposal.proposing_org_id = None
    org = await context.get(OrgUnit, proposal.proposing_org_id)
    proposal.proposer_name = rules.require_proposer(proposal.proposal_kind, person, name, org)
    proposal.first_proposer_id = person.id if person else None


async def new_number(context: OperationContext, year: int) -> str:
    """The next number of the county's register that no proposal entered from old papers has."""
    root = await county_root(context)
    while True:
        no = await next_number(context, "proposal", year, root)
        if await context.first(Proposal, Proposal.no == no) is None:
            return no


async def _sign(
    context: OperationContext, proposal: Proposal, first: Person | None, data: SubmitProposalInput
) -> None:
    """Everybody who signs reads the proposal from now on."""
    signers = [*([first] if first else []), *data.co_proposers]
    author = [f"account:{proposal.created_by}"] if proposal.created_by else []
    proposal.audience = joined(author, [person_mark(p.id) for p in signers])
    proposal.convener, proposal.stamped = data.convener, data.stamped
    for position, person in enumerate(data.co_proposers, 1):
        context.add(
            CoProposer(
                proposal_id=proposal.id,
                person_id=person.id,
                position=position,
                audience=proposal.audience,
            )
        )


async def _let_follow(context: OperationContext, main: Proposal, signers: list[str] | None) -> None:
    """Whoever signed a merged proposal reads the main one, and what units answer to it (domain.md
    2.10).
    """
    main.audience = joined(main.audience, signers)
    handed = await context.find(Assignment, Assignment.proposal_id == main.id)
    for reply in await context.find(Reply, Reply.assignment_id.in_([a.id for a in handed])):
        reply.audience = joined(reply.audience, signers)


async def term_on(context: OperationContext, day: date) -> TermOfOffice | None:
    """The term that runs on a day, where it is registered."""
    return await context.first(TermOfOffice, TermOfOffice.start <= day, TermOfOffice.end >= day)


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
