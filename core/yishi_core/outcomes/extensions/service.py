"""A unit asks for more time, the office that handed over grants or refuses it (domain.md 2.9)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.access import Permission
from yishi_core.access.audience import audience_of
from yishi_core.errors import NotFound, Text
from yishi_core.operation import Input, OperationContext, Ref, operation
from yishi_core.operation.rules import not_before, not_future, require, require_field, require_state
from yishi_core.orgs.models import OrgUnit
from yishi_core.outcomes.extensions import rules
from yishi_core.outcomes.extensions.models import Extension, ExtensionState
from yishi_core.outcomes.handling.rules import counted_day
from yishi_core.outcomes.models import Assignment
from yishi_core.plugins.core_settings import CoreSettings

Reason = Annotated[str, StringConstraints(min_length=2, max_length=1000)]


class AskExtensionInput(Input):
    """Why a unit needs more time, and until when."""

    assignment: Ref[Assignment] = Field(title="交办")
    wanted_until: date = Field(title="申请延至", description="Later than the due day, within the longest term.")
    reason: Reason = Field(title="延期理由", description="Why.")
    asked_on: date | None = Field(None, title="申请日期", description="Today unless named; on the due day at the latest.")


class DecideExtensionInput(Input):
    """Whether the unit gets more time."""

    assignment: Ref[Assignment] = Field(title="交办", description="Its open request is decided.")
    granted: bool = Field(title="同意延期", description="Granted or refused.")
    granted_until: date | None = Field(None, title="同意延至", description="The day asked for unless named.")
    decision_note: str | None = Field(None, title="答复意见", description="Needed for a refusal.", max_length=1000)
    decided_on: date | None = Field(None, title="答复日期", description="Today unless named.")


@operation(Text("申请延期", "Ask for an extension"), permission=Permission.ASSIGNMENT_HANDLE, subject="assignment", event="extension.asked")
async def ask_extension(context: OperationContext, data: AskExtensionInput) -> Extension:
    """The unit asks for more time, before the due day has passed; the due day stays until the office has decided."""
    assignment, day = data.assignment, data.asked_on or context.today
    require_state(assignment, rules.WAITING, "assignment")
    not_future(day, "asked_on", context)
    not_before(day, assignment.assigned_on, "asked_on", "交办日期", "the day of the assignment")
    rules.require_in_time(assignment, counted_day(assignment, day, assignment.due_on, context.today))
    rules.require_longer(assignment, data.wanted_until, context.settings.of("core", CoreSettings), "wanted_until")
    rules.require_none_open(await context.find(Extension, Extension.assignment_id == assignment.id))
    unit = await context.get(OrgUnit, assignment.unit_id)
    if unit is None:
        raise NotFound.at("assignment")
    request = Extension(
        assignment_id=assignment.id, wanted_until=data.wanted_until, reason=data.reason, asked_on=day, state=ExtensionState.ASKED,
        audience=audience_of(assignment.org_path, assignment.county),
    )  # fmt: skip
    return context.add(request, org=unit)


@operation(
    Text("答复延期申请", "Decide on an extension"), permission=Permission.ASSIGNMENT_CONFIRM, subject="assignment", event="extension.decided"
)
async def decide_extension(context: OperationContext, data: DecideExtensionInput) -> Extension:
    """The office that handed over grants the day asked for, or another one, or refuses with its reason. A grant moves the due day."""
    assignment, day = data.assignment, data.decided_on or context.today
    request = await context.first(Extension, Extension.assignment_id == assignment.id, Extension.state == ExtensionState.ASKED)
    require(request is not None, "none_asked", "该交办没有待答复的延期申请。", "No request for an extension waits for an answer.")
    assert request is not None
    not_future(day, "decided_on", context)
    not_before(day, request.asked_on, "decided_on", "申请日期", "the day of the request")
    if data.granted:
        require_state(assignment, rules.WAITING, "assignment")
        until = data.granted_until or request.wanted_until
        path = "granted_until" if data.granted_until else "granted"
        rules.require_longer(assignment, until, context.settings.of("core", CoreSettings), path)
        assignment.due_on, assignment.due_working_days, assignment.due_provisional = until, None, False
        request.state, request.granted_until = ExtensionState.GRANTED, until
    else:
        require_field(data.granted_until is None, "granted_until", "不同意延期时不填。", "A refusal names no day.")
        require_field(data.decision_note, "decision_note", "不同意延期须说明理由。", "Say why it is refused.")
        request.state = ExtensionState.REFUSED
    request.decided_on, request.decision_note = day, data.decision_note
    return request
