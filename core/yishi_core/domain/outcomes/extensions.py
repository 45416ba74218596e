"""Extensions: a unit asks for more time, the assigning office decides (domain.md 2.9)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, timedelta
from typing import Annotated, ClassVar

import sqlalchemy as sa
from pydantic import Field, StringConstraints
from sqlalchemy.orm import Mapped

from yishi_core.domain.outcomes.handling.rules import counted_day
from yishi_core.domain.outcomes.models import Assignment, AssignmentState
from yishi_core.domain.outcomes.rules import OutcomeRule
from yishi_core.domain.outcomes.todos import ASSIGNMENT
from yishi_core.errors import NotFound, Text
from yishi_core.facilities.todos.declaration import Todo
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.audience import audience_of
from yishi_core.kernel.entity import Entity, Handed, Labelled, column, ref
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.core_settings import CoreSettings


class ExtensionState(Labelled):
    ASKED = "asked", "待答复"
    GRANTED = "granted", "同意延期"
    REFUSED = "refused", "不同意延期"


class Extension(Handed, Entity):
    """Request of a unit for more time."""

    __label__ = "延期申请"
    __handed__: ClassVar[frozenset[str]] = frozenset(
        {"state", "granted_until", "decided_on", "decision_note"}
    )

    assignment_id: Mapped[uuid.UUID] = ref("Assignment", "交办", inverse="extensions")
    wanted_until: Mapped[date] = column("申请延至", "The day that is asked for.")
    reason: Mapped[str] = column("延期理由", "Why.")
    asked_on: Mapped[date] = column("申请日期", "When; on the due day at the latest.")
    state: Mapped[ExtensionState] = column(
        "状态", "asked → granted | refused.", default=ExtensionState.ASKED
    )
    granted_until: Mapped[date | None] = column("同意延至", "The day that was granted.")
    decided_on: Mapped[date | None] = column("答复日期", "When it was decided.")
    decision_note: Mapped[str | None] = column(
        "答复意见", "Why it was refused, or on what condition granted."
    )

    def served(self) -> bool:
        return self.state is not ExtensionState.ASKED


EXTENSION_ASKED = EventType("extension.asked", Extension)
EXTENSION_DECIDED = EventType("extension.decided", Extension)


WAITING = (
    AssignmentState.ASSIGNED,
    AssignmentState.ACCEPTED,
    AssignmentState.IN_PROGRESS,
    AssignmentState.REWORKED,
)
"""States in which the due day is running."""


def require_in_time(assignment: Assignment, asked_on: date) -> None:
    """Require that an extension is asked for before the due day has passed."""
    require(asked_on <= assignment.due_on, OutcomeRule.ASKED_TOO_LATE, due_on=assignment.due_on)


def require_none_open(earlier: Collection[Extension]) -> None:
    """Require that no other request is open."""
    require(all(e.state is not ExtensionState.ASKED for e in earlier), OutcomeRule.ASKED_ALREADY)


def require_longer(assignment: Assignment, until: date, settings: CoreSettings, path: str) -> None:
    """Require a later day, within the longest term of difficult matters (default: 6 months)."""
    require_field(
        until > assignment.due_on,
        path,
        f"应晚于现办理期限({assignment.due_on.isoformat()})。",
        f"Must lie after the due day ({assignment.due_on.isoformat()}).",
    )
    latest = assignment.assigned_on + timedelta(days=settings.reply_max_days_difficult)
    require_field(
        until <= latest,
        path,
        f"自交办之日起最长{settings.reply_max_days_difficult}天(至{latest.isoformat()})。",
        f"At most {settings.reply_max_days_difficult} days from the assignment: until "
        f"{latest.isoformat()}.",
    )


Reason = Annotated[str, StringConstraints(min_length=2, max_length=1000)]


class AskExtensionInput(Input, enters=Extension):
    """Why a unit needs more time, and until when."""

    assignment: Ref[Assignment] = like(Extension.assignment_id)
    wanted_until: date = like(
        Extension.wanted_until, doc="Later than the due day, within the longest term."
    )
    reason: Reason = like(Extension.reason)
    asked_on: date | None = like(
        Extension.asked_on, None, doc="Today unless named; on the due day at the latest."
    )


class DecideExtensionInput(Input):
    """The decision whether the unit gets more time."""

    assignment: Ref[Assignment] = like(Extension.assignment_id, doc="Its open request is decided.")
    granted: bool = Field(title="同意延期", description="Granted or refused.")
    granted_until: date | None = like(
        Extension.granted_until, None, doc="The day asked for unless named."
    )
    decision_note: str | None = like(
        Extension.decision_note, None, doc="Needed for a refusal.", max_length=1000
    )
    decided_on: date | None = like(Extension.decided_on, None, doc=TODAY)


@operation(
    Text("申请延期", "Ask for an extension"),
    permission=Permission.ASSIGNMENT_HANDLE,
    subject="assignment",
    event=EXTENSION_ASKED,
)
async def ask_extension(context: OperationContext, data: AskExtensionInput) -> Extension:
    """Ask for more time, before the due day has passed.

    The due day stays until the office has decided.
    """
    assignment, day = data.assignment, data.asked_on or context.today
    require_state(assignment, WAITING, "assignment")
    not_future(day, "asked_on", context)
    not_before(day, assignment.assigned_on, "asked_on", "交办日期", "the day of the assignment")
    require_in_time(assignment, counted_day(assignment, day, assignment.due_on, context.today))
    require_longer(assignment, data.wanted_until, context.settings.of(CoreSettings), "wanted_until")
    require_none_open(await context.find(Extension, Extension.assignment_id == assignment.id))
    unit = await context.get(OrgUnit, assignment.unit_id)
    if unit is None:
        raise NotFound.at("assignment")
    request = entered(
        Extension,
        data,
        assignment_id=assignment.id,
        asked_on=day,
        state=ExtensionState.ASKED,
        audience=audience_of(assignment.org_path, assignment.county),
    )
    return context.add(request, org=unit)


@operation(
    Text("答复延期申请", "Decide on an extension"),
    permission=Permission.ASSIGNMENT_CONFIRM,
    subject="assignment",
    event=EXTENSION_DECIDED,
)
async def decide_extension(context: OperationContext, data: DecideExtensionInput) -> Extension:
    """Grant the day asked for or another one, or refuse with a reason.

    The assigning office decides. A grant moves the due day.
    """
    assignment, day = data.assignment, data.decided_on or context.today
    request = await context.first(
        Extension, Extension.assignment_id == assignment.id, Extension.state == ExtensionState.ASKED
    )
    require(request is not None, OutcomeRule.NONE_ASKED)
    assert request is not None
    not_future(day, "decided_on", context)
    not_before(day, request.asked_on, "decided_on", "申请日期", "the day of the request")
    if data.granted:
        require_state(assignment, WAITING, "assignment")
        until = data.granted_until or request.wanted_until
        path = "granted_until" if data.granted_until else "granted"
        require_longer(assignment, until, context.settings.of(CoreSettings), path)
        assignment.due_on, assignment.due_working_days, assignment.due_provisional = (
            until,
            None,
            False,
        )
        request.state, request.granted_until = ExtensionState.GRANTED, until
    else:
        require_field(
            data.granted_until is None,
            "granted_until",
            "不同意延期时不填。",
            "A refusal names no day.",
        )
        require_field(
            data.decision_note, "decision_note", "不同意延期须说明理由。", "Say why it is refused."
        )
        request.state = ExtensionState.REFUSED
    request.decided_on, request.decision_note = day, data.decision_note
    return request


_asked = (
    sa.exists()
    .where(
        Extension.county == Assignment.county,
        Extension.assignment_id == Assignment.id,
        Extension.state == ExtensionState.ASKED,
        Extension.voided_at.is_(None),
    )
    .correlate(Assignment)
)

# The request belongs to the unit; the office looks at its assignment.
DECIDE = Todo(
    "extension.decide",
    ASSIGNMENT,
    Text("答复延期申请", "Decide on the extension"),
    waits="延期申请未答复",
    permission=Permission.ASSIGNMENT_CONFIRM,
    when=_asked,
    due=Assignment.due_on,
    by=("decide_extension",),
)
