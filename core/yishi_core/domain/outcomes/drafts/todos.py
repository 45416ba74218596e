"""Todo items of reply drafts: co-sign, review, issue (domain.md 2.9)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.outcomes.drafts.models import (
    CoSignature,
    DraftState,
    ReplyDraft,
    SignatureState,
)
from yishi_core.domain.outcomes.models import Assignment
from yishi_core.domain.outcomes.todos import ASSIGNMENT
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

_of_signature = (ReplyDraft.county == CoSignature.county) & (ReplyDraft.id == CoSignature.draft_id)

_in_review = (
    sa.exists()
    .where(
        ReplyDraft.county == Assignment.county,
        ReplyDraft.assignment_id == Assignment.id,
        ReplyDraft.state == DraftState.IN_REVIEW,
        ReplyDraft.voided_at.is_(None),
    )
    .correlate(Assignment)
)

DRAFT = Matter(
    ReplyDraft,
    title=ReplyDraft.text,
    finished=(DraftState.ISSUED, DraftState.REPLACED),
    returned=(DraftState.SENT_BACK,),
    pending=(DraftState.WRITTEN,),
    acts=("draft_reply",),
)
SIGNATURE = Matter(
    CoSignature,
    title=sa.select(ReplyDraft.text).where(_of_signature).correlate(CoSignature).scalar_subquery(),
    finished=(SignatureState.AGREED, SignatureState.OBJECTED, SignatureState.PASSED_OVER),
)

CO_SIGN = Todo(
    "reply.co_sign",
    SIGNATURE,
    Text("会签答复", "Co-sign the reply"),
    waits="协办未会签",
    permission=Permission.ASSIGNMENT_HANDLE,
    when=CoSignature.state == SignatureState.ASKED,
    due=CoSignature.due_on,
    at=CoSignature.unit_id,
    by=("co_sign_reply",),
)
_assignment = (Assignment, ReplyDraft.assignment_id)
_unsigned = (
    sa.exists()
    .where(
        _of_signature, CoSignature.state == SignatureState.ASKED, CoSignature.voided_at.is_(None)
    )
    .correlate(ReplyDraft)
)
SUBMIT = Todo(
    "reply.submit",
    DRAFT,
    Text("将答复送审", "Submit the draft"),
    waits="答复草稿未送审",
    permission=Permission.REPLY_CREATE,
    when=(ReplyDraft.state == DraftState.WRITTEN) & ~_unsigned,
    record=_assignment,
    by=("submit_reply_draft", "draft_reply"),
)
REVIEW = Todo(
    "reply.review",
    ASSIGNMENT,
    Text("审核答复", "Review the draft reply"),
    waits="答复草稿未审核",
    permission=Permission.ASSIGNMENT_CONFIRM,
    when=_in_review,
    due=Assignment.due_on,
    by=("review_reply_draft",),
)
REVISE = Todo(
    "reply.revise",
    DRAFT,
    Text("修改退回的答复", "Revise the reply"),
    waits="答复被退回修改",
    permission=Permission.REPLY_CREATE,
    when=ReplyDraft.state == DraftState.SENT_BACK,
    record=_assignment,
    by=("draft_reply",),
)
ISSUE = Todo(
    "reply.issue",
    DRAFT,
    Text("发出答复", "Issue the reply"),
    waits="答复审核通过未发出",
    permission=Permission.REPLY_CREATE,
    when=ReplyDraft.state == DraftState.PASSED,
    record=_assignment,
    by=("issue_reply",),
)
