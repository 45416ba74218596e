"""Rules of assignments: the unit, the due day and the states (domain.md 2.9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from yishi_core.clock import CHINA
from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    Communication,
    HandlingRole,
)
from yishi_core.domain.outcomes.rules import MOST_REWORKS
from yishi_core.errors import Hint, Rule
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.rules import require, require_field
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.core_settings import CoreSettings


class HandlingRule(Rule):
    """Why an operation on assignments is refused."""

    ASSIGNED_ALREADY = (
        "assigned_already",
        "该成果已交“{unit}”办理。",
        "The outcome is with “{unit}” already.",
    )
    REASSIGNED_ALREADY = (
        "reassigned_already",
        "该交办已另行交办。",
        "It has been reassigned already.",
    )
    REPLY_ASSIGNED = (
        "assigned_already",
        "该现场答复已转为交办。",
        "It has become an assignment already.",
    )
    RETURN_REFUSED = (
        "return_refused",
        "退回申请未获同意,请继续办理;如有困难可申请延期。",
        "The return was refused: go on with it, or ask for an extension.",
    )
    RETURN_TOO_LATE = (
        "return_too_late",
        "退回期限({last})已过,不能退回。",
        "It could be returned until {last}.",
    )
    REVIEW_FIRST = (
        "review_first",
        "本地要求答复经会签和审核后发出,请先拟稿送审。",
        "Here an answer is drafted, co-signed and reviewed before it is issued.",
    )
    REWORKED_ALREADY = (
        "reworked_already",
        "该交办已重新办理过一次,不能再次要求重办。",
        "It has been reworked once already.",
    )
    SAME_UNIT = "same_unit", "请选择其他承办单位。", "Choose another unit."
    SECOND_LEAD = (
        "second_lead",
        "已有主办单位,其他单位请选会办或分办。",
        "A unit leads already: let the others assist or work separately.",
    )


class HandlingHint(Hint):
    """What an assignment to handling units points out."""

    NO_LEAD = (
        "no_lead",
        "尚未确定主办单位,请尽快交办主办单位。",
        "No unit leads yet: assign the lead soon.",
    )


UNANSWERED = (AssignmentState.ACCEPTED, AssignmentState.IN_PROGRESS, AssignmentState.REWORKED)
"""States in which the unit has taken the assignment on and owes a reply."""
ASSIGNED = ("交办日期", "the day of the assignment")
RETURNABLE = (AssignmentState.ASSIGNED, AssignmentState.ACCEPTED)
ANSWERED = (AssignmentState.REPLIED, AssignmentState.CONFIRMED, AssignmentState.CLOSED)


def beside(assignment: Assignment) -> sa.ColumnElement[bool]:
    """The condition for all assignments of the same matter, including this one."""
    if assignment.outcome_id is None:
        return Assignment.proposal_id == assignment.proposal_id
    if assignment.proposal_id:
        return Assignment.proposal_id == assignment.proposal_id
    return Assignment.outcome_id == assignment.outcome_id


def still_counts(assignment: Assignment) -> bool:
    """Whether an assignment still counts: a returned one stays on record and binds nobody."""
    return assignment.state is not AssignmentState.RETURNED


def require_unit(unit: OrgUnit, path: str = "unit") -> None:
    """Require a handling unit that still exists."""
    require_field(
        unit.handles and unit.closed_on is None,
        path,
        f"“{unit.name}”不是承办单位或已撤销。",
        f"“{unit.name}” is no handling unit, or is closed.",
    )


def require_fits_beside(others: Sequence[Assignment], unit: OrgUnit, role: HandlingRole) -> None:
    """Require that a unit gets an outcome once, and that only one unit leads."""
    kept = [a for a in others if still_counts(a)]
    require(all(a.unit_id != unit.id for a in kept), HandlingRule.ASSIGNED_ALREADY, unit=unit.name)
    lead_taken = role is HandlingRole.LEAD and any(
        a.handling_role is HandlingRole.LEAD for a in kept
    )
    require(not lead_taken, HandlingRule.SECOND_LEAD)


def possible_due_day(
    settings: CoreSettings, assigned_on: date, due: date, *, complicated: bool
) -> date:
    """Require that a unit has time until the day, and no more than the longest term.

    That is 3 months, for difficult matters 6 (domain.md 2.9). Raises `InvalidInput`.
    """
    longest = settings.reply_max_days_difficult if complicated else settings.reply_max_days
    require_field(
        due >= assigned_on,
        "due_on",
        "办理期限不能早于交办日期。",
        "The due day lies before the assignment.",
    )
    latest = assigned_on + timedelta(days=longest)
    require_field(
        due <= latest,
        "due_on",
        f"办理期限最长{longest}天(至{latest.isoformat()})。",
        f"At most {longest} days: until {latest.isoformat()}.",
    )
    return due


def counted_day(assignment: Assignment, said: date, last: date, today: date) -> date:
    """The day by which a limit is measured.

    For papers entered after the limit it is the day they state; otherwise it is today, so that
    nobody evades a limit by stating an earlier day.
    """
    entered = assignment.created_at.astimezone(CHINA).date()
    return said if entered > last else max(said, today)


def require_returnable(today: date, last: date) -> None:
    """Require that a return (“not ours”) is made in time."""
    require(today <= last, HandlingRule.RETURN_TOO_LATE, last=last)


def require_not_insisted(assignment: Assignment) -> None:
    """Refuse a second return after one was refused."""
    require(assignment.return_refused_on is None, HandlingRule.RETURN_REFUSED)


def advise_leader(
    context: OperationContext, others: Sequence[Assignment], role: HandlingRole
) -> None:
    """Advise when a unit assists and no unit leads; the lead may be named afterwards."""
    led = any(a.handling_role is HandlingRole.LEAD for a in others if still_counts(a))
    if role is HandlingRole.ASSIST and not led:
        context.advise(HandlingHint.NO_LEAD)


def require_roles(roles: Sequence[HandlingRole], others: Sequence[Assignment]) -> None:
    """Require fitting roles where several units are assigned at once (主办、会办、分办).

    One leads and the others assist, or each works separately.
    """
    leads = roles.count(HandlingRole.LEAD) + sum(
        a.handling_role is HandlingRole.LEAD for a in others if still_counts(a)
    )
    require_field(leads < 2, "units", "主办单位只能有一个。", "One unit leads.")
    require_field(
        leads or HandlingRole.ASSIST not in roles,
        "units",
        "有会办单位时须确定一个主办单位。",
        "Where units assist, one must lead.",
    )


def require_talk(assignment: Assignment, communicated_by: Communication | None) -> None:
    """Require that a proposal is discussed with its proposer before the reply (办理协商).

    Source: domain.md 2.10.
    """
    require_field(
        communicated_by
        or assignment.proposal_id is None
        or assignment.handling_role is HandlingRole.ASSIST,
        "communicated_by",
        "答复提案前须与提案人沟通,请填写沟通方式。",
        "Talk with the proposer before answering, and say how you did.",
    )


def require_rework_left(assignment: Assignment) -> None:
    """Require that no rework was demanded yet: it is demanded once."""
    require(assignment.rework_count < MOST_REWORKS, HandlingRule.REWORKED_ALREADY)


def all_confirmed(assignments: Sequence[Assignment]) -> bool:
    """Whether nothing of an outcome waits for a unit or for confirmation."""
    done = (AssignmentState.CONFIRMED, AssignmentState.CLOSED)
    return all(a.state in done for a in assignments if still_counts(a))
