"""Reply drafts (拟稿、会签、审核、发出; domain.md 2.9).

They are used where several units or a supervising leader take part in a reply.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.outcomes.drafts import rules
from yishi_core.domain.outcomes.drafts.events import (
    ASSIGNMENT_REPLIED,
    REPLY_CO_SIGNED,
    REPLY_DRAFTED,
    REPLY_REVIEWED,
    REPLY_SUBMITTED,
)
from yishi_core.domain.outcomes.drafts.models import (
    CoSignature,
    DraftState,
    ReplyDraft,
    SignatureState,
)
from yishi_core.domain.outcomes.drafts.signers import signers_of
from yishi_core.domain.outcomes.handling.answering import answer
from yishi_core.domain.outcomes.handling.rules import UNANSWERED
from yishi_core.domain.outcomes.models import Assignment, Communication, Reply, ResultClass
from yishi_core.domain.schedules.workdays import add_working_days
from yishi_core.errors import NotFound, Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.audience import audience_of, joined
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require_field, require_state
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.core_settings import CoreSettings

Words = Annotated[str, StringConstraints(min_length=2, max_length=5000)]
Who = Annotated[str, StringConstraints(min_length=2, max_length=60)]
Note = Annotated[str, StringConstraints(min_length=5, max_length=1000)]


class DraftReplyInput(Input, enters=ReplyDraft):
    """The reply that the unit intends to give."""

    assignment: Ref[Assignment] = like(ReplyDraft.assignment_id)
    text: Words = like(ReplyDraft.text, doc="What was done, and what not.")
    result_class: ResultClass = like(ReplyDraft.result_class)
    approved_by: Who | None = like(ReplyDraft.approved_by, None)
    communicated_by: Communication | None = like(ReplyDraft.communicated_by, None)
    drafted_on: date | None = like(ReplyDraft.drafted_on, None, doc=TODAY)


class CoSignReplyInput(Input):
    """An assisting unit's answer to the draft."""

    co_signature: Ref[CoSignature] = like(CoSignature)
    agreed: bool = Field(title="同意", description="Agreed, or objected.")
    opinion: str | None = like(
        CoSignature.opinion, None, doc="Needed for an objection.", max_length=2000
    )
    signed_by: Who | None = like(CoSignature.signed_by, None, doc="Who signs for the unit.")
    signed_on: date | None = like(CoSignature.signed_on, None, doc=TODAY)


class SubmitReplyDraftInput(Input):
    """The submission of a draft to the assigning office."""

    assignment: Ref[Assignment] = like(ReplyDraft.assignment_id)
    unsigned_note: Note | None = like(
        ReplyDraft.unsigned_note,
        None,
        doc="Why it goes without the signature of every assisting unit.",
    )
    submitted_on: date | None = like(ReplyDraft.submitted_on, None, doc=TODAY)


class ReviewReplyDraftInput(Input):
    """The office's decision on a draft."""

    assignment: Ref[Assignment] = like(ReplyDraft.assignment_id)
    passed: bool = Field(title="审核通过", description="Passed, or sent back.")
    review_note: str | None = like(
        ReplyDraft.review_note, None, doc="Needed when it is sent back.", max_length=2000
    )
    reviewed_by: Who | None = like(ReplyDraft.reviewed_by, None, doc="Who reviews, and the post.")
    reviewed_on: date | None = like(ReplyDraft.reviewed_on, None, doc=TODAY)


class IssueReplyInput(Input):
    """The issue of a reviewed draft as the reply."""

    assignment: Ref[Assignment] = like(Reply.assignment_id)
    replied_on: date | None = like(Reply.replied_on, None, doc=TODAY)
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


@operation(
    Text("拟写答复", "Draft a reply"),
    permission=Permission.REPLY_CREATE,
    subject="assignment",
    event=REPLY_DRAFTED,
)
async def draft_reply(context: OperationContext, data: DraftReplyInput) -> ReplyDraft:
    """Write a draft of the unit's reply; a lead's draft is put before every assisting unit.

    An earlier draft is replaced.
    """
    assignment, day = data.assignment, data.drafted_on or context.today
    require_state(assignment, UNANSWERED, "assignment")
    rules.require_drafts(assignment)
    not_future(day, "drafted_on", context)
    not_before(day, assignment.assigned_on, "drafted_on", "交办日期", "the day of the assignment")
    earlier = await _drafts(context, assignment)
    rules.require_replaceable(earlier)
    signers = await signers_of(context, assignment)
    unit = await context.get(OrgUnit, assignment.unit_id)
    if unit is None:
        raise NotFound.at("assignment")
    await _replace(context, [old for old in earlier if old.state in rules.REPLACEABLE])
    office = audience_of(assignment.org_path, assignment.county)
    sign_by = await _sign_by(context, assignment, day) if signers else None
    draft = context.add(
        entered(
            ReplyDraft,
            data,
            assignment_id=assignment.id,
            drafted_on=day,
            state=DraftState.WRITTEN,
            audience=joined(office, *(audience_of(s.org_path, s.county) for s in signers)),
        ),
        org=unit,
    )
    for signer in signers:
        marks = joined(office, audience_of(signer.org_path, signer.county))
        signature = CoSignature(
            draft_id=draft.id,
            unit_id=signer.id,
            due_on=sign_by,
            state=SignatureState.ASKED,
            audience=marks,
        )
        context.add(signature, org=unit)
    return draft


