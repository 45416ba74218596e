"""Supervision: checks of an outcome, of one of its units, or of an on-the-spot promise.

Source: domain.md 2.9.
"""

from __future__ import annotations

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.domain.activities.models import Activity
from yishi_core.domain.consultations.models import Consultation, OnSpotReply
from yishi_core.domain.consultations.todos import PROMISE
from yishi_core.domain.orgs.guest_owner import own_place
from yishi_core.domain.outcomes.events import (
    OUTCOME_SUPERVISED,
    PROMISE_SUPERVISED,
    SUPERVISION_CHANGED,
)
from yishi_core.domain.outcomes.handling.rules import UNANSWERED
from yishi_core.domain.outcomes.handling.terms import next_check
from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    Outcome,
    OutcomeState,
    Supervision,
    SupervisionMethod,
)
from yishi_core.domain.outcomes.rules import FORMED, OutcomeRule, require_open
from yishi_core.domain.outcomes.todos import ASSIGNMENT, OUTCOME
from yishi_core.domain.proposals.models import Proposal, ProposalState
from yishi_core.domain.proposals.todos import PROPOSAL
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import SupervisedTodo, Todo
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.audience import audience_of
from yishi_core.kernel.entity import Entity, Shared, column, ref
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field

OWED = (AssignmentState.ASSIGNED, *UNANSWERED)
"""States in which an answer of the unit is owed."""


class SupervisionAnswer(Shared, Entity):
    """Answer of a unit to what a check found and demanded."""

    __label__ = "督办回应"

    supervision_id: Mapped[uuid.UUID] = ref("Supervision", "督办", inverse="answers")
    text: Mapped[str] = column("回应内容", "What the unit says to it.", search="text")
    answered_by: Mapped[str | None] = column("回应人", "Who answers for the unit.")
    answered_on: Mapped[date] = column("回应日期", "When.", search="date")


SUPERVISION_ANSWERED = EventType("supervision.answered", SupervisionAnswer)


class PressingInput(Input):
    """Who supervises and how, what they found and what they demand."""

    method: SupervisionMethod = like(
        Supervision.method, doc="A check without a demand is a reminder."
    )
    by: str = like(Supervision.by, min_length=2, max_length=120)
    finding: str = like(Supervision.finding, min_length=2, max_length=2000)
    demand: str | None = like(
        Supervision.demand,
        None,
        doc="What is demanded; needed unless it is a reminder.",
        max_length=2000,
    )
    on: date | None = like(Supervision.on, None, doc=TODAY)
    activity: Ref[Activity] | None = like(
        Supervision.activity_id, None, doc="The inspection or appraisal in which members took part."
    )


class SuperviseInput(PressingInput, enters=Supervision):
    """A check of an outcome, or of one of the units that handle it."""

    outcome: Ref[Outcome] = like(Supervision.outcome_id)
    assignment: Ref[Assignment] | None = like(Supervision.assignment_id, None)
    new_due: date | None = like(Supervision.new_due, None, doc="New due day of the assignment.")


class AnswerSupervisionInput(Input, enters=SupervisionAnswer):
    """The unit's answer to a check."""

    supervision: Ref[Supervision] = like(SupervisionAnswer.supervision_id)
    text: str = like(
        SupervisionAnswer.text,
        doc="What was done about it, and until when.",
        min_length=2,
        max_length=2000,
    )
    answered_by: str | None = like(SupervisionAnswer.answered_by, None, min_length=2, max_length=60)
    answered_on: date | None = like(SupervisionAnswer.answered_on, None, doc=TODAY)


class ChangeSupervisionInput(
    Correction, of=SuperviseInput, but={"outcome", "assignment", "new_due"}
):
    """Corrections of a check; its unit and a due day that it moved stay."""

    supervision: Ref[Supervision] = like(Supervision)


class PressPromiseInput(PressingInput, enters=Supervision):
    """A check of a promise made on the spot."""

    on_spot_reply: Ref[OnSpotReply] = like(Supervision.on_spot_reply_id)


