"""An outcome is handed to the units that carry it out (交办): to one, to several together, to another one
after a return, or as it was promised on the spot.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from yishi_core.domain.collaboration.joint.sharing import share_outcome
from yishi_core.domain.consultations.models import Consultation, OnSpotReply
from yishi_core.domain.outcomes.handling import rules
from yishi_core.domain.outcomes.handling.events import ASSIGNMENT_CREATED, OUTCOME_ASSIGNED
from yishi_core.domain.outcomes.handling.handing import HandingInput, Words, hand
from yishi_core.domain.outcomes.handling.rules import HandlingRule
from yishi_core.domain.outcomes.handling.subject import (
    assignments_of,
    begin,
    matter_of,
    require_under_way,
    show_to_units,
)
from yishi_core.domain.outcomes.models import (
    Assignment,
    AssignmentState,
    HandlingRole,
    Outcome,
    OutcomeState,
    RouteClass,
)
from yishi_core.domain.outcomes.rules import require_class, require_open
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.errors import NotFound, Text
from yishi_core.facilities.numbering.service import next_number
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.audience import joined
from yishi_core.kernel.operation import TODAY, Beside, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.rules import require, require_state
from yishi_core.kernel.tree.models import OrgUnit


class AssignOutcomeInput(HandingInput):
    """An outcome of class A and the unit that shall act."""

    outcome: Ref[Outcome] = Field(title="协商成果")
    unit: Ref[OrgUnit] = like(Assignment.unit_id, doc="A body that handles.")


class UnitPartInput(Input):
    """One of several units, its role, and what is its part if that differs."""

    unit: Ref[OrgUnit] = like(Assignment.unit_id, doc="A body that handles.")
    handling_role: HandlingRole = like(Assignment.handling_role)
    brief: Words | None = Field(
        None, title="分工", description="This unit's part; the common brief unless named."
    )


class AssignTogetherInput(Input):
    """An outcome of class A handed to several units at once."""

    outcome: Ref[Outcome] = Field(title="协商成果")
    brief: Words = like(
        Assignment.brief, doc="What is to be done, names and telephones of residents masked."
    )
    units: list[UnitPartInput] = Field(
        title="承办单位",
        description="One leads and others assist, or each works separately.",
        min_length=1,
        max_length=30,
    )
    assigned_on: date | None = like(Assignment.assigned_on, None, doc=TODAY)
    due_on: date | None = like(
        Assignment.due_on, None, doc="By default 30 days on, 90 if complicated (settings)."
    )
    complicated: bool = Field(False, title="疑难复杂", description="Allows the longer term.")


class ReassignInput(HandingInput):
    """A returned assignment and the next unit."""

    assignment: Annotated[Ref[Assignment], Beside()] = Field(title="已退回的交办")
    unit: Ref[OrgUnit] = like(Assignment.unit_id, doc="Another body that handles.")


class AssignFromOnSpotInput(HandingInput):
    """An answer given on the spot that becomes an assignment; its promised day is the due day
    unless another is named.
    """

    on_spot_reply: Annotated[Ref[OnSpotReply], Beside()] = like(OnSpotReply)
    title: Annotated[str, Beside()] = Field(
        title="成果名称", description="Title of the outcome.", min_length=2, max_length=120
    )


@operation(
    Text("交办", "Assign an outcome"),
    permission=Permission.ASSIGNMENT_CREATE,
    subject="outcome",
    event=ASSIGNMENT_CREATED,
)
async def assign_outcome(context: OperationContext, data: AssignOutcomeInput) -> Assignment:
    """Hand an outcome of class A to a unit, with a masked brief and a due day. One unit leads; a
    unit gets it once.
    """
    require_one_county(context, data)
    require_open(data.outcome)
    require_class(data.outcome, RouteClass.A)
    others = await assignments_of(context, data.outcome)
    rules.require_fits_beside(others, data.unit, data.handling_role)
    rules.advise_leader(context, others, data.handling_role)
    assignment = await hand(context, data.outcome, data.unit, data)
    data.outcome.state = OutcomeState.HANDLING
    data.outcome.audience = joined(data.outcome.audience, assignment.audience)
    return assignment


@operation(
    Text("联合交办", "Assign to several units"),
    permission=Permission.ASSIGNMENT_CREATE,
    subject="outcome",
    event=OUTCOME_ASSIGNED,
    emits=[ASSIGNMENT_CREATED],
)
async def assign_together(context: OperationContext, data: AssignTogetherInput) -> Outcome:
    """Hand an outcome to several units in one go: a lead with those who assist it, or units that
    answer separately.

    Emits `assignment.created` for each.
    """
    require_one_county(context, data)
    require_open(data.outcome)
    require_class(data.outcome, RouteClass.A)
    others = list(await assignments_of(context, data.outcome))
    rules.require_roles([part.handling_role for part in data.units], others)
    for part in data.units:
        rules.require_fits_beside(others, part.unit, part.handling_role)
        given = HandingInput(
            brief=part.brief or data.brief,
            handling_role=part.handling_role,
            assigned_on=data.assigned_on,
            due_on=data.due_on,
            complicated=data.complicated,
        )
        assignment = await hand(context, data.outcome, part.unit, given)
        context.emit(ASSIGNMENT_CREATED, assignment)
        others.append(assignment)
    data.outcome.state = OutcomeState.HANDLING
    data.outcome.audience = joined(
        data.outcome.audience, *(a.audience for a in others if rules.still_counts(a))
    )
    return data.outcome


@operation(
    Text("重新交办", "Reassign"),
    permission=Permission.ASSIGNMENT_CREATE,
    subject="assignment",
    event=ASSIGNMENT_CREATED,
)
async def reassign(context: OperationContext, data: ReassignInput) -> Assignment:
    """Give a returned assignment to another unit. The returned one stays on record; its unit no
    longer sees the matter.
    """
    require_one_county(context, data)
    old = data.assignment
    require_state(old, (AssignmentState.RETURNED,), "assignment")
    replaced = await context.first(Assignment, Assignment.replaces_id == old.id)
    require(not replaced, HandlingRule.REASSIGNED_ALREADY)
    require(data.unit.id != old.unit_id, HandlingRule.SAME_UNIT)
    matter = await matter_of(context, old)
    require_under_way(matter)
    others = await assignments_of(context, matter)
    rules.require_fits_beside(others, data.unit, data.handling_role)
    assignment = await hand(context, matter, data.unit, data)
    assignment.replaces_id = old.id
    begin(matter)
    await show_to_units(context, matter, [*others, assignment])
    return assignment


@operation(
    Text("现场答复转交办", "Assign from an on-the-spot reply"),
    permission=Permission.ASSIGNMENT_CREATE,
    subject="on_spot_reply",
    event=ASSIGNMENT_CREATED,
)
async def assign_from_on_spot(context: OperationContext, data: AssignFromOnSpotInput) -> Assignment:
    """Turn what a unit promised in a consultation into an outcome of class A and an assignment due
    on the promised day (domain.md 3.9).
    """
    said = data.on_spot_reply
    require(not said.assignment_id, HandlingRule.REPLY_ASSIGNED)
    unit = await context.get(OrgUnit, said.unit_id)
    consultation = await context.get(Consultation, said.consultation_id)
    if unit is None or consultation is None:
        raise NotFound.at("on_spot_reply")
    outcome = context.add(
        Outcome(
            no=await next_number(context, "outcome", consultation.date.year),
            case_id=consultation.case_id,
            title=data.title,
            text=data.brief,
            route_class=RouteClass.A,
            state=OutcomeState.HANDLING,
            formed_on=consultation.date,
            is_major_project=False,
            converted=False,
        )
    )
    assignment = await hand(context, outcome, unit, data, said)
    outcome.audience = joined(assignment.audience)
    await share_outcome(context, outcome, await context.get(ConsultationCase, consultation.case_id))
    outcome.deadline = assignment.due_on
    said.assignment_id = assignment.id
    return assignment
