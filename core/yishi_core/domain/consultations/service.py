"""The course of an event once it is planned: held, attended, postponed, cancelled, closed, and linked
to further cases (domain.md 2.8).
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from yishi_core.domain.collaboration.joint.models import JointKind
from yishi_core.domain.collaboration.joint.sharing import joint_of
from yishi_core.domain.consultations import rules
from yishi_core.domain.consultations.attendance import AttendanceInput, write_attendance
from yishi_core.domain.consultations.events import (
    CONSULTATION_ATTENDANCE_RECORDED,
    CONSULTATION_CANCELLED,
    CONSULTATION_CLOSED,
    CONSULTATION_HELD,
    CONSULTATION_LINKED,
    CONSULTATION_POSTPONED,
)
from yishi_core.domain.consultations.models import (
    Consultation,
    ConsultationLink,
    ConsultationState,
    Suggestion,
)
from yishi_core.domain.consultations.planning import (
    Conveners,
    Cost,
    Place,
    name_conveners,
    require_within_case,
)
from yishi_core.domain.consultations.rules import ConsultationHint, ConsultationRule
from yishi_core.domain.procedures.models import CaseState, ConsultationCase
from yishi_core.domain.schedules.workdays import add_working_days
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.errors import Conflict, Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)
from yishi_core.kernel.variants.core_settings import CoreSettings

Texts = Annotated[list[Annotated[str, Field(min_length=2, max_length=4000)]], Field(max_length=200)]
Reason = Annotated[str, Field(title="原因", description="Why.", min_length=2, max_length=1000)]


class HoldConsultationInput(Input):
    """What happened at the event."""

    consultation: Ref[Consultation] = like(Consultation)
    date: dt.date | None = Field(
        None, title="实际日期", description="The planned day unless named; not in the future."
    )
    time_from: dt.time | None = like(Consultation.time_from, None)
    time_to: dt.time | None = like(Consultation.time_to, None)
    place: Place | None = Field(None, title="实际地点")
    participants: list[AttendanceInput] = Field(
        default_factory=list, title="参加情况", max_length=500
    )
    conveners: Conveners = Field(
        default_factory=list, title="召集人", description="Instead of those planned."
    )
    suggestions: Texts = Field(
        default_factory=list, title="意见建议", description="One text for each."
    )
    served_times: int | None = like(Consultation.served_times, None, ge=0)
    cost: Cost | None = like(Consultation.cost, None)
    photos: list[Ref[Attachment]] = Field(default_factory=list, title="照片", max_length=60)
    media: list[Ref[Attachment]] = Field(
        default_factory=list, title="音视频", description="Sound and film.", max_length=20
    )


class RecordAttendanceInput(Input):
    """Who attended, was on leave or was absent; listed lines are corrected, the others stay."""

    consultation: Ref[Consultation] = like(Consultation)
    participants: list[AttendanceInput] = Field(title="参加情况", min_length=1, max_length=500)


class PostponeConsultationInput(Input):
    """The postponement of an event."""

    consultation: Ref[Consultation] = like(Consultation)
    to: dt.date | None = Field(None, title="改期至", description="The new day, if known.")
    reason: Reason


class CancelConsultationInput(Input):
    """The cancellation of an event."""

    consultation: Ref[Consultation] = like(Consultation)
    reason: Reason


class CloseConsultationInput(Input):
    """The closing of an event whose minutes are confirmed."""

    consultation: Ref[Consultation] = like(Consultation)


class LinkCaseInput(Input):
    """A further case that the event treats."""

    consultation: Ref[Consultation] = like(ConsultationLink.consultation_id)
    case: Ref[ConsultationCase] = like(ConsultationLink.case_id)


@operation(
    Text("登记召开", "Hold a consultation"),
    permission=Permission.CONSULTATION_RECORD,
    subject="consultation",
    event=CONSULTATION_HELD,
)
async def hold_consultation(context: OperationContext, data: HoldConsultationInput) -> Consultation:
    """Record that an event was held, who attended and what was suggested.

    Lacking one of the four parties gives an advice (`four_parties`).
    """
    require_one_county(context, data)
    event, day = data.consultation, data.date or data.consultation.date
    require_state(event, rules.NOT_HELD_YET)
    not_future(day, "date", context)
    await require_within_case(context, event, day)
    for name in ("time_from", "time_to", "place", "served_times", "cost"):
        if getattr(data, name) is not None:
            setattr(event, name, getattr(data, name))
    rules.times_in_order(event.time_from, event.time_to)
    event.date, event.state = day, ConsultationState.HELD
    event.minutes_due_on = await _minutes_due(context, event)
    await _advise_pre_consultation(context, event)
    if data.conveners:
        await name_conveners(context, event, data.conveners)
    await write_attendance(context, event, data.participants)
    for text in data.suggestions:
        context.add(Suggestion(consultation_id=event.id, text=text))
    attach(context, event, data.photos, "photos")
    attach(context, event, data.media, "media")
    return event


@operation(
    Text("登记参加情况", "Record who took part"),
    permission=Permission.CONSULTATION_RECORD,
    subject="consultation",
    event=CONSULTATION_ATTENDANCE_RECORDED,
)
async def record_attendance(context: OperationContext, data: RecordAttendanceInput) -> Consultation:
    """Record leave before an event, and correct the attendance of one held until it is closed.

    Source: domain.md 2.8 and 5.10.
    """
    require_one_county(context, data)
    event = data.consultation
    require_state(event, rules.OPEN)
    for index, one in enumerate(data.participants):
        known = one.on_leave or event.state in rules.HELD
        require_field(
            known,
            f"participants.{index}",
            "协商尚未召开,只能登记请假。",
            "Before the event only leave can be noted.",
        )
    await write_attendance(context, event, data.participants)
    return event


@operation(
    Text("延期协商", "Postpone a consultation"),
    permission=Permission.CONSULTATION_RECORD,
    subject="consultation",
    event=CONSULTATION_POSTPONED,
)
async def postpone_consultation(
    context: OperationContext, data: PostponeConsultationInput
) -> Consultation:
    """Postpone an event with a reason, to another day if one is known."""
    event = data.consultation
    require_state(event, rules.NOT_HELD_YET)
    not_before(data.to, context.today, "to", "今天", "today")
    event.state, event.state_note, event.notified_on = (
        ConsultationState.POSTPONED,
        data.reason,
        None,
    )
    event.date = data.to or event.date
    return event


@operation(
    Text("取消协商", "Cancel a consultation"),
    permission=Permission.CONSULTATION_RECORD,
    subject="consultation",
    event=CONSULTATION_CANCELLED,
)
async def cancel_consultation(
    context: OperationContext, data: CancelConsultationInput
) -> Consultation:
    """Cancel an event with a reason; it is not counted anywhere."""
    require_state(data.consultation, rules.NOT_HELD_YET)
    data.consultation.state, data.consultation.state_note = ConsultationState.CANCELLED, data.reason
    return data.consultation


@operation(
    Text("协商归档", "Close a consultation"),
    permission=Permission.CONSULTATION_RECORD,
    subject="consultation",
    event=CONSULTATION_CLOSED,
)
async def close_consultation(
    context: OperationContext, data: CloseConsultationInput
) -> Consultation:
    """Close an event whose minutes are confirmed."""
    require_state(data.consultation, (ConsultationState.MINUTED,))
    data.consultation.state = ConsultationState.CLOSED
    return data.consultation


@operation(
    Text("关联事项", "Link a case"),
    permission=Permission.CONSULTATION_RECORD,
    subject="consultation",
    event=CONSULTATION_LINKED,
)
async def link_case(context: OperationContext, data: LinkCaseInput) -> ConsultationLink:
    """Let one event treat a further case; the event still counts once (domain.md 2.8)."""
    require_one_county(context, data)
    event, case = data.consultation, data.case
    closed = (ConsultationState.CANCELLED, ConsultationState.CLOSED)
    require(event.state not in closed, ConsultationRule.NO_MORE_LINKS, state=event.state)
    require_state(case, (CaseState.RUNNING, CaseState.CONCLUDED), "case")
    not_before(event.date, case.opened_on, "case", *rules.BEGUN)
    same = (ConsultationLink.consultation_id == event.id, ConsultationLink.case_id == case.id)
    if event.case_id == case.id or await context.first(ConsultationLink, *same):
        raise Conflict(Text("该事项已关联。", "The case is linked already."))
    return context.add(ConsultationLink(consultation_id=event.id, case_id=case.id))


async def _minutes_due(context: OperationContext, event: Consultation) -> dt.date | None:
    """The day by which minutes are due; None for a small event.

    Formal events send their minutes within 7 working days (domain.md 2.8 [P], setting
    `minutes_days`).
    """
    if event.grade is ConsultationGrade.SMALL_MICRO:
        return None
    due, _ = await add_working_days(
        context.session, event.date, context.settings.of(CoreSettings).minutes_days
    )
    return due


async def _advise_pre_consultation(context: OperationContext, event: Consultation) -> None:
    """Advise when a case over several levels lacks a preparatory consultation.

    Source: domain.md 2.17, [S1.3].
    """
    joint = (
        await joint_of(context, await context.get(ConsultationCase, event.case_id))
        if event.joint
        else None
    )
    if joint is None or joint.joint_kind is not JointKind.MULTI_LEVEL or event.is_pre_consultation:
        return
    prepared = (
        Consultation.case_id == event.case_id,
        Consultation.is_pre_consultation.is_(True),
        Consultation.state.in_(rules.HELD),
    )
    if not await context.count(Consultation, *prepared):
        context.advise(ConsultationHint.PRE_CONSULTATION_MISSING)
