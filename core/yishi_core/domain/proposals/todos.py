"""Todo items of proposals: of their author and of the county body (domain.md 2.10)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.proposals.models import Proposal, ProposalState
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

PROPOSAL = Matter(
    Proposal,
    title=Proposal.title,
    started=True,
    pending=(ProposalState.DRAFT, ProposalState.SUBMITTED, ProposalState.REVIEWED),
    finished=(
        ProposalState.CLOSED,
        ProposalState.MERGED,
        ProposalState.CONVERTED_TO_OPINION,
        ProposalState.NOT_FILED,
        ProposalState.WITHDRAWN,
    ),
    acts=(
        "draft_proposal",
        "change_proposal",
        "withdraw_proposal",
        "choose_key_proposal",
        "commend_proposal",
        "supervise_proposal",
        "record_proposal_feedback",
    ),
)
SUBMIT = Todo(
    "proposal.submit",
    PROPOSAL,
    Text("完善并提交提案", "Finish and submit the proposal"),
    waits="提案草稿未提交",
    permission=Permission.PROPOSAL_CREATE,
    when=Proposal.state == ProposalState.DRAFT,
    only_by=Proposal.created_by,
    by=("submit_proposal",),
)
REVIEW = Todo(
    "proposal.review",
    PROPOSAL,
    Text("初审提案", "Review the proposal"),
    waits="提案未初审",
    permission=Permission.PROPOSAL_REVIEW,
    when=Proposal.state == ProposalState.SUBMITTED,
    by=("review_proposal",),
)
DECIDE = Todo(
    "proposal.decide",
    PROPOSAL,
    Text("审定是否立案", "Decide whether it is filed"),
    waits="提案未审定",
    permission=Permission.PROPOSAL_REVIEW,
    when=Proposal.state == ProposalState.REVIEWED,
    by=("decide_proposal",),
)
ASSIGN = Todo(
    "proposal.assign",
    PROPOSAL,
    Text("交承办单位办理", "Assign to a unit"),
    waits="提案未交办",
    permission=Permission.PROPOSAL_REVIEW,
    when=Proposal.state == ProposalState.FILED,
    by=("assign_proposal",),
)
FEEDBACK = Todo(
    "proposal.feedback",
    PROPOSAL,
    Text("填写提案办理反馈意见", "Rate the reply to the proposal"),
    waits="提案人未反馈",
    permission=Permission.PROPOSAL_CREATE,
    when=Proposal.state == ProposalState.REPLIED,
    person=Proposal.first_proposer_id,
    by=("give_proposal_feedback",),
)
FEEDBACK_OF_BODY = Todo(
    "proposal.feedback_of_body",
    PROPOSAL,
    Text("填写提案办理反馈意见", "Rate the reply to the proposal"),
    waits="提案单位未反馈",
    permission=Permission.PROPOSAL_CREATE,
    when=sa.and_(Proposal.state == ProposalState.REPLIED, Proposal.first_proposer_id.is_(None)),
    only_by=Proposal.created_by,
    by=("give_proposal_feedback",),
)
APPRAISE = Todo(
    "proposal.appraise",
    PROPOSAL,
    Text("评议提案办理", "Appraise the handling"),
    waits="提案未评议",
    permission=Permission.PROPOSAL_REVIEW,
    when=Proposal.state == ProposalState.FEEDBACK,
    by=("appraise_proposal",),
)
CLOSE = Todo(
    "proposal.close",
    PROPOSAL,
    Text("提案办结", "Close the proposal"),
    waits="提案未办结",
    permission=Permission.PROPOSAL_REVIEW,
    when=Proposal.state == ProposalState.APPRAISED,
    by=("close_proposal",),
)
