"""What is counted of proposals (domain.md 2.20)."""

from __future__ import annotations

from yishi_core.domain.proposals.models import CoProposer, Proposal, ProposalState
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Metric, Rate

_HANDED_IN = Proposal.state.not_in((ProposalState.DRAFT, ProposalState.WITHDRAWN))

_DECIDED = Proposal.state.not_in(
    (ProposalState.DRAFT, ProposalState.SUBMITTED, ProposalState.REVIEWED, ProposalState.WITHDRAWN)
)

_FILED = Proposal.state.not_in(
    (
        ProposalState.DRAFT,
        ProposalState.SUBMITTED,
        ProposalState.REVIEWED,
        ProposalState.MERGED,
        ProposalState.CONVERTED_TO_OPINION,
        ProposalState.NOT_FILED,
        ProposalState.WITHDRAWN,
    )
)

_SIGNED = (Proposal, CoProposer.proposal_id == Proposal.id)

EXCELLENT_PROPOSALS = Metric(
    "excellent_proposals",
    Counter(
        Proposal,
        Proposal.submitted_on,
        person=Proposal.first_proposer_id,
        where=(Proposal.is_excellent.is_(True),),
    ),
)

FILED = Metric(
    "filed",
    Counter(Proposal, Proposal.submitted_on, person=Proposal.first_proposer_id, where=(_FILED,)),
)

FILED_SIGNED = Metric(
    "filed_signed",
    Counter(
        CoProposer,
        Proposal.submitted_on,
        person=CoProposer.person_id,
        through=_SIGNED,
        where=(_FILED,),
    ),
)

KEY_FINISHED = Metric(
    "key_finished",
    Counter(
        Proposal,
        Proposal.submitted_on,
        person=Proposal.first_proposer_id,
        where=(Proposal.is_key.is_(True), Proposal.state == ProposalState.CLOSED),
    ),
)

KEY_PROPOSALS = Metric(
    "key_proposals",
    Counter(
        Proposal,
        Proposal.submitted_on,
        person=Proposal.first_proposer_id,
        where=(Proposal.is_key.is_(True),),
    ),
)

PROPOSALS = Metric(
    "proposals",
    Counter(
        Proposal, Proposal.submitted_on, person=Proposal.first_proposer_id, where=(_HANDED_IN,)
    ),
)

PROPOSALS_REVIEWED = Metric(
    "proposals_reviewed",
    Counter(Proposal, Proposal.submitted_on, person=Proposal.first_proposer_id, where=(_DECIDED,)),
)

PROPOSALS_SIGNED = Metric(
    "proposals_signed",
    Counter(
        CoProposer,
        Proposal.submitted_on,
        person=CoProposer.person_id,
        through=_SIGNED,
        where=(_HANDED_IN,),
    ),
)

FILING_RATE = Rate("filing_rate", FILED, PROPOSALS_REVIEWED)

KEY_FINISHED_RATE = Rate("key_finished_rate", KEY_FINISHED, KEY_PROPOSALS)
