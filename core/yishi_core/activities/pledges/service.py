"""Pledges: made in a consultation, fulfilled afterwards, or withdrawn with a reason (domain.md 2.11, 3.10)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from yishi_core.access import Permission
from yishi_core.activities import rules
from yishi_core.activities.models import Pledge, PledgeState
from yishi_core.attachments.models import Attachment
from yishi_core.attachments.service import attach
from yishi_core.consultations.models import Consultation
from yishi_core.consultations.rules import HELD
from yishi_core.errors import Text
from yishi_core.operation import Input, OperationContext, Ref, operation
from yishi_core.operation.changing import require_one_county
from yishi_core.operation.rules import not_before, not_future, require_state
from yishi_core.people.models import Member, Person


class MakePledgeInput(Input):
    """What a member takes on in a consultation."""

    consultation: Ref[Consultation] = Field(title="协商活动")
    person: Ref[Person] = Field(title="认领委员", description="A member in office.")
    text: str = Field(title="承诺内容", description="What is promised.", min_length=2, max_length=1000)
    due_on: date = Field(title="兑现期限", description="By when.")


class FulfilPledgeInput(Input):
    """How it was kept."""

    pledge: Ref[Pledge] = Field(title="认领承诺")
    fulfil_note: str = Field(title="兑现情况", description="What was done.", min_length=2, max_length=1000)
    fulfilled_on: date | None = Field(None, title="兑现日期", description="Today unless named.")
    photos: list[Ref[Attachment]] = Field(default_factory=list, title="照片", description="Photographs that show it.", max_length=9)


class WithdrawPledgeInput(Input):
    """Why it can not be kept."""

    pledge: Ref[Pledge] = Field(title="认领承诺")
    reason: str = Field(title="撤回原因", description="Why.", min_length=2, max_length=1000)


@operation(Text("认领承诺", "Make a pledge"), permission=Permission.PLEDGE_RECORD, subject="consultation", event="pledge.made")
async def make_pledge(context: OperationContext, data: MakePledgeInput) -> Pledge:
    """Record what a member in office takes on in a consultation that was held, and by when."""
    require_one_county(context, data)
    event = data.consultation
    require_state(event, HELD, "consultation")
    memberships = await context.find(Member, Member.person_id == data.person.id)
    rules.require_member(memberships, event.date)
    not_before(data.due_on, event.date, "due_on", "协商日期", "the day of the consultation")
    return context.add(
        Pledge(
            person_id=data.person.id, consultation_id=event.id, case_id=event.case_id, text=data.text, made_on=event.date,
            due_on=data.due_on, state=PledgeState.OPEN,
        )
    )  # fmt: skip


@operation(Text("兑现承诺", "Fulfil a pledge"), permission=Permission.PLEDGE_RECORD, subject="pledge", event="pledge.fulfilled")
async def fulfil_pledge(context: OperationContext, data: FulfilPledgeInput) -> Pledge:
    """Record that a pledge was kept, with what was done and photographs of it; late is late, not impossible."""
    require_one_county(context, data)
    pledge, day = data.pledge, data.fulfilled_on or context.today
    rules.require_open(pledge)
    not_future(day, "fulfilled_on", context)
    not_before(day, pledge.made_on, "fulfilled_on", "认领日期", "the day of the pledge")
    pledge.state, pledge.fulfilled_on, pledge.fulfil_note = PledgeState.FULFILLED, day, data.fulfil_note
    attach(context, pledge, data.photos, "photos")
    return pledge


@operation(Text("撤回承诺", "Withdraw a pledge"), permission=Permission.PLEDGE_RECORD, subject="pledge", event="pledge.withdrawn")
async def withdraw_pledge(context: OperationContext, data: WithdrawPledgeInput) -> Pledge:
    """Take a pledge back, with the reason; it stays on record."""
    rules.require_open(data.pledge)
    data.pledge.state, data.pledge.fulfil_note = PledgeState.WITHDRAWN, data.reason
    return data.pledge
