"""What a duty file tells of proposals."""

from __future__ import annotations

from yishi_core.domain.proposals.models import CoProposer, Proposal, ProposalState
from yishi_core.facilities.duty_files.source import DutySource, SectionCode, label

PROPOSED = DutySource(
    SectionCode.PROPOSALS,
    Proposal,
    Proposal.first_proposer_id,
    Proposal.submitted_on,
    Proposal.title,
    lambda state, key, excellent: label(
        "第一提案人", state, "重点提案" if key else None, "优秀提案" if excellent else None
    ),
    also=(Proposal.state, Proposal.is_key, Proposal.is_excellent),
    where=(Proposal.state.not_in((ProposalState.DRAFT, ProposalState.WITHDRAWN)),),
)
SIGNED = DutySource(
    SectionCode.PROPOSALS,
    CoProposer,
    CoProposer.person_id,
    Proposal.submitted_on,
    Proposal.title,
    lambda state: label("联名", state),
    also=(Proposal.state,),
    through=(Proposal, CoProposer.proposal_id == Proposal.id),
    where=(Proposal.state.not_in((ProposalState.DRAFT, ProposalState.WITHDRAWN)),),
)