@operation(
    Text("督办", "Supervise"),
    permission=Permission.SUPERVISION_RECORD,
    subject="outcome",
    event=OUTCOME_SUPERVISED,
)
async def supervise(context: OperationContext, data: SuperviseInput) -> Supervision:
    """Record a check of an outcome or of one assignment; the unit can read it.

    A new due day moves that of the assignment. A closed outcome may still be looked back at (回头看,
    domain.md 5.5).
    """
    require_one_county(context, data)
    if not (
        data.method is SupervisionMethod.LOOK_BACK and data.outcome.state is OutcomeState.CLOSED
    ):
        require_open(data.outcome)
    day = day_of(context, data)
    not_before(day, data.outcome.formed_on, "on", *FORMED)
    row = entered(Supervision, data, on=day, audience=data.outcome.audience)
    require_field(
        not data.new_due or data.assignment,
        "new_due",
        "调整期限须选定一件交办。",
        "A new due day needs an assignment.",
    )
    if data.assignment:
        require_field(
            data.assignment.outcome_id == data.outcome.id,
            "assignment",
            "该交办不属于此成果。",
            "It is of another outcome.",
        )
        row.assignment_id, row.audience = data.assignment.id, data.assignment.audience
        move_due(data.assignment, data.new_due, day)
    await _look_again(context, row)
    return context.add(row)


@operation(
    Text("督办现场承诺", "Press a promise"),
    permission=Permission.SUPERVISION_RECORD,
    subject="on_spot_reply",
    event=PROMISE_SUPERVISED,
)
async def press_promise(context: OperationContext, data: PressPromiseInput) -> Supervision:
    """Record a check of a promise made at a consultation (domain.md 3.9: answers are tracked)."""
    require_one_county(context, data)
    day = day_of(context, data)
    event = await context.get(Consultation, data.on_spot_reply.consultation_id)
    not_before(day, event.date if event else None, "on", "协商日期", "the day of the event")
    return context.add(entered(Supervision, data, on=day))


@operation(
    Text("更正督办", "Change a check"),
    permission=Permission.SUPERVISION_RECORD,
    subject="supervision",
    event=SUPERVISION_CHANGED,
)
async def change_supervision(
    context: OperationContext, data: ChangeSupervisionInput
) -> Supervision:
    """Correct how, by whom and when a check was made, what was found and demanded.

    This is possible until a unit has answered it (`answered`).
    """
    row = data.supervision
    answered = await context.count(SupervisionAnswer, SupervisionAnswer.supervision_id == row.id)
    require(not answered, OutcomeRule.ANSWERED)
    correct(context, row, data)
    not_future(row.on, "on", context)
    require_demand(row.method, row.demand)
    outcome = await context.get(Outcome, row.outcome_id)
    not_before(row.on, outcome.formed_on if outcome else None, "on", *FORMED)
    return row


@operation(
    Text("回应督办", "Answer a check"),
    permission=Permission.SUPERVISION_ANSWER,
    subject="supervision",
    event=SUPERVISION_ANSWERED,
)
async def answer_supervision(
    context: OperationContext, data: AnswerSupervisionInput
) -> SupervisionAnswer:
    """Answer a check, as a unit that still takes part in the matter (`not_handling`).

    This is no reply to the assignment, which is still owed.
    """
    pressed, day = data.supervision, data.answered_on or context.today
    not_future(day, "answered_on", context)
    not_before(day, pressed.on, "answered_on", "督办日期", "the day of the check")
    unit = await own_place(context, Permission.SUPERVISION_ANSWER, pressed)
    of = (
        Assignment.proposal_id == pressed.proposal_id
        if pressed.proposal_id
        else Assignment.outcome_id == pressed.outcome_id
    )
    mine = await context.find(
        Assignment, of, Assignment.unit_id == unit.id, Assignment.state != AssignmentState.RETURNED
    )
    require(mine, OutcomeRule.NOT_HANDLING)
    row = entered(
        SupervisionAnswer,
        data,
        supervision_id=pressed.id,
        answered_on=day,
        audience=audience_of(pressed.org_path, pressed.county),
    )
    return context.add(row, org=unit)


def day_of(context: OperationContext, data: PressingInput) -> date:
    """The day of a check; unless it is a reminder or a look back, it must state a demand."""
    day = data.on or context.today
    not_future(day, "on", context)
    require_demand(data.method, data.demand)
    return day


