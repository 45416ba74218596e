"""Corrections of activities, deeds and disputes (domain.md 2.11): what is left out stays, null empties. What never was is voided instead."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from yishi_core.access import Permission
from yishi_core.activities import rules
from yishi_core.activities.models import (
    Activity,
    Deed,
    DeedKind,
    DeedState,
    Dispute,
    DisputeKind,
    DutyFunction,
    OrganiserLevel,
)
from yishi_core.consultations.attendance import Attendance, write_attendance
from yishi_core.errors import Text
from yishi_core.operation import Input, OperationContext, Ref, Term, operation
from yishi_core.operation.changing import change, require_one_county
from yishi_core.operation.rules import not_before, not_future, require_field, require_state
from yishi_core.people.models import Person


class ChangeActivityInput(Input):
    """Corrections of an activity; another kind of activity is entered anew."""

    activity: Ref[Activity] = Field(title="履职活动")
    title: str | None = Field(None, title="名称", min_length=2, max_length=120)
    date: dt.date | None = Field(None, title="日期", description="Day; figures count by it.")
    location: str | None = Field(None, title="地点", description="Where.", max_length=120)
    self_started: bool | None = Field(None, title="自主开展")
    organiser_level: OrganiserLevel | None = Field(None, title="组织层级", description="Level of the body that organised it.")
    leader_post: Annotated[str | None, Term("post_kind")] = Field(None, title="领导职务", description="Of a leader's visit.")
    duty_function: DutyFunction | None = Field(None, title="履职职能")
    joint_with: list[str] | None = Field(None, title="联合单位", max_length=30)
    campaign: Annotated[str | None, Term("campaign")] = Field(None, title="专项活动")
    served_times: int | None = Field(None, title="服务人次", ge=0, le=10_000_000)
    result_text: str | None = Field(None, title="活动成果", description="What came of it.", max_length=5000)
    participants: list[Attendance] = Field(
        default_factory=list, title="参加人员", description="Lines that are there are put right, the others stay.", max_length=500
    )


class ChangeDeedInput(Input):
    """Corrections of a deed."""

    deed: Ref[Deed] = Field(title="实事")
    deed_kind: DeedKind | None = Field(None, title="类型")
    date: dt.date | None = Field(None, title="日期")
    description: str | None = Field(None, title="内容", description="No names of those helped.", min_length=2, max_length=2000)
    people: int | None = Field(None, title="受益人数", description="Distinct persons.", ge=0, le=10_000_000)
    served_times: int | None = Field(None, title="服务人次", ge=0, le=10_000_000)
    money: int | None = Field(None, title="金额(分)", description="Money in cents.", ge=0, le=10**13)
    person: Ref[Person] | None = Field(None, title="委员", description="Who did it.")


class ChangeDisputeInput(Input):
    """Corrections of a dispute."""

    dispute: Ref[Dispute] = Field(title="矛盾纠纷")
    date: dt.date | None = Field(None, title="受理日期")
    dispute_kind: DisputeKind | None = Field(None, title="类型")
    summary: str | None = Field(None, title="情况", description="No names.", min_length=2, max_length=2000)
    parties: int | None = Field(None, title="当事方数", ge=2, le=1000)
    mediated_by: Ref[Person] | None = Field(None, title="调解人")
    settled_on: dt.date | None = Field(None, title="化解日期", description="Of one that was settled; null takes it back.")


@operation(Text("修改履职活动", "Change an activity"), permission=Permission.ACTIVITY_RECORD, subject="activity", event="activity.changed")
async def change_activity(context: OperationContext, data: ChangeActivityInput) -> Activity:
    """Put right what is recorded of an activity, and who came, was on leave or absent."""
    require_one_county(context, data)
    activity = data.activity
    not_future(data.date, "date", context)
    change(activity, data, but={"activity", "location", "participants"})
    if "location" in data.model_fields_set:
        activity.place = data.location
    rules.require_leader(activity.kind, activity.leader_post)
    if data.participants:
        await write_attendance(context, activity, data.participants)
    return activity


@operation(Text("修改实事", "Change a deed"), permission=Permission.ACTIVITY_RECORD, subject="deed", event="deed.changed")
async def change_deed(context: OperationContext, data: ChangeDeedInput) -> Deed:
    """Put right what is recorded of a deed that was done; an open wish is released or fulfilled."""
    require_one_county(context, data)
    require_state(data.deed, (DeedState.FULFILLED,))
    not_future(data.date, "date", context)
    not_before(data.date, data.deed.collected_on, "date", "征集日期", "the day of the wish")
    change(data.deed, data, but={"deed"})
    return data.deed


@operation(Text("修改矛盾纠纷", "Change a dispute"), permission=Permission.ACTIVITY_RECORD, subject="dispute", event="dispute.changed")
async def change_dispute(context: OperationContext, data: ChangeDisputeInput) -> Dispute:
    """Put right what is recorded of a dispute, also the day of its settlement."""
    require_one_county(context, data)
    dispute = data.dispute
    require_field(dispute.settled_on or data.settled_on is None, "settled_on", "该纠纷尚未登记化解。", "It is not settled yet.")
    for name in ("date", "settled_on"):
        not_future(getattr(data, name), name, context)
    change(dispute, data, but={"dispute"})
    not_before(dispute.settled_on, dispute.date, "settled_on", "受理日期", "the day on which it came up")
    return dispute
