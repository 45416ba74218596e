"""Entering proposals of earlier years from paper, with their results.

Source: domain.md 2.1 and 2.10.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from yishi_core.domain.meetings.models import PlenaryMeeting
from yishi_core.domain.outcomes.models import Assignment
from yishi_core.domain.people.models import Person
from yishi_core.domain.proposals import rules
from yishi_core.domain.proposals.drafting import term_on
from yishi_core.domain.proposals.events import PROPOSAL_CORRECTED, PROPOSAL_RECORDED
from yishi_core.domain.proposals.models import (
    CoProposer,
    Proposal,
    ProposalKind,
    ProposalState,
    TimeKind,
)
from yishi_core.domain.proposals.rules import ProposalRule
from yishi_core.domain.proposals.service import new_number
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.audience import joined
from yishi_core.kernel.access.places import person_mark
from yishi_core.kernel.events.models import Event
from yishi_core.kernel.operation import Beside, Input, OperationContext, Ref, Term, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.counting import characters
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)
from yishi_core.kernel.tree.models import OrgUnit

Part = Annotated[str, StringConstraints(max_length=10_000)]


class RecordedEnd(StrEnum):
    FILED = "filed"
    NOT_FILED = "not_filed"
    CLOSED = "closed"


class RecordProposalInput(Input, enters=Proposal):
    """A proposal as recorded on paper."""

    org: Ref[OrgUnit] = like(Proposal.org_id, doc="The proposer's office, or the county body.")
    no: str | None = like(
        Proposal.no,
        None,
        doc="As on the paper; the next of its year unless named.",
        min_length=1,
        max_length=40,
    )
    title: str = like(Proposal.title, min_length=2, max_length=120)
    proposal_kind: ProposalKind = like(
        Proposal.proposal_kind, ProposalKind.INDIVIDUAL, doc="Who proposed."
    )
    time_kind: TimeKind = like(Proposal.time_kind, TimeKind.REGULAR)
    plenary_meeting: Ref[PlenaryMeeting] | None = like(Proposal.plenary_meeting_id, None)
    first_proposer: Ref[Person] | None = like(
        Proposal.first_proposer_id,
        None,
        doc="Of an individual or joint one, where the proposer is registered.",
    )
    co_proposers: Annotated[list[Ref[Person]], Beside()] = Field(
        default_factory=list,
        title="联名提案人",
        description="Further signers, in their order.",
        max_length=300,
    )
    proposing_org: Ref[OrgUnit] | None = like(
        Proposal.proposing_org_id, None, doc="In whose name, where that body is registered."
    )
    proposer_name: str | None = like(
        Proposal.proposer_name, None, doc="As written, where nobody is registered.", max_length=120
    )
    category: Annotated[str, Term("focus_category")] = like(Proposal.category)
    situation: Part = like(Proposal.situation, "", doc="How things stood.")
    analysis: Part = like(Proposal.analysis, "", doc="Why.")
    suggestions: Part = like(Proposal.suggestions, "", doc="What was to be done.")
    submitted_on: date = like(Proposal.submitted_on)
    end: Annotated[RecordedEnd, Beside()] = Field(
        RecordedEnd.CLOSED, title="办理情况", description="Filed, not filed, or handled and closed."
    )
    decided_on: date | None = like(
        Proposal.decided_on,
        None,
        doc="When it was filed or not; the day it was handed in unless named.",
    )
    not_filed_reason: Annotated[str | None, Term("not_filed_reason")] = like(
        Proposal.not_filed_reason, None, doc="Of one not filed."
    )
    is_key: bool = like(Proposal.is_key, False)
    key_supervisor: str | None = like(
        Proposal.key_supervisor, None, doc="Of a key one.", max_length=120
    )
    is_excellent: bool = like(Proposal.is_excellent, False)
    closed_on: date | None = like(Proposal.closed_on, None, doc="Of a closed one.")
    appraisal: str | None = Field(
        None, title="办理结果", description="What came of it.", max_length=5000
    )
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="附件", description="Scans.", max_length=20
    )


class ChangeRecordedProposalInput(Correction, of=RecordProposalInput):
    """Corrections of a proposal that was entered from paper."""

    proposal: Ref[Proposal] = like(Proposal)
    end: RecordedEnd | None = Field(
        None, title="办理情况", description="Filed, not filed, or handled and closed."
    )
    co_proposers: list[Ref[Person]] | None = Field(
        None, title="联名提案人", description="All further signers, in their order.", max_length=300
    )


@operation(
    Text("补录提案", "Record a proposal"),
    permission=Permission.PROPOSAL_REVIEW,
    subject="org",
    event=PROPOSAL_RECORDED,
    importable=True,
    back_entry=True,
)
async def record_proposal(context: OperationContext, data: RecordProposalInput) -> Proposal:
    """Enter a proposal of earlier years in one operation; a filed one may be assigned.

    Limits of characters, periods of meetings and numbers of signers are not checked, because the
    rules of those years were different.
    """
    require_one_county(context, data)
    named = data.first_proposer or data.proposing_org
    name = data.proposer_name or (named.name if named else None)
    require_field(name, "proposer_name", "请填写提案者。", "Say who proposed it.")
    await _require_free(context, data.no)
    proposal = entered(
        Proposal, data, proposer_name=name, stamped=False, state=ProposalState.read(data.end.value)
    )
    await _complete(context, proposal, [p.id for p in data.co_proposers])
    context.add(proposal)
    await _sign(context, proposal, [p.id for p in data.co_proposers])
    attach(context, proposal, data.attachments)
    return proposal


@operation(
    Text("更正补录提案", "Change a recorded proposal"),
    permission=Permission.PROPOSAL_REVIEW,
    subject="proposal",
    event=PROPOSAL_CORRECTED,
    back_entry=True,
)
async def change_recorded_proposal(
    context: OperationContext, data: ChangeRecordedProposalInput
) -> Proposal:
    """Correct a proposal entered from paper, until a unit has it.

    The words of a proposal that a member handed in are not corrected (`own_words`).
    """
    proposal = data.proposal
    entry = await context.first(
        Event, Event.subject_id == proposal.id, Event.name == PROPOSAL_RECORDED.name
    )
    require(entry, ProposalRule.OWN_WORDS)
    require_state(proposal, tuple(ProposalState.read(end.value) for end in RecordedEnd), "proposal")
    given = await context.count(Assignment, Assignment.proposal_id == proposal.id)
    require(not given, ProposalRule.ASSIGNED)
    await _require_free(context, data.sent("no"), proposal)
    signers = (
        [s.person_id for s in await _signers(context, proposal)]
        if data.co_proposers is None
        else [p.id for p in data.co_proposers]
    )
    same_day = proposal.decided_on == proposal.submitted_on
    correct(context, proposal, data)
    if same_day and "decided_on" not in data.model_fields_set:
        proposal.decided_on = None  # it equalled the day of handing in, and still does
    named = data.sent("first_proposer") or data.sent("proposing_org")
    if named is not None and data.sent("proposer_name") is None:
        proposal.proposer_name = named.name
    if data.end is not None:
        proposal.state = ProposalState.read(data.end.value)
    await _complete(context, proposal, signers)
    await _sign(context, proposal, signers)
    return proposal


async def _complete(context: OperationContext, proposal: Proposal, signers: Sequence[UUID]) -> None:
    """Fill in what follows from the sheet, and check that it fits.

    These are the term, the count of characters, and the number of a filed one.
    """
    proposal.word_count = characters(proposal.situation, proposal.analysis, proposal.suggestions)
    proposal.decided_on = proposal.decided_on or proposal.submitted_on
    await _require_fitting(context, proposal, signers)
    assert proposal.submitted_on is not None
    term = await term_on(context, proposal.submitted_on)
    proposal.term_id = term.id if term else None
    if proposal.no is None and proposal.state is not ProposalState.NOT_FILED:
        proposal.no = await new_number(context, proposal.submitted_on.year)


async def _require_fitting(
    context: OperationContext, proposal: Proposal, signers: Sequence[UUID]
) -> None:
    rules.require_time(
        proposal.time_kind, await context.get(PlenaryMeeting, proposal.plenary_meeting_id)
    )
    require_field(
        proposal.submitted_on,
        "submitted_on",
        "提交日期不能清空。",
        "The day it was handed in cannot be emptied.",
    )
    for name in ("submitted_on", "decided_on", "closed_on"):
        not_future(getattr(proposal, name), name, context)
    not_before(
        proposal.decided_on,
        proposal.submitted_on,
        "decided_on",
        "提交日期",
        "the day it was handed in",
    )
    not_before(
        proposal.closed_on, proposal.decided_on, "closed_on", "审定日期", "the day of the decision"
    )
    refused, closed = (
        proposal.state is ProposalState.NOT_FILED,
        proposal.state is ProposalState.CLOSED,
    )
    reasoned = refused == (proposal.not_filed_reason is not None)
    require_field(
        reasoned,
        "not_filed_reason",
        "不予立案须选择原因,其他不填。",
        "A reason belongs to one that was not filed.",
    )
    require_field(
        closed == (proposal.closed_on is not None),
        "closed_on",
        "已办结的须填写办结日期,其他不填。",
        "A closed one has its day.",
    )
    require_field(
        not proposal.is_key or proposal.key_supervisor,
        "key_supervisor",
        "重点提案须填写督办领导。",
        "A key proposal has its supervisor.",
    )
    singled_out = proposal.is_key or proposal.is_excellent
    require_field(
        not (refused and singled_out),
        "end",
        "未立案的不能是重点或优秀提案。",
        "Key and excellent ones were filed.",
    )
    once = len(set(signers)) == len(signers) and proposal.first_proposer_id not in signers
    require_field(
        once, "co_proposers", "联名提案人不能重复,也不能是第一提案人。", "Nobody signs twice."
    )


async def _require_free(
    context: OperationContext, no: str | None, but: Proposal | None = None
) -> None:
    taken = (
        [p for p in await context.find(Proposal, Proposal.no == no) if p is not but] if no else []
    )
    require(not taken, ProposalRule.NUMBER_TAKEN, no=no)


async def _sign(context: OperationContext, proposal: Proposal, signers: Sequence[UUID]) -> None:
    """Write the further signers in their order.

    All who signed can read the proposal; those removed no longer can.
    """
    first = [proposal.first_proposer_id] if proposal.first_proposer_id else []
    proposal.audience = joined([person_mark(id_) for id_ in (*first, *signers)])
    there = {row.person_id: row for row in await _signers(context, proposal)}
    for position, id_ in enumerate(signers, 1):
        row = there.pop(id_, None) or context.add(
            CoProposer(proposal_id=proposal.id, person_id=id_)
        )
        row.position, row.audience = position, proposal.audience
    for row in there.values():
        row.voided_at, row.void_reason = context.now, "联名提案人更正"


async def _signers(context: OperationContext, proposal: Proposal) -> Sequence[CoProposer]:
    return await context.find(
        CoProposer, CoProposer.proposal_id == proposal.id, order=CoProposer.position
    )