async def _sign_by(context: OperationContext, assignment: Assignment, drafted_on: date) -> date:
    """The day by which a draft is to be co-signed.

    It is some working days after the draft (setting `co_sign_days` [D]), so that the reply can
    still be on time, and never before the draft.
    """
    days = context.settings.of(CoreSettings).co_sign_days
    last, _ = await add_working_days(context.session, drafted_on, days)
    return max(drafted_on, min(last, assignment.due_on))


@operation(
    Text("会签答复", "Co-sign a reply"),
    permission=Permission.ASSIGNMENT_HANDLE,
    subject="co_signature",
    event=REPLY_CO_SIGNED,
)
async def co_sign_reply(context: OperationContext, data: CoSignReplyInput) -> CoSignature:
    """Agree to the lead's draft, or object to it, in the name of an assisting unit.

    The unit may change its answer until the draft is submitted.
    """
    signature, day = data.co_signature, data.signed_on or context.today
    unit = await context.get(OrgUnit, signature.unit_id)
    rules.require_own_name(context.principal, unit)
    draft = await context.get(ReplyDraft, signature.draft_id)
    if draft is None:
        raise NotFound.at("co_signature")
    require_state(draft, (DraftState.WRITTEN,), "co_signature")
    not_future(day, "signed_on", context)
    not_before(day, draft.drafted_on, "signed_on", "拟稿日期", "the day of the draft")
    require_field(
        data.agreed or data.opinion, "opinion", "不同意时须说明意见。", "Say what you object to."
    )
    signature.state = SignatureState.AGREED if data.agreed else SignatureState.OBJECTED
    signature.opinion, signature.signed_by, signature.signed_on = data.opinion, data.signed_by, day
    return signature


@operation(
    Text("答复送审", "Submit a draft"),
    permission=Permission.REPLY_CREATE,
    subject="assignment",
    event=REPLY_SUBMITTED,
)
async def submit_reply_draft(context: OperationContext, data: SubmitReplyDraftInput) -> ReplyDraft:
    """Submit the draft to the office.

    Every assisting unit must have agreed to it, or the lead says why one has not (`unsignedNote`).
    """
    draft, day = (
        rules.require_draft(await _drafts(context, data.assignment), DraftState.WRITTEN),
        data.submitted_on or context.today,
    )
    signatures = await context.find(CoSignature, CoSignature.draft_id == draft.id)
    units = await context.find(OrgUnit, OrgUnit.id.in_([s.unit_id for s in signatures]))
    rules.require_all_agreed(signatures, {u.id: u.name for u in units}, data.unsigned_note)
    not_future(day, "submitted_on", context)
    not_before(day, draft.drafted_on, "submitted_on", "拟稿日期", "the day of the draft")
    draft.state, draft.submitted_on, draft.unsigned_note = (
        DraftState.IN_REVIEW,
        day,
        data.unsigned_note,
    )
    for signature in signatures:
        if signature.state is SignatureState.ASKED:
            signature.state = SignatureState.PASSED_OVER
    return draft


@operation(
    Text("审核答复", "Review a draft"),
    permission=Permission.ASSIGNMENT_CONFIRM,
    subject="assignment",
    event=REPLY_REVIEWED,
)
async def review_reply_draft(context: OperationContext, data: ReviewReplyDraftInput) -> ReplyDraft:
    """Let a draft pass, or send it back saying what it lacks.

    The assigning office or the supervising leader does so.
    """
    draft, day = (
        rules.require_draft(await _drafts(context, data.assignment), DraftState.IN_REVIEW),
        data.reviewed_on or context.today,
    )
    not_future(day, "reviewed_on", context)
    not_before(day, draft.submitted_on, "reviewed_on", "送审日期", "the day it was submitted")
    require_field(
        data.passed or data.review_note,
        "review_note",
        "退回修改须写明意见。",
        "Say what the draft lacks.",
    )
    draft.state = DraftState.PASSED if data.passed else DraftState.SENT_BACK
    draft.reviewed_on, draft.reviewed_by, draft.review_note = (
        day,
        data.reviewed_by,
        data.review_note,
    )
    return draft


@operation(
    Text("发出答复", "Issue a reply"),
    permission=Permission.REPLY_CREATE,
    subject="assignment",
    event=ASSIGNMENT_REPLIED,
)
async def issue_reply(context: OperationContext, data: IssueReplyInput) -> Reply:
    """Issue the draft that has passed, word for word, as the unit's reply."""
    draft = rules.require_draft(await _drafts(context, data.assignment), DraftState.PASSED)
    day = data.replied_on or context.today
    not_before(day, draft.drafted_on, "replied_on", "拟稿日期", "the day of the draft")
    reply = await answer(
        context,
        data.assignment,
        day,
        data.attachments,
        text=draft.text,
        result_class=draft.result_class,
        approved_by=draft.approved_by,
        communicated_by=draft.communicated_by,
        unsigned_note=draft.unsigned_note,
    )
    draft.state, draft.reply_id = DraftState.ISSUED, reply.id
    return reply


async def _replace(context: OperationContext, drafts: Sequence[ReplyDraft]) -> None:
    """Replace earlier drafts; they stay on record, and nobody is asked to sign them any more."""
    for draft in drafts:
        draft.state = DraftState.REPLACED
    of = (
        CoSignature.draft_id.in_([d.id for d in drafts]),
        CoSignature.state == SignatureState.ASKED,
    )
    for signature in await context.find(CoSignature, *of) if drafts else ():
        signature.voided_at, signature.void_reason = context.now, "草稿已重拟"


async def _drafts(context: OperationContext, assignment: Assignment) -> Sequence[ReplyDraft]:
    return await context.find(ReplyDraft, ReplyDraft.assignment_id == assignment.id)
