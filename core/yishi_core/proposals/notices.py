"""Who is told of what happens to a proposal (domain.md 2.10)."""

from __future__ import annotations

from yishi_core.access import Permission
from yishi_core.errors import Text
from yishi_core.notifications.declaration import Notice, to_author, to_holders

SUBMITTED = Notice("proposal.submitted", Text("收到新的提案", "A proposal was handed in"), to_holders(Permission.PROPOSAL_REVIEW))
DECIDED = Notice("proposal.decided", Text("您的提案已审定", "Your proposal was decided on"), to_author)
GIVEN = Notice("proposal.feedback_given", Text("提案人已反馈办理意见", "The proposer judged the reply"), to_holders(Permission.PROPOSAL_REVIEW))
CLOSED = Notice("proposal.closed", Text("您的提案已办结", "Your proposal is closed"), to_author)
