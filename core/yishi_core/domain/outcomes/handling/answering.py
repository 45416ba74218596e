"""Recording a unit's reply: given at once, or issued from a reviewed draft."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from yishi_core.domain.outcomes.handling import rules
from yishi_core.domain.outcomes.handling.subject import followers_of, matter_of
from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    Communication,
    HandlingRole,
    Reply,
    ResultClass,
)
from yishi_core.errors import NotFound
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access.audience import audience_of, joined
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.operation.rules import not_before, not_future, require_state
from yishi_core.kernel.tree.models import OrgUnit


async def answer(
    context: OperationContext,
    assignment: Assignment,
    day: date,
    attachments: Sequence[Attachment],
    *,
    text: str,
    result_class: ResultClass,
    approved_by: str | None,
    communicated_by: Communication | None,
    unsigned_note: str | None = None,
) -> Reply:
    """Record the unit's reply at the unit's own org (access.md 1).

    The assigning org and the signers of a proposal are its audience.
    """
    require_state(assignment, rules.UNANSWERED, "assignment")
    rules.require_talk(assignment, communicated_by)
    not_future(day, "replied_on", context)
    if assignment.reworked_on is not None:
        not_before(
            day,
            assignment.reworked_on,
            "replied_on",
            "要求重办日期",
            "the day on which rework was demanded",
        )
    not_before(
        day,
        assignment.accepted_on or assignment.assigned_on,
        "replied_on",
        "签收日期",
        "the day on which it was accepted",
    )
    unit = await context.get(OrgUnit, assignment.unit_id)
    if unit is None:
        raise NotFound.at("assignment")
    followers = await _followers(context, assignment)
    reply = Reply(
        assignment_id=assignment.id,
        text=text,
        result_class=result_class,
        approved_by=approved_by,
        communicated_by=communicated_by,
        replied_on=day,
        unsigned_note=unsigned_note,
        audience=joined(audience_of(assignment.org_path, assignment.county), followers),
    )
    context.add(reply, org=unit)
    attach(context, reply, attachments)
    assignment.state = AssignmentState.REPLIED
    return reply


async def newest_reply(
    context: OperationContext, assignments: Collection[Assignment]
) -> Reply | None:
    """The last reply to any of these assignments; ids sort by time of entry."""
    return await context.first(
        Reply, Reply.assignment_id.in_([a.id for a in assignments]), order=Reply.id.desc()
    )


async def result_of(
    context: OperationContext, assignments: Collection[Assignment]
) -> ResultClass | None:
    """How far an outcome is solved (domain.md 2.9 `result_class`).

    It is what the lead says, else the least solved part of those who work separately.
    """
    kept = [a for a in assignments if rules.still_counts(a)]
    lead = [a for a in kept if a.handling_role is HandlingRole.LEAD]
    own = [a for a in kept if a.handling_role is HandlingRole.SEPARATE]
    replies = await context.find(
        Reply, Reply.assignment_id.in_([a.id for a in lead or own or kept])
    )
    newest = {r.assignment_id: r.result_class for r in replies}
    return max(newest.values(), key=lambda c: c.value, default=None)


async def _followers(context: OperationContext, assignment: Assignment) -> list[str]:
    """The signers of a proposal as it is now.

    Others may have been merged into it after it was assigned.
    """
    if assignment.proposal_id is None:
        return []
    return followers_of((await matter_of(context, assignment)).audience)
