"""Duty activities, deeds and disputes (domain.md 2.11)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from yishi_core.domain.activities import rules
from yishi_core.domain.activities.doers import write_others
from yishi_core.domain.activities.events import (
    ACTIVITY_RECORDED,
    DEED_RECORDED,
    DISPUTE_RECORDED,
    DISPUTE_SETTLED,
)
from yishi_core.domain.activities.models import (
    Activity,
    ActivityKind,
    Deed,
    DeedKind,
    Dispute,
    DisputeKind,
    DutyFunction,
    OrganiserLevel,
    ProcessKind,
    VisitMeans,
    VisitTarget,
)
from yishi_core.domain.activities.rules import ActivityRule
from yishi_core.domain.consultations.attendance import AttendanceInput
from yishi_core.domain.consultations.models import MicroKind, Participation, Suggestion
from yishi_core.domain.consultations.rules import named_once
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase, WalkGroup
from yishi_core.domain.stations.owner import OwnedInput
from yishi_core.domain.stations.rules import require_active
from yishi_core.domain.topics.models import Topic
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission
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
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import require

OTHERS = "Who did it together with the one named first; it counts for each of them."


class SaidThereInput(Input):
    """A suggestion made in an activity."""

    text: str = like(Suggestion.text, min_length=2, max_length=2000)
    person: Ref[Person] | None = like(Suggestion.person_id, None, doc="Who made it.")
    addressed_to: str | None = like(Suggestion.addressed_to, None, max_length=120)


class RecordActivityInput(OwnedInput, enters=Activity):
    """An activity that took place, with those who attended and what they suggested."""

    kind: ActivityKind = like(Activity.kind)
    title: str = like(Activity.title, min_length=2, max_length=120)
    date: dt.date = like(Activity.date)
    place: str | None = like(Activity.place, None, max_length=120)
    case: Ref[ConsultationCase] | None = like(
        Activity.case_id, None, doc="The case that it serves."
    )
    walk_group: Ref[WalkGroup] | None = like(
        Activity.walk_group_id, None, doc="The group that went."
    )
    micro_kind: MicroKind | None = like(Activity.micro_kind, None)
    self_started: bool = like(Activity.self_started, False)
    organiser_level: OrganiserLevel | None = like(Activity.organiser_level, None)
    leader_post: Annotated[str | None, Term("post_kind")] = like(
        Activity.leader_post,
        None,
        doc="Of a leader's visit, or of a meeting that a leader chaired.",
    )
    duty_function: DutyFunction | None = like(Activity.duty_function, None)
    topic: Ref[Topic] | None = like(Activity.topic_id, None, doc="The topic that it serves.")
    joint_with: list[str] = like(Activity.joint_with, default_factory=list, max_length=30)
    visit_target: VisitTarget | None = like(Activity.visit_target, None)
    visit_means: VisitMeans | None = like(Activity.visit_means, None)
    process_kind: ProcessKind | None = like(Activity.process_kind, None)
    campaign: Annotated[str | None, Term("campaign")] = like(Activity.campaign, None)
    served_times: int | None = like(Activity.served_times, None, ge=0, le=10_000_000)
    result_text: str | None = like(Activity.result_text, None, max_length=5000)
    participants: Annotated[list[AttendanceInput], Beside()] = Field(
        default_factory=list,
        title="参加人员",
        description="Named, or as head-counts.",
        max_length=500,
    )
    suggestions: Annotated[list[SaidThereInput], Beside()] = Field(
        default_factory=list, title="意见建议", description="What was suggested.", max_length=200
    )
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


class RecordDeedInput(OwnedInput, enters=Deed):
    """A good deed."""

    deed_kind: DeedKind = like(Deed.deed_kind)
    date: dt.date = like(Deed.date, doc="When.")
    description: str = like(
        Deed.description,
        doc="What was done; no names of those helped.",
        min_length=2,
        max_length=2000,
    )
    people: int = like(Deed.people, 1, ge=0, le=10_000_000)
    served_times: int | None = like(Deed.served_times, None, ge=0, le=10_000_000)
    money: int | None = like(Deed.money, None, ge=0, le=10**13)
    person: Ref[Person] | None = like(Deed.person_id, None)
    other_members: Annotated[list[Ref[Person]], Beside()] = Field(
        default_factory=list, title="共同参与委员", description=OTHERS, max_length=50
    )
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


class RecordDisputeInput(OwnedInput, enters=Dispute):
    """A dispute that was taken on, and perhaps already settled."""

    date: dt.date = like(Dispute.date)
    dispute_kind: DisputeKind = like(Dispute.dispute_kind)
    summary: str = like(
        Dispute.summary, doc="What it is about; no names.", min_length=2, max_length=2000
    )
    parties: int = like(Dispute.parties, 2, ge=2, le=1000)
    case: Ref[ConsultationCase] | None = like(
        Dispute.case_id, None, doc="The case that it belongs to."
    )
    mediated_by: Ref[Person] | None = like(Dispute.mediated_by_id, None, doc="Who mediates.")
    settled_on: dt.date | None = like(Dispute.settled_on, None)


class SettleDisputeInput(Input):
    """The settlement of a dispute."""

    dispute: Ref[Dispute] = Field(title="矛盾纠纷")
    settled_on: dt.date | None = like(Dispute.settled_on, None, doc=TODAY)
    mediated_by: Ref[Person] | None = like(
        Dispute.mediated_by_id, None, doc="Who mediated, if not named before."
    )


@operation(
    Text("登记履职活动", "Record an activity"),
    permission=Permission.ACTIVITY_RECORD,
    subject="owner",
    event=ACTIVITY_RECORDED,
    importable=True,
)
async def record_activity(context: OperationContext, data: RecordActivityInput) -> Activity:
    """Record an activity that took place, with its attendance and the suggestions made.

    Those who attended are given by name, or as head counts.
    """
    require_one_county(context, data)
    require_active(data.station)
    named_once([p.person for p in data.participants], "participants.{}.person")
    activity = entered(Activity, data)
    rules.require_activity(context, activity)
    context.add(activity)
    for one in data.participants:
        context.add(Participation(activity_id=activity.id, **one.columns()))
    for said in data.suggestions:
        person = said.person.id if said.person else None
        context.add(
            Suggestion(
                activity_id=activity.id,
                person_id=person,
                text=said.text,
                addressed_to=said.addressed_to,
            )
        )
    attach(context, activity, data.attachments)
    return activity


@operation(
    Text("登记实事", "Record a deed"),
    permission=Permission.ACTIVITY_RECORD,
    subject="owner",
    event=DEED_RECORDED,
    importable=True,
)
async def record_deed(context: OperationContext, data: RecordDeedInput) -> Deed:
    """Record one good deed."""
    require_one_county(context, data)
    require_active(data.station)
    deed = entered(Deed, data)
    rules.require_deed(context, deed)
    context.add(deed)
    await write_others(context, deed, data.other_members)
    attach(context, deed, data.attachments)
    return deed


@operation(
    Text("登记矛盾纠纷", "Record a dispute"),
    permission=Permission.ACTIVITY_RECORD,
    subject="owner",
    event=DISPUTE_RECORDED,
    importable=True,
)
async def record_dispute(context: OperationContext, data: RecordDisputeInput) -> Dispute:
    """Record a dispute that a station or org takes on.

    It counts as settled from the day of its settlement.
    """
    require_one_county(context, data)
    require_active(data.station)
    dispute = entered(Dispute, data)
    rules.require_dispute(context, dispute)
    return context.add(dispute)


@operation(
    Text("登记纠纷化解", "Settle a dispute"),
    permission=Permission.ACTIVITY_RECORD,
    subject="dispute",
    event=DISPUTE_SETTLED,
)
async def settle_dispute(context: OperationContext, data: SettleDisputeInput) -> Dispute:
    """Record the settlement of a dispute; a dispute is settled once."""
    require_one_county(context, data)
    dispute = data.dispute
    require(not dispute.settled_on, ActivityRule.SETTLED_ALREADY)
    dispute.settled_on = data.settled_on or context.today
    if data.mediated_by:
        dispute.mediated_by_id = data.mediated_by.id
    rules.require_dispute(context, dispute)
    return dispute
