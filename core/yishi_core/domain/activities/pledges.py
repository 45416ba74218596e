"""Pledges: made in a consultation, fulfilled afterwards, or withdrawn with a reason (domain.md
2.11, 3.10).
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from yishi_core.domain.activities import rules
from yishi_core.domain.activities.events import (
    PLEDGE_CHANGED,
    PLEDGE_FULFILLED,
    PLEDGE_MADE,
    PLEDGE_WITHDRAWN,
)
from yishi_core.domain.activities.models import Pledge, PledgeState
from yishi_core.domain.consultations.models import Consultation
from yishi_core.domain.consultations.rules import HELD, require_himself
from yishi_core.domain.people.models import Member, Person
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.facilities.notifications.declaration import Notice, to_person
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission, holds
from yishi_core.kernel.access.places import person_mark
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import require_field, require_state


class MakePledgeInput(Input, enters=Pledge):
    """What a member takes on in a consultation."""

    consultation: Ref[Consultation] = like(Pledge.consultation_id)
    person: Ref[Person] = like(Pledge.person_id, doc="A member in office.")
    text: str = like(Pledge.text, min_length=2, max_length=1000)
    due_on: date = like(Pledge.due_on)


class FulfilPledgeInput(Input):
    """How it was kept."""

    pledge: Ref[Pledge] = like(Pledge)
    fulfil_note: str = like(Pledge.fulfil_note, doc="What was done.", min_length=2, max_length=1000)
    fulfilled_on: date | None = like(Pledge.fulfilled_on, None, doc=TODAY)
    photos: list[Ref[Attachment]] = Field(
        default_factory=list, title="照片", description="Photographs that show it.", max_length=9
    )


class WithdrawPledgeInput(Input):
    """Why it can not be kept."""

    pledge: Ref[Pledge] = like(Pledge)
    reason: str = Field(title="撤回原因", description="Why.", min_length=2, max_length=1000)


class ChangePledgeInput(Correction, of=MakePledgeInput, but={"consultation"}):
    """Corrections of what was promised; of a fulfilled one also of how it was kept."""

    pledge: Ref[Pledge] = like(Pledge)
    fulfilled_on: date | None = like(Pledge.fulfilled_on, None, doc="Of a pledge that was kept.")
    fulfil_note: str | None = like(
        Pledge.fulfil_note, None, doc="Of a pledge that was kept.", min_length=2, max_length=1000
    )


@operation(
    Text("认领承诺", "Make a pledge"),
    permission=Permission.PLEDGE_RECORD,
    subject="consultation",
    event=PLEDGE_MADE,
)
async def make_pledge(context: OperationContext, data: MakePledgeInput) -> Pledge:
    """Record what a member in office takes on in a consultation that was held, and by when. A
    member promises for himself; who records the consultation may enter it for him (domain.md 2.11,
    2.19: speak).
    """
    require_one_county(context, data)
    event = data.consultation
    require_state(event, HELD, "consultation")
    if not holds(context.principal, Permission.CONSULTATION_RECORD, event):
        require_himself(context, data.person)
    pledge = entered(
        Pledge, data, case_id=event.case_id, made_on=event.date, state=PledgeState.OPEN
    )
    await _require_possible(context, pledge)
    return context.add(pledge)


@operation(
    Text("更正承诺", "Change a pledge"),
    permission=Permission.CONSULTATION_RECORD,
    subject="pledge",
    event=PLEDGE_CHANGED,
)
async def change_pledge(context: OperationContext, data: ChangePledgeInput) -> Pledge:
    """Put right what was promised, by whom, by when; of a fulfilled one also when and how. The
    office does; a member withdraws and promises anew.
    """
    pledge = data.pledge
    for name in ("fulfilled_on", "fulfil_note"):
        told = pledge.state is PledgeState.FULFILLED or name not in data.model_fields_set
        require_field(told, name, "该承诺尚未兑现。", "It is not fulfilled.")
    correct(context, pledge, data)
    if pledge.state is PledgeState.FULFILLED:
        require_field(
            pledge.fulfilled_on, "fulfilled_on", "该项不能清空。", "This field cannot be emptied."
        )
        require_field(
            pledge.fulfil_note, "fulfil_note", "该项不能清空。", "This field cannot be emptied."
        )
    await _require_possible(context, pledge)
    return pledge


@operation(
    Text("兑现承诺", "Fulfil a pledge"),
    permission=Permission.PLEDGE_RECORD,
    subject="pledge",
    event=PLEDGE_FULFILLED,
)
async def fulfil_pledge(context: OperationContext, data: FulfilPledgeInput) -> Pledge:
    """Record that a pledge was kept, with what was done and photographs of it; late is late, not
    impossible.
    """
    require_one_county(context, data)
    pledge = data.pledge
    rules.require_open(pledge)
    pledge.state, pledge.fulfilled_on, pledge.fulfil_note = (
        PledgeState.FULFILLED,
        data.fulfilled_on or context.today,
        data.fulfil_note,
    )
    rules.require_pledge(context, pledge)
    attach(context, pledge, data.photos, "photos")
    return pledge


@operation(
    Text("撤回承诺", "Withdraw a pledge"),
    permission=Permission.PLEDGE_RECORD,
    subject="pledge",
    event=PLEDGE_WITHDRAWN,
)
async def withdraw_pledge(context: OperationContext, data: WithdrawPledgeInput) -> Pledge:
    """Take a pledge back, with the reason; it stays on record."""
    rules.require_open(data.pledge)
    data.pledge.state, data.pledge.fulfil_note = PledgeState.WITHDRAWN, data.reason
    return data.pledge


async def _require_possible(context: OperationContext, pledge: Pledge) -> None:
    """Whoever promises is in office on the day; he reads his promise wherever it was made."""
    memberships = await context.find(Member, Member.person_id == pledge.person_id)
    rules.require_member(memberships, pledge.made_on)
    rules.require_pledge(context, pledge)
    pledge.audience = [person_mark(pledge.person_id)]


PLEDGE = Matter(
    Pledge,
    title=Pledge.text,
    finished=(PledgeState.FULFILLED, PledgeState.WITHDRAWN),
    acts=("make_pledge",),
)

FULFIL = Todo(
    "pledge.fulfil",
    PLEDGE,
    Text("兑现承诺", "Keep the promise"),
    waits="承诺未兑现",
    permission=Permission.PLEDGE_RECORD,
    when=Pledge.state == PledgeState.OPEN,
    due=Pledge.due_on,
    person=Pledge.person_id,
    by=("fulfil_pledge", "withdraw_pledge"),
)


MADE = Notice(
    PLEDGE_MADE, Text("已登记您的承诺", "Your promise was recorded"), to_person("person_id")
)
