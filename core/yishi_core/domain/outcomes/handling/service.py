"""Handling of an outcome: assigned, accepted or returned, answered, confirmed or reworked.

Source: domain.md 2.9. The unit sees the assignment, the outcome and its own replies, never the
intake or the topic, because they name the submitter (access.md 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from yishi_core.domain.outcomes.drafts.events import ASSIGNMENT_REPLIED
from yishi_core.domain.outcomes.drafts.models import (
    CoSignature,
    DraftState,
    ReplyDraft,
    SignatureState,
)
from yishi_core.domain.outcomes.drafts.rules import require_co_signed, require_none_under_way
from yishi_core.domain.outcomes.drafts.signers import signers_of
from yishi_core.domain.outcomes.handling import rules
from yishi_core.domain.outcomes.handling.answering import answer, newest_reply, result_of
from yishi_core.domain.outcomes.handling.events import (
    ASSIGNMENT_ACCEPTED,
    ASSIGNMENT_CONFIRMED,
    ASSIGNMENT_RETURN_REFUSED,
    ASSIGNMENT_RETURNED,
    ASSIGNMENT_REWORKED,
    ASSIGNMENT_STARTED,
)
from yishi_core.domain.outcomes.handling.handing import Words
from yishi_core.domain.outcomes.handling.rules import HandlingRule
from yishi_core.domain.outcomes.handling.subject import (
    accepted,
    answered,
    assignments_of,
    begin,
    matter_of,
)
from yishi_core.domain.outcomes.handling.terms import DueTerm, due_of, next_check
from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    Communication,
    HandlingRole,
    Outcome,
    Reply,
    ResultClass,
)
from yishi_core.domain.schedules.workdays import add_working_days
from yishi_core.errors import NotFound, Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, Term, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_state
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.core_settings import CoreSettings


class RefuseReturnInput(Input):
    """Why a returned matter stays with the unit."""

    assignment: Ref[Assignment] = Field(title="已退回的交办")
    reason: str = Field(
        title="不同意退回理由", description="The unit reads it.", min_length=2, max_length=1000
    )
    due_on: date | None = Field(None, title="新期限", description="As it was unless named.")
    return_refused_on: date | None = like(
        Assignment.return_refused_on, None, doc="Today unless an old one is entered."
    )


class AcceptAssignmentInput(Input):
    """The unit's acceptance of an assignment."""

    assignment: Ref[Assignment] = like(Assignment)
    accepted_on: date | None = like(
        Assignment.accepted_on, None, doc="Today unless an old one is entered."
    )


class StartAssignmentInput(Input):
    """The start of the unit's work."""

    assignment: Ref[Assignment] = like(Assignment)


class ReturnAssignmentInput(Input):
    """The unit's statement that the matter is not within its responsibility."""

    assignment: Ref[Assignment] = like(Assignment)
    returned_reason: Annotated[str, Term("return_reason")] = like(
        Assignment.returned_reason, doc="Why."
    )
    returned_note: str = like(Assignment.returned_note, min_length=2, max_length=1000)
    returned_on: date | None = like(
        Assignment.returned_on, None, doc="Today unless an old one is entered."
    )


class ReplyAssignmentInput(Input):
    """The unit's reply."""

    assignment: Ref[Assignment] = like(Reply.assignment_id)
    text: Words = like(Reply.text, doc="What was done, and what not.")
    result_class: ResultClass = like(Reply.result_class)
    approved_by: str | None = like(Reply.approved_by, None, max_length=60)
    communicated_by: Communication | None = like(Reply.communicated_by, None)
    unsigned_note: str | None = like(
        Reply.unsigned_note,
        None,
        doc="Of a lead's answer: why assisting units have not signed a draft of it.",
        min_length=5,
        max_length=1000,
    )
    replied_on: date | None = like(Reply.replied_on, None, doc=TODAY)
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


class ConfirmReplyInput(Input):
    """The assigning office's confirmation of a reply."""

    assignment: Ref[Assignment] = like(Assignment)
    confirmed_on: date | None = like(Assignment.confirmed_on, None, doc=TODAY)


class DemandReworkInput(Input):
    """The demand for rework, by the assigning office or because of the proposer."""

    assignment: Ref[Assignment] = like(Assignment)
    rework_note: str = like(Assignment.rework_note, min_length=2, max_length=2000)
    due_on: date | None = Field(
        None, title="新期限", description="By default as for a new assignment."
    )
    reworked_on: date | None = like(
        Assignment.reworked_on, None, doc="Today unless an old one is entered."
    )