def require_demand(method: SupervisionMethod, demand: str | None) -> None:
    """Require a demand, except of a reminder (domain.md 2.9 [D]) or a look back."""
    complete = demand or method in (SupervisionMethod.REMINDER, SupervisionMethod.LOOK_BACK)
    require_field(
        complete,
        "demand",
        "请填写督办要求;仅催办和回头看可以不填。",
        "Say what is demanded, unless it is a reminder or look-back.",
    )


def move_due(assignment: Assignment, due: date | None, day: date) -> None:
    """Move the due day, while the unit owes a reply."""
    if due is None:
        return
    require(assignment.state in OWED, OutcomeRule.DUE_DAY_STAYS)
    not_before(due, day, "new_due", "督办日期", "the day of the check")
    assignment.due_on, assignment.due_working_days, assignment.due_provisional = due, None, False


async def _look_again(context: OperationContext, check: Supervision) -> None:
    """The next check of what was just looked at: of one unit's part, or of every unit's."""
    whose = (
        Assignment.id == check.assignment_id
        if check.assignment_id
        else Assignment.outcome_id == check.outcome_id
    )
    again = next_check(context, check.on)
    for assignment in await context.find(Assignment, whose, Assignment.state.in_(OWED)):
        if again and again > (assignment.check_on or check.on):
            assignment.check_on = again


_whole = Supervision.assignment_id.is_(None)

PRESSED_OUTCOME = SupervisedTodo(
    OUTCOME,
    Supervision,
    sa.and_(Supervision.outcome_id == Outcome.id, _whole),
    due=Outcome.deadline,
    when=Outcome.state.in_((OutcomeState.ROUTED, OutcomeState.HANDLING, OutcomeState.REPLIED)),
)
PRESSED_ASSIGNMENT = SupervisedTodo(
    ASSIGNMENT,
    Supervision,
    Supervision.assignment_id == Assignment.id,
    when=Assignment.state.in_((*OWED, AssignmentState.REPLIED)),
)
PRESSED_PROPOSAL = SupervisedTodo(
    PROPOSAL,
    Supervision,
    sa.and_(Supervision.proposal_id == Proposal.id, _whole),
    when=Proposal.state.in_(
        (ProposalState.ASSIGNED, ProposalState.HANDLING, ProposalState.REPLIED)
    ),
)
PRESSED_PROMISE = SupervisedTodo(
    PROMISE,
    Supervision,
    Supervision.on_spot_reply_id == OnSpotReply.id,
    when=OnSpotReply.assignment_id.is_(None),
    due=OnSpotReply.promise_due,
)

_answered = (
    sa.exists()
    .where(
        SupervisionAnswer.county == Supervision.county,
        SupervisionAnswer.supervision_id == Supervision.id,
        SupervisionAnswer.org_id == Assignment.unit_id,
        SupervisionAnswer.voided_at.is_(None),
    )
    .correlate(Supervision, Assignment)
)
_demanded = sa.and_(
    Supervision.county == Assignment.county,
    Supervision.voided_at.is_(None),
    Supervision.demand.is_not(None),
    ~_answered,
    (Supervision.assignment_id == Assignment.id)
    | _whole
    & (
        (Supervision.outcome_id == Assignment.outcome_id)
        | (Supervision.proposal_id == Assignment.proposal_id)
    ),
)

CHECK = Todo(
    "assignment.check",
    ASSIGNMENT,
    Text("检查办理进展", "Check how far it is"),
    waits="到期检查办理进展",
    permission=Permission.SUPERVISION_RECORD,
    when=Assignment.state.in_(OWED) & Assignment.check_on.is_not(None),
    begins=Assignment.check_on,
    due=Assignment.check_on,
    record=(Outcome, Assignment.outcome_id),
    by=("supervise",),
)

ANSWER = Todo(
    "supervision.answer",
    ASSIGNMENT,
    Text("回应督办要求", "Answer what was demanded"),
    waits="督办要求未回应",
    permission=Permission.SUPERVISION_ANSWER,
    at=Assignment.unit_id,
    by=("answer_supervision",),
    when=Assignment.state.in_(OWED) & sa.exists().where(_demanded).correlate(Assignment),
    record=(
        Supervision,
        sa.select(Supervision.id)
        .where(_demanded)
        .order_by(Supervision.on.desc(), Supervision.id)
        .limit(1)
        .correlate(Assignment)
        .scalar_subquery(),
    ),
)
