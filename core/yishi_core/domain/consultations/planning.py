"""An event is planned, with its conveners and its round, changed, and announced (domain.md 2.8)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field

from yishi_core.domain.collaboration.joint.sharing import share_event
from yishi_core.domain.consultations import rules
from yishi_core.domain.consultations.events import (
    CONSULTATION_CHANGED,
    CONSULTATION_NOTIFIED,
    CONSULTATION_PLANNED,
    CONSULTATION_REARRANGED,
)
from yishi_core.domain.consultations.models import (
    Consultation,
    ConsultationForm,
    ConsultationState,
    Convener,
    MicroKind,
)
from yishi_core.domain.consultations.rules import ConsultationHint
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import CaseState, ConsultationCase
from yishi_core.domain.publicity.masking import personal_words, require_masked
from yishi_core.domain.stations.models import Station
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.errors import Text
from yishi_core.facilities.numbering.service import next_number
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.audience import audience_of, joined
from yishi_core.kernel.operation import (
    TODAY,
    Beside,
    Input,
    OperationContext,
    Ref,
    Term,
    like,
    operation,
)
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require_field, require_state
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.core_settings import CoreSettings

EventTitle = Annotated[str, Field(min_length=2, max_length=120)]
Place = Annotated[str, Field(min_length=1, max_length=120)]
Lines = Annotated[list[Annotated[str, Field(min_length=1, max_length=500)]], Field(max_length=60)]
Cost = Annotated[int, Field(ge=0, le=100_000_000_00)]


class ConvenerInput(Input):
    """A convener of the event (双召集人: two of them)."""

    person: Ref[Person] = Field(title="召集人")
    post_kind: Annotated[str | None, Term("post_kind")] = like(Convener.post_kind, None)


Conveners = Annotated[list[ConvenerInput], Field(max_length=2)]


class PlanConsultationInput(Input, enters=Consultation):
    """An event to come, or a past one that is to be entered.

    It belongs to the case, else to the station, else to the org.
    """

    case: Ref[ConsultationCase] | None = like(Consultation.case_id, None, doc="The case it treats.")
    station: Ref[Station] | None = like(
        Consultation.station_id, None, doc="Where it is held; the case's unless named."
    )
    org: Ref[OrgUnit] | None = like(
        Consultation.org_id, None, doc="Only where there is neither case nor station."
    )
    title: EventTitle = like(Consultation.title)
    date: dt.date = like(Consultation.date)
    time_from: dt.time | None = like(Consultation.time_from, None)
    time_to: dt.time | None = like(Consultation.time_to, None, doc="After the begin.")
    place: Place = like(Consultation.place)
    grade: ConsultationGrade | None = like(
        Consultation.grade, None, doc="The case's unless named; else small."
    )
    form: ConsultationForm = like(Consultation.form, ConsultationForm.MEETING)
    micro_kind: MicroKind | None = like(Consultation.micro_kind, None)
    is_pre_consultation: bool = like(Consultation.is_pre_consultation, False)
    campaign: Annotated[str | None, Term("campaign")] = like(Consultation.campaign, None)
    moderator: Ref[Person] | None = like(Consultation.moderator_id, None)
    recorder: Ref[Person] | None = like(Consultation.recorder_id, None)
    agenda: Lines | None = like(Consultation.agenda, None)
    four_step: bool = like(
        Consultation.four_step,
        False,
        doc="The four steps of one meeting are its agenda; then no other is given.",
    )
    conveners: Annotated[Conveners, Beside()] = Field(default_factory=list, title="召集人")

    @property
    def belongs_to(self) -> ConsultationCase | Station | OrgUnit | None:
        return self.case or self.station or self.org


class ChangeConsultationInput(
    Correction, of=PlanConsultationInput, but={"case", "station", "four_step"}
):
    """Corrections of an event: omitted fields stay, null empties."""

    consultation: Ref[Consultation] = like(Consultation)
    date: dt.date | None = like(
        Consultation.date, None, doc="Of an event that was held; one to come is postponed."
    )
    served_times: int | None = like(Consultation.served_times, None, ge=0)
    cost: Cost | None = like(Consultation.cost, None)


class NotifyConsultationInput(Input):
    """The notification of those invited."""

    consultation: Ref[Consultation] = like(Consultation)
    notified_on: dt.date | None = like(Consultation.notified_on, None, doc=TODAY)
    units: list[Ref[OrgUnit]] = Field(
        default_factory=list,
        title="邀请单位",
        description="Handling units whose heads are invited: they read the announcement.",
        max_length=60,
    )


@operation(
    Text("计划协商", "Plan a consultation"),
    permission=Permission.CONSULTATION_RECORD,
    subject="belongs_to",
    event=CONSULTATION_PLANNED,
)
async def plan_consultation(context: OperationContext, data: PlanConsultationInput) -> Consultation:
    """Plan an event. Rounds count up within its case, which must be running."""
    require_one_county(context, data)
    rules.times_in_order(data.time_from, data.time_to)
    rules.one_agenda(data.four_step, data.agenda)
    rules.require_micro(data.micro_kind)
    rules.require_stood(data.station, data.date, context.today)
    case, station_id = data.case, data.station.id if data.station else None
    if case is not None:
        require_state(case, (CaseState.RUNNING,), "case")
        not_before(data.date, case.opened_on, "date", *rules.BEGUN)
        station_id = station_id or case.station_id
    event = context.add(
        entered(
            Consultation,
            data,
            agenda=list(rules.FOUR_STEPS) if data.four_step else data.agenda,
            no=await next_number(context, "consultation", data.date.year),
            case_id=case.id if case else None,
            station_id=station_id,
            grade=data.grade or (case.grade if case else ConsultationGrade.SMALL_MICRO),
            round_no=await next_round(context, case),
            state=ConsultationState.PLANNED,
        )
    )
    await share_event(context, event, case)
    await name_conveners(context, event, data.conveners)
    return event


@operation(
    Text("修改协商", "Change a consultation"),
    permission=Permission.CONSULTATION_RECORD,
    subject="consultation",
    event=CONSULTATION_CHANGED,
    emits=[CONSULTATION_REARRANGED],
)
async def change_consultation(
    context: OperationContext, data: ChangeConsultationInput
) -> Consultation:
    """Correct the record of an event until it is closed.

    When an announced event changes its time or place, those invited are told.
    """
    event = data.consultation
    require_state(event, rules.OPEN)
    if data.date is not None:
        require_field(
            event.state in rules.HELD,
            "date",
            "尚未召开的协商请办理延期。",
            "An event to come is postponed.",
        )
        not_future(data.date, "date", context)
        await require_within_case(context, event, data.date)
    rules.one_agenda(event.four_step, data.sent("agenda"))
    rules.require_micro(data.sent("micro_kind"))
    before = (event.time_from, event.time_to, event.place)
    correct(context, event, data)
    rules.times_in_order(event.time_from, event.time_to)
    if event.state is ConsultationState.NOTIFIED and before != (
        event.time_from,
        event.time_to,
        event.place,
    ):
        context.emit(CONSULTATION_REARRANGED, event)
    return event


@operation(
    Text("通知协商", "Notify of a consultation"),
    permission=Permission.CONSULTATION_RECORD,
    subject="consultation",
    event=CONSULTATION_NOTIFIED,
)
async def notify_consultation(
    context: OperationContext, data: NotifyConsultationInput
) -> Consultation:
    """Record that those invited were notified.

    A short notice (small events 3 days, others 7, by setting) gives an advice (`notice_short`).
    """
    require_one_county(context, data)
    event, day = data.consultation, data.notified_on or context.today
    require_state(event, (ConsultationState.PLANNED, ConsultationState.POSTPONED))
    not_future(day, "notified_on", context)
    require_field(
        day <= event.date,
        "notified_on",
        "通知日期不能晚于协商日期。",
        "The notice must not come after the event.",
    )
    days = rules.notice_days(event.grade, context.settings.of(CoreSettings))
    if rules.notice_is_short(day, event.date, days):
        grade = Text(context.settings.word(event.grade), event.grade.value)
        context.advise(ConsultationHint.NOTICE_SHORT, grade=grade, days=days)
    event.state, event.notified_on = ConsultationState.NOTIFIED, day
    await _invite(context, event, data.units)
    return event


async def _invite(context: OperationContext, event: Consultation, units: list[OrgUnit]) -> None:
    """Let the invited units read the announcement (domain.md 2.19: R invited).

    It names no resident; the units read nothing else of the event.
    """
    for index, unit in enumerate(units):
        open_ = unit.handles and unit.closed_on is None
        require_field(
            open_,
            f"units.{index}",
            f"“{unit.name}”不是承办单位或已撤销。",
            f"“{unit.name}” is no handling unit, or is closed.",
        )
    if units:
        read = {
            "consultation.title": event.title,
            "consultation.place": event.place,
            "consultation.agenda": "\n".join(event.agenda or ()),
        }
        require_masked(await personal_words(context, event.case_id), **read)
        event.audience = joined(event.audience, *(audience_of(u.org_path, u.county) for u in units))


async def require_within_case(context: OperationContext, event: Consultation, day: dt.date) -> None:
    """A case is not consulted before it was opened."""
    case = await context.get(ConsultationCase, event.case_id)
    not_before(day, case.opened_on if case else None, "date", *rules.BEGUN)


async def next_round(context: OperationContext, case: ConsultationCase | None) -> int:
    """The round of the next event of a case; cancelled events do not count."""
    if case is None:
        return 1
    alive = (Consultation.case_id == case.id, Consultation.state != ConsultationState.CANCELLED)
    return rules.next_round([c.round_no for c in await context.find(Consultation, *alive)])


async def name_conveners(
    context: OperationContext, event: Consultation, given: list[ConvenerInput]
) -> None:
    """Write the conveners to slots 1 and 2, replacing the present ones."""
    rules.named_once([c.person for c in given], "conveners.{}.person")
    same = (Convener.county == context.county, Convener.consultation_id == event.id)
    # voided ones too: a slot is unique, so who sits down takes the row that is there
    seated = {
        c.convener_slot: c for c in await context.session.scalars(sa.select(Convener).where(*same))
    }
    for slot, one in enumerate(given, 1):
        row = seated.pop(slot, None) or context.add(
            Convener(consultation_id=event.id, convener_slot=slot)
        )
        row.person_id, row.post_kind, row.voided_at, row.void_reason = (
            one.person.id,
            one.post_kind,
            None,
            None,
        )
    for row in seated.values() if given else ():
        row.voided_at, row.void_reason = context.now, "召集人变更"