@operation(
    Text("签收", "Accept an assignment"),
    permission=Permission.ASSIGNMENT_HANDLE,
    subject="assignment",
    event=ASSIGNMENT_ACCEPTED,
)
async def accept_assignment(context: OperationContext, data: AcceptAssignmentInput) -> Assignment:
    """Accept an assignment, as the unit."""
    assignment, day = data.assignment, data.accepted_on or context.today
    require_state(assignment, (AssignmentState.ASSIGNED,), "assignment")
    not_future(day, "accepted_on", context)
    not_before(day, assignment.assigned_on, "accepted_on", *rules.ASSIGNED)
    assignment.state, assignment.accepted_on = AssignmentState.ACCEPTED, day
    await accepted(context, assignment)
    return assignment


@operation(
    Text("开始办理", "Start an assignment"),
    permission=Permission.ASSIGNMENT_HANDLE,
    subject="assignment",
    event=ASSIGNMENT_STARTED,
)
async def start_assignment(context: OperationContext, data: StartAssignmentInput) -> Assignment:
    """Record that the unit has begun to work."""
    require_state(
        data.assignment, (AssignmentState.ACCEPTED, AssignmentState.REWORKED), "assignment"
    )
    data.assignment.state = AssignmentState.IN_PROGRESS
    return data.assignment


@operation(
    Text("退回交办", "Return an assignment"),
    permission=Permission.ASSIGNMENT_HANDLE,
    subject="assignment",
    event=ASSIGNMENT_RETURNED,
)
async def return_assignment(context: OperationContext, data: ReturnAssignmentInput) -> Assignment:
    """Return an assignment as “not ours”, with a reason, within five working days.

    The number of days is the setting `assignment_return_days`; later it is refused. The unit may
    not pass the matter on by itself (domain.md 2.9).
    """
    assignment, day = data.assignment, data.returned_on or context.today
    require_state(assignment, rules.RETURNABLE, "assignment")
    rules.require_not_insisted(assignment)
    not_future(day, "returned_on", context)
    not_before(day, assignment.assigned_on, "returned_on", *rules.ASSIGNED)
    days = context.settings.of(CoreSettings).assignment_return_days
    last, _ = await add_working_days(context.session, assignment.assigned_on, days)
    rules.require_returnable(rules.counted_day(assignment, day, last, context.today), last)
    assignment.state, assignment.returned_on = AssignmentState.RETURNED, day
    assignment.returned_reason, assignment.returned_note = data.returned_reason, data.returned_note
    return assignment


@operation(
    Text("不同意退回", "Refuse a return"),
    permission=Permission.ASSIGNMENT_CREATE,
    subject="assignment",
    event=ASSIGNMENT_RETURN_REFUSED,
)
async def refuse_return(context: OperationContext, data: RefuseReturnInput) -> Assignment:
    """Refuse a return: the matter stays with the unit, which goes on as if it had accepted.

    A unit returns a matter once.
    """
    assignment, day = data.assignment, data.return_refused_on or context.today
    require_state(assignment, (AssignmentState.RETURNED,), "assignment")
    not_future(day, "return_refused_on", context)
    not_before(
        day, assignment.returned_on, "return_refused_on", "退回日期", "the day of the return"
    )
    replaced = await context.first(Assignment, Assignment.replaces_id == assignment.id)
    require(not replaced, HandlingRule.REASSIGNED_ALREADY)
    others = [
        a for a in await context.find(Assignment, rules.beside(assignment)) if a.id != assignment.id
    ]
    unit = await context.get(OrgUnit, assignment.unit_id)
    if unit is None:
        raise NotFound.at("assignment")
    rules.require_fits_beside(others, unit, assignment.handling_role)
    if data.due_on:
        term = await due_of(context, assignment.assigned_on, data.due_on, complicated=True)
        not_before(
            data.due_on, day, "due_on", "不同意退回日期", "the day on which the return was refused"
        )
        _run_until(assignment, term)
    assignment.state, assignment.accepted_on = AssignmentState.ACCEPTED, day
    assignment.return_refused_on, assignment.return_refused_note = day, data.reason
    return assignment


