"""Minutes: draft and confirm (domain.md 2.8, 2.19)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from yishi_core.domain.consultations.events import MINUTES_CONFIRMED, MINUTES_DRAFTED, MINUTES_SENT
from yishi_core.domain.consultations.models import Consultation, ConsultationState, Minutes
from yishi_core.domain.consultations.rules import ConsultationHint, ConsultationRule
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_state


class DraftMinutesInput(Input):
    """The text of the record."""

    consultation: Ref[Consultation] = like(Minutes.consultation_id)
    text: str = like(Minutes.text, min_length=2, max_length=60_000)
    drafted_on: date | None = like(Minutes.drafted_on, None, doc=TODAY)
    files: list[Ref[Attachment]] = Field(default_factory=list, title="附件", max_length=20)


class ConfirmMinutesInput(Input):
    """The confirmation that the minutes are right."""

    minutes: Ref[Minutes] = like(Minutes)
    confirmed_on: date | None = like(Minutes.confirmed_on, None, doc=TODAY)
    sent_on: date | None = like(Minutes.sent_on, None, doc="When it was sent, if it was.")


class SendMinutesInput(Input):
    """The fact that confirmed minutes were sent to those concerned."""

    minutes: Ref[Minutes] = like(Minutes)
    sent_on: date | None = like(Minutes.sent_on, None, doc=TODAY)


@operation(
    Text("起草纪要", "Draft minutes"),
    permission=Permission.CONSULTATION_RECORD,
    subject="consultation",
    event=MINUTES_DRAFTED,
)
async def draft_minutes(context: OperationContext, data: DraftMinutesInput) -> Minutes:
    """Write the minutes of an event that was held; an existing draft is replaced."""
    require_one_county(context, data)
    event, day = data.consultation, data.drafted_on or context.today
    require_state(event, (ConsultationState.HELD,))
    not_future(day, "drafted_on", context)
    not_before(day, event.date, "drafted_on", "协商日期", "the day of the event")
    draft = await context.first(
        Minutes, Minutes.consultation_id == event.id, Minutes.confirmed_on.is_(None)
    )
    draft = draft or context.add(Minutes(consultation_id=event.id))
    draft.text, draft.drafted_on = data.text, day
    attach(context, draft, data.files, "files")
    return draft


@operation(
    Text("确认纪要", "Confirm minutes"),
    permission=Permission.MINUTES_CONFIRM,
    subject="minutes",
    event=MINUTES_CONFIRMED,
)
async def confirm_minutes(context: OperationContext, data: ConfirmMinutesInput) -> Minutes:
    """Confirm draft minutes; the event then has its minutes.

    Confirming one's own draft gives an advice (`own_draft`).
    """
    minutes, day = data.minutes, data.confirmed_on or context.today
    require(minutes.confirmed_on is None, ConsultationRule.CONFIRMED)
    not_future(day, "confirmed_on", context)
    not_before(day, minutes.drafted_on, "confirmed_on", "起草日期", "the draft")
    not_future(data.sent_on, "sent_on", context)
    not_before(data.sent_on, day, "sent_on", "确认日期", "the confirmation")
    event = await context.get(Consultation, minutes.consultation_id)
    assert event is not None
    require_state(event, (ConsultationState.HELD,))
    if minutes.created_by is not None and minutes.created_by == context.principal.account:
        context.advise(ConsultationHint.OWN_DRAFT)
    minutes.confirmed_on, minutes.confirmed_by, minutes.sent_on = (
        day,
        context.principal.account,
        data.sent_on,
    )
    event.state = ConsultationState.MINUTED
    return minutes


@operation(
    Text("印发纪要", "Send minutes"),
    permission=Permission.MINUTES_CONFIRM,
    subject="minutes",
    event=MINUTES_SENT,
)
async def send_minutes(context: OperationContext, data: SendMinutesInput) -> Minutes:
    """Record that confirmed minutes were sent, if that was not recorded at their confirmation.

    Sending after the event's `minutesDueOn` gives an advice.
    """
    minutes, day = data.minutes, data.sent_on or context.today
    require(minutes.confirmed_on is not None, ConsultationRule.NOT_CONFIRMED)
    require(minutes.sent_on is None, ConsultationRule.SENT)
    not_future(day, "sent_on", context)
    not_before(day, minutes.confirmed_on, "sent_on", "确认日期", "the confirmation")
    event = await context.get(Consultation, minutes.consultation_id)
    if event is not None and event.minutes_due_on is not None and day > event.minutes_due_on:
        context.advise(ConsultationHint.SENT_LATE, due=event.minutes_due_on.isoformat())
    minutes.sent_on = day
    return minutes
