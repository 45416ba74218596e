"""Recipients of the notices about proposals (domain.md 2.10)."""

from __future__ import annotations

from yishi_core.domain.outcomes.handling.events import ASSIGNMENT_CONFIRMED
from yishi_core.domain.outcomes.models import Assignment
from yishi_core.domain.proposals.events import (
    PROPOSAL_CLOSED,
    PROPOSAL_DECIDED,
    PROPOSAL_FEEDBACK_GIVEN,
    PROPOSAL_SUBMITTED,
    PROPOSAL_SUPERVISED,
)
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
    PROPOSAL_SUBMITTED,
    Text("收到新的提案", "A proposal was handed in"),
    to_holders(Permission.PROPOSAL_REVIEW),
)
DECIDED = Notice(
    PROPOSAL_DECIDED, Text("您的提案已审定", "Your proposal was decided on"), to_author
)
ANSWERED_TEXT = Text(
    "您的提案已有答复,全部答复后请填写反馈意见",
    "Your proposal was answered: judge it when all units have",
)
ANSWERED = Notice(
    ASSIGNMENT_CONFIRMED,
    ANSWERED_TEXT,
    to_those_of("proposal_id", Proposal, to_person("first_proposer_id")),
)
ANSWERED_HIS = Notice(
    ASSIGNMENT_CONFIRMED, ANSWERED_TEXT, to_those_of("proposal_id", Proposal, to_author)
)
SUPERVISED = Notice(
    PROPOSAL_SUPERVISED,
    Text("收到提案督办", "The proposal is being pressed"),
    to_those_of(
        "assignment_id", Assignment, to_holders(Permission.ASSIGNMENT_HANDLE, at="unit_id")
    ),
)
GIVEN = Notice(
    PROPOSAL_FEEDBACK_GIVEN,
    Text("提案人已反馈办理意见", "The proposer judged the reply"),
    to_holders(Permission.PROPOSAL_REVIEW),
)
CLOSED = Notice(PROPOSAL_CLOSED, Text("您的提案已办结", "Your proposal is closed"), to_author)