@operation(
    Text("办理答复", "Reply"),
    permission=Permission.REPLY_CREATE,
    subject="assignment",
    event=ASSIGNMENT_REPLIED,
)
async def reply_assignment(context: OperationContext, data: ReplyAssignmentInput) -> Reply:
    """Give the unit's reply.

    It belongs to the unit's own org, and the assigning org is its audience (access.md 1).
    """
    require_one_county(context, data)
    assignment = data.assignment
    drafted = (
        context.settings.of(CoreSettings).reply_needs_review
        and assignment.handling_role is not HandlingRole.ASSIST
    )
    require(not drafted, HandlingRule.REVIEW_FIRST)
    require_none_under_way(
        await context.find(ReplyDraft, ReplyDraft.assignment_id == assignment.id)
    )
    require_co_signed(await signers_of(context, assignment), data.unsigned_note)
    return await answer(
        context,
        assignment,
        data.replied_on or context.today,
        data.attachments,
        text=data.text,
        result_class=data.result_class,
        approved_by=data.approved_by,
        communicated_by=data.communicated_by,
        unsigned_note=data.unsigned_note,
    )


@operation(
    Text("确认答复", "Confirm a reply"),
    permission=Permission.ASSIGNMENT_CONFIRM,
    subject="assignment",
    event=ASSIGNMENT_CONFIRMED,
)
async def confirm_reply(context: OperationContext, data: ConfirmReplyInput) -> Assignment:
    """Confirm a unit's reply; what assisting units co-signed is confirmed with it.

    When nothing else is open, the matter is answered.
    """
    assignment, day = data.assignment, data.confirmed_on or context.today
    require_state(assignment, (AssignmentState.REPLIED,), "assignment")
    not_future(day, "confirmed_on", context)
    reply = await newest_reply(context, [assignment])
    not_before(
        day,
        reply.replied_on if reply else assignment.assigned_on,
        "confirmed_on",
        "答复日期",
        "the day of the reply",
    )
    for one in (assignment, *await _co_signed(context, assignment)):
        one.state, one.confirmed_on = AssignmentState.CONFIRMED, day
    matter = await matter_of(context, assignment)
    beside = await assignments_of(context, matter)
    if rules.all_confirmed(beside):
        answered(matter)
        if isinstance(matter, Outcome):
            matter.result_class = await result_of(context, beside)
    return assignment


@operation(
    Text("要求重办", "Demand rework"),
    permission=Permission.ASSIGNMENT_CONFIRM,
    subject="assignment",
    event=ASSIGNMENT_REWORKED,
)
async def demand_rework(context: OperationContext, data: DemandReworkInput) -> Assignment:
    """Send a reply back to the unit for rework, once (domain.md 2.9).

    The reply says too little, or the proposer is not satisfied.
    """
    assignment, day = data.assignment, data.reworked_on or context.today
    require_state(assignment, rules.ANSWERED, "assignment")
    rules.require_rework_left(assignment)
    not_future(day, "reworked_on", context)
    reply = await newest_reply(context, [assignment])
    not_before(
        day,
        reply.replied_on if reply else assignment.assigned_on,
        "reworked_on",
        "答复日期",
        "the day of the reply",
    )
    matter = await matter_of(context, assignment)
    term = await due_of(context, day, data.due_on, complicated=False, matter=matter)
    _run_until(assignment, term)
    assignment.state, assignment.confirmed_on, assignment.reworked_on = (
        AssignmentState.REWORKED,
        None,
        day,
    )
    if assignment.outcome_id:
        assignment.check_on = next_check(context, day)
    assignment.rework_count += 1
    assignment.rework_note = data.rework_note
    begin(matter)
    return assignment


def _run_until(assignment: Assignment, term: DueTerm) -> None:
    assignment.due_on, assignment.due_working_days, assignment.due_provisional = (
        term.due_on,
        term.working_days,
        term.provisional,
    )


async def _co_signed(context: OperationContext, assignment: Assignment) -> Sequence[Assignment]:
    """The assisting assignments that the issued draft also answers, their units having agreed."""
    issued = (ReplyDraft.assignment_id == assignment.id, ReplyDraft.state == DraftState.ISSUED)
    draft = await context.first(ReplyDraft, *issued, order=ReplyDraft.id.desc())
    if draft is None:
        return []
    signed = await context.find(
        CoSignature, CoSignature.draft_id == draft.id, CoSignature.state == SignatureState.AGREED
    )
    units = [s.unit_id for s in signed]
    waiting = (AssignmentState.ASSIGNED, *rules.UNANSWERED)
    return await context.find(
        Assignment,
        rules.beside(assignment),
        Assignment.unit_id.in_(units),
        Assignment.state.in_(waiting),
    )
