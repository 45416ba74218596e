"""Recipients of the notices about proposals (domain.md 2.10)."""

from __future__ import annotations

from yishi_core.domain.outcomes.models import Assignment
from yishi_core.domain.proposals.models import Proposal
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import (
    Notice,
    to_author,
    to_holders,
    to_person,
    to_those_of,
)
from yishi_core.kernel.access import Permission

SUBMITTED = Notice(
    "proposal.submitted",
    Text("收到新的提案", "A proposal was handed in"),
    to_holders(Permission.PROPOSAL_REVIEW),
)
DECIDED = Notice(
    "proposal.decided", Text("您的提案已审定", "Your proposal was decided on"), to_author
)
ANSWERED_TEXT = Text(
    "您的提案已有答复,全部答复后请填写反馈意见",
    "Your proposal was answered: judge it when all units have",
)
ANSWERED = Notice(
    "assignment.confirmed",
    ANSWERED_TEXT,
    to_those_of("proposal_id", Proposal, to_person("first_proposer_id")),
)
ANSWERED_HIS = Notice(
    "assignment.confirmed", ANSWERED_TEXT, to_those_of("proposal_id", Proposal, to_author)
)
SUPERVISED = Notice(
    "proposal.supervised",
    Text("收到提案督办", "The proposal is being supervised"),
    to_those_of(
        "assignment_id", Assignment, to_holders(Permission.ASSIGNMENT_HANDLE, at="unit_id")
    ),
)
GIVEN = Notice(
    "proposal.feedback_given",
    Text("提案人已反馈办理意见", "The proposer rated the reply"),
    to_holders(Permission.PROPOSAL_REVIEW),
)
CLOSED = Notice("proposal.closed", Text("您的提案已办结", "Your proposal is closed"), to_author)
