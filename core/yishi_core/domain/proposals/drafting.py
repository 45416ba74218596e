"""A proposal is written, changed while it is a draft, signed and handed in (domain.md 2.10)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.intake.rules import require_accepted
from yishi_core.domain.meetings.models import PlenaryMeeting
from yishi_core.domain.meetings.models import Term as TermOfOffice
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.proposals import rules
from yishi_core.domain.proposals.events import (
    PROPOSAL_CHANGED,
    PROPOSAL_DRAFTED,
    PROPOSAL_SUBMITTED,
)
from yishi_core.domain.proposals.models import (
    CoProposer,
    Proposal,
    ProposalKind,
    ProposalState,
    TimeKind,
)
from yishi_core.domain.publicity.masking import require_masked
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
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
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.counting import characters
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_future, require_field, require_state
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.core_settings import CoreSettings

Title = Annotated[str, StringConstraints(min_length=2, max_length=120)]
Part = Annotated[str, StringConstraints(max_length=10_000)]
Category = Annotated[str, Term("focus_category")]


class DraftProposalInput(Input, enters=Proposal):
    """A draft proposal; only its author sees it."""

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
    """Changes to a draft proposal; omitted fields stay as they are."""

    proposal: Ref[Proposal] = like(Proposal)
    proposer_name: str | None = like(
        Proposal.proposer_name,
        None,
        doc="In whose name, where that body is not registered.",
        max_length=120,
    )


class SubmitProposalInput(Input):
    """The handing in of a draft, with its signatures."""

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


@operation(
    Text("起草提案", "Draft a proposal"),
    permission=Permission.PROPOSAL_CREATE,
    subject="org",
    event=PROPOSAL_DRAFTED,
)
async def draft_proposal(context: OperationContext, data: DraftProposalInput) -> Proposal:
    """Begin a proposal as a draft visible only to its author.

    A member's own proposal is signed by the person of the caller's account.
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
    """Improve a draft; a proposal that was handed in stays as it is."""
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
    """Hand in a draft proposal, signed as its kind requires.

    It is about one matter, with situation, analysis and suggestions, within the limit of characters
    (setting). A plenary proposal is taken from three months before the opening until the meeting's
    last day for proposals.
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
        proposal, context.settings.of(CoreSettings).proposal_max_characters
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


async def _name_proposer(context: OperationContext, proposal: Proposal, name: str | None) -> None:
    """Set the proposer after the kind of a draft was changed: its author, or a body."""
    own = proposal.proposal_kind in rules.OWN_NAME
    person = await context.get(Person, context.principal.person) if own else None
    if own:
        proposal.proposing_org_id = None
    org = await context.get(OrgUnit, proposal.proposing_org_id)
    proposal.proposer_name = rules.require_proposer(proposal.proposal_kind, person, name, org)
    proposal.first_proposer_id = person.id if person else None


async def _sign(
    context: OperationContext, proposal: Proposal, first: Person | None, data: SubmitProposalInput
) -> None:
    """Write the signers, who can read the proposal from now on."""
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


async def term_on(context: OperationContext, day: date) -> TermOfOffice | None:
    """The term that runs on a day; None where it is not registered."""
    return await context.first(TermOfOffice, TermOfOffice.start <= day, TermOfOffice.end >= day)
