"""Duty activities, deeds and disputes (domain.md 2.11)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from yishi_core.domain.activities import rules
from yishi_core.domain.activities.doers import write_others
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
from yishi_core.domain.consultations.attendance import Attendance
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
from yishi_core.kernel.operation import Input, OperationContext, Ref, Term, operation
from yishi_core.kernel.operation.changing import entered, require_one_county
from yishi_core.kernel.operation.rules import require

OTHERS = "Who did it together with the one named first; it counts for each of them."


class SaidThereInput(Input):
    """A suggestion made in an activity."""

    text: str = Field(title="内容", description="What is suggested.", min_length=2, max_length=2000)
    person: Ref[Person] | None = Field(None, title="提出人", description="Who made it.")
    addressed_to: str | None = Field(
        None, title="对象", description="Whom it addresses.", max_length=120
    )


class RecordActivityInput(OwnedInput):
    """An activity that took place, with those who attended and what they suggested."""

    kind: ActivityKind = Field(title="类型", description="Kind of activity.")
    title: str = Field(title="名称", description="Title.", min_length=2, max_length=120)
    date: dt.date = Field(title="日期", description="Day; figures count by it.")
    place: str | None = Field(None, title="地点", description="Where.", max_length=120)
    case: Ref[ConsultationCase] | None = Field(
        None, title="协商事项", description="The case that it serves."
    )
    walk_group: Ref[WalkGroup] | None = Field(
        None, title="走访工作小组", description="The group that went."
    )
    micro_kind: MicroKind | None = Field(
        None, title="微形式", description="Micro supervision or micro survey."
    )
    self_started: bool = Field(
        False, title="自主开展", description="Started by the members themselves."
    )
    organiser_level: OrganiserLevel | None = Field(
        None, title="组织层级", description="Level of the body that organised it."
    )
    leader_post: Annotated[str | None, Term("post_kind")] = Field(
        None, title="领导职务", description="Of a leader's visit: the leader's post."
    )
    duty_function: DutyFunction | None = Field(
        None, title="履职职能", description="Which of the three functions it serves."
    )
    topic: Ref[Topic] | None = Field(None, title="议题", description="The topic that it serves.")
    joint_with: list[str] = Field(
        default_factory=list,
        title="联合单位",
        description="Bodies that held it together with this one.",
        max_length=30,
    )
    visit_target: VisitTarget | None = Field(None, title="走访对象", description="Of a visit.")
    visit_means: VisitMeans | None = Field(None, title="走访方式", description="Of a visit.")
    process_kind: ProcessKind | None = Field(
        None, title="监督事项", description="Process that is watched."
    )
    campaign: Annotated[str | None, Term("campaign")] = Field(
        None, title="专项活动", description="Campaign it belongs to."
    )
    served_times: int | None = Field(
        None, title="服务人次", description="Person-times served.", ge=0, le=10_000_000
    )
    result_text: str | None = Field(
        None, title="活动成果", description="What came of it.", max_length=5000
    )
    participants: list[Attendance] = Field(
        default_factory=list,
        title="参加人员",
        description="Named, or as head-counts.",
        max_length=500,
    )
    suggestions: list[SaidThereInput] = Field(
        default_factory=list, title="意见建议", description="What was suggested.", max_length=200
    )
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


class RecordDeedInput(OwnedInput):
    """A good deed."""

    deed_kind: DeedKind = Field(title="类型", description="Practical deed, wish or help.")
    date: dt.date = Field(title="日期", description="When.")
    description: str = Field(
        title="内容",
        description="What was done; no names of those helped.",
        min_length=2,
        max_length=2000,
    )
    people: int = Field(1, title="受益人数", description="Distinct persons.", ge=0, le=10_000_000)
    served_times: int | None = Field(
        None, title="服务人次", description="Person-times served.", ge=0, le=10_000_000
    )
    money: int | None = Field(
        None, title="金额(分)", description="Money in cents.", ge=0, le=10**13
    )
    person: Ref[Person] | None = Field(
        None, title="委员", description="Who did it, or the first of those who did."
    )
    other_members: list[Ref[Person]] = Field(
        default_factory=list, title="共同参与委员", description=OTHERS, max_length=50
    )
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


class RecordDisputeInput(OwnedInput):
    """A dispute that was taken on, and perhaps already settled."""

    date: dt.date = Field(title="受理日期", description="When it came up.")
    dispute_kind: DisputeKind = Field(title="类型", description="What sort.")
    summary: str = Field(
        title="情况", description="What it is about; no names.", min_length=2, max_length=2000
    )
    parties: int = Field(2, title="当事方数", description="How many parties.", ge=2, le=1000)
    case: Ref[ConsultationCase] | None = Field(
        None, title="协商事项", description="The case that it belongs to."
    )
    mediated_by: Ref[Person] | None = Field(None, title="调解人", description="Who mediates.")
    settled_on: dt.date | None = Field(None, title="化解日期", description="When it was settled.")


class SettleDisputeInput(Input):
    """The settlement of a dispute."""

    dispute: Ref[Dispute] = Field(title="矛盾纠纷")
    settled_on: dt.date | None = Field(None, title="化解日期", description="Today unless named.")
    mediated_by: Ref[Person] | None = Field(
        None, title="调解人", description="Who mediated, if not named before."
    )


@operation(
    Text("登记履职活动", "Record an activity"),
    permission=Permission.ACTIVITY_RECORD,
    subject="owner",
    event="activity.recorded",
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
    event="deed.recorded",
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
    event="dispute.recorded",
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
    event="dispute.settled",
)
async def settle_dispute(context: OperationContext, data: SettleDisputeInput) -> Dispute:
    """Record the settlement of a dispute; a dispute is settled once."""
    require_one_county(context, data)
    dispute = data.dispute
    require(
        not dispute.settled_on, "settled_already", "该纠纷已登记化解。", "It is settled already."
    )
    dispute.settled_on = data.settled_on or context.today
    if data.mediated_by:
        dispute.mediated_by_id = data.mediated_by.id
    rules.require_dispute(context, dispute)
    return dispute
