"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.outcomes.models import Feedback, Supervision
from yishi_core.domain.proposals.models import Proposal
from yishi_core.kernel.events.declaration import EventType

PROPOSAL_SUPERVISED = EventType("proposal.supervised", Supervision)

PROPOSAL_FEEDBACK_GIVEN = EventType("proposal.feedback_given", Feedback)

PROPOSAL_APPRAISED = EventType("proposal.appraised", Proposal)
PROPOSAL_CLOSED = EventType("proposal.closed", Proposal)
PROPOSAL_RECORDED = EventType("proposal.recorded", Proposal)
PROPOSAL_CORRECTED = EventType("proposal.corrected", Proposal)
PROPOSAL_DRAFTED = EventType("proposal.drafted", Proposal)
PROPOSAL_CHANGED = EventType("proposal.changed", Proposal)
PROPOSAL_SUBMITTED = EventType("proposal.submitted", Proposal)
PROPOSAL_WITHDRAWN = EventType("proposal.withdrawn", Proposal)
PROPOSAL_REVIEWED = EventType("proposal.reviewed", Proposal)
PROPOSAL_DECIDED = EventType("proposal.decided", Proposal)
PROPOSAL_KEY_CHOSEN = EventType("proposal.key_chosen", Proposal)
PROPOSAL_COMMENDED = EventType("proposal.commended", Proposal)
