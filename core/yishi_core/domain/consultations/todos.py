"""Todo items of events: notify, hold, write and confirm minutes (domain.md 2.8)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.consultations.models import (
    Consultation,
    ConsultationState,
    Minutes,
    OnSpotReply,
)
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

_of_event = (Consultation.county == Minutes.county) & (Consultation.id == Minutes.consultation_id)

CONSULTATION = Matter(
    Consultation,
    title=Consultation.title,
    started=True,
    finished=(ConsultationState.CLOSED, ConsultationState.CANCELLED),
    pending=(ConsultationState.PLANNED, ConsultationState.POSTPONED),
    acts=("postpone_consultation", "cancel_consultation", "record_consultation"),
)
MINUTES = Matter(
    Minutes,
    title=sa.select(Consultation.title).where(_of_event).correlate(Minutes).scalar_subquery(),
    acts=("draft_minutes",),
)
PROMISE = Matter(OnSpotReply, title=OnSpotReply.text)

NOTIFY = Todo(
    "consultation.notify",
    CONSULTATION,
    Text("发出协商通知", "Notify those invited"),
    waits="协商未通知",
    permission=Permission.CONSULTATION_RECORD,
    when=Consultation.state.in_((ConsultationState.PLANNED, ConsultationState.POSTPONED)),
    due=Consultation.date,
    by=("notify_consultation", "postpone_consultation", "cancel_consultation"),
)
HOLD = Todo(
    "consultation.hold",
    CONSULTATION,
    Text("登记召开情况", "Record that it was held"),
    waits="协商未登记召开",
    permission=Permission.CONSULTATION_RECORD,
    when=Consultation.state == ConsultationState.NOTIFIED,
    due=Consultation.date,
    begins=Consultation.date,
    by=("hold_consultation", "postpone_consultation", "cancel_consultation"),
)
DRAFT_MINUTES = Todo(
    "minutes.draft",
    CONSULTATION,
    Text("起草会议纪要", "Draft the minutes"),
    waits="协商未形成纪要",
    permission=Permission.CONSULTATION_RECORD,
    when=(Consultation.state == ConsultationState.HELD)
    & ~sa.exists().where(_of_event, Minutes.voided_at.is_(None)).correlate(Consultation),
    due=Consultation.minutes_due_on,
    by=("draft_minutes",),
)
CONFIRM_MINUTES = Todo(
    "minutes.confirm",
    MINUTES,
    Text("确认会议纪要", "Confirm the minutes"),
    waits="纪要未确认",
    permission=Permission.MINUTES_CONFIRM,
    when=Minutes.confirmed_on.is_(None),
    by=("confirm_minutes",),
)
SEND_MINUTES = Todo(
    "minutes.send",
    MINUTES,
    Text("印发会议纪要", "Send the minutes"),
    waits="纪要未印发",
    permission=Permission.MINUTES_CONFIRM,
    when=Minutes.confirmed_on.is_not(None)
    & Minutes.sent_on.is_(None)
    & sa.exists().where(_of_event, Consultation.minutes_due_on.is_not(None)).correlate(Minutes),
    due=sa.select(Consultation.minutes_due_on)
    .where(_of_event)
    .correlate(Minutes)
    .scalar_subquery(),
    by=("send_minutes",),
)
CLOSE = Todo(
    "consultation.close",
    CONSULTATION,
    Text("协商归档", "Close the consultation"),
    waits="协商未归档",
    permission=Permission.CONSULTATION_RECORD,
    when=Consultation.state == ConsultationState.MINUTED,
    by=("close_consultation",),
)
ASSIGN_PROMISE = Todo(
    "promise.assign",
    PROMISE,
    Text("将现场答复转为交办", "Assign what was promised on the spot"),
    waits="现场答复未交办",
    permission=Permission.ASSIGNMENT_CREATE,
    when=OnSpotReply.promise_due.is_not(None) & OnSpotReply.assignment_id.is_(None),
    due=OnSpotReply.promise_due,
    by=("assign_from_on_spot",),
)
