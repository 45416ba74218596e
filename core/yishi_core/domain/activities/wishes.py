"""A wish runs collected → claimed → fulfilled, and counts as a deed from the day on which it is
fulfilled (domain.md 2.11).
"""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from yishi_core.domain.activities import rules
from yishi_core.domain.activities.doers import write_others
from yishi_core.domain.activities.events import (
    WISH_CLAIMED,
    WISH_COLLECTED,
    WISH_FULFILLED,
    WISH_RELEASED,
)
from yishi_core.domain.activities.models import Deed, DeedKind, DeedState
from yishi_core.domain.activities.service import OTHERS
from yishi_core.domain.people.models import Person
from yishi_core.domain.stations.owner import OwnedInput
from yishi_core.domain.stations.rules import require_active
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import require_state


class CollectWishInput(OwnedInput, enters=Deed):
    """A wish that somebody has."""

    description: str = like(
        Deed.description, doc="What is wished; no names.", min_length=2, max_length=2000
    )
    collected_on: dt.date | None = like(Deed.collected_on, None, doc=TODAY)
    people: int = like(Deed.people, 1, doc="How many people it is for.", ge=1, le=10_000_000)


class ClaimWishInput(Input):
    """Who takes it on."""

    deed: Ref[Deed] = Field(title="微心愿")
    person: Ref[Person] = Field(title="认领人", description="Who takes it on.")
    other_members: list[Ref[Person]] = Field(
        default_factory=list, title="共同参与委员", description=OTHERS, max_length=50
    )
    claimed_on: dt.date | None = like(Deed.claimed_on, None, doc=TODAY)


class ReleaseWishInput(Input):
    """Who had taken it on cannot keep it."""

    deed: Ref[Deed] = Field(title="微心愿")
    reason: str = Field(title="退回原因", description="Why.", min_length=2, max_length=500)


class FulfilWishInput(Input):
    """How it was fulfilled."""

    deed: Ref[Deed] = Field(title="微心愿")
    date: dt.date | None = Field(None, title="完成日期", description="Today unless named.")
    people: int | None = like(Deed.people, None, ge=1, le=10_000_000)
    served_times: int | None = like(Deed.served_times, None, ge=0, le=10_000_000)
    money: int | None = like(Deed.money, None, ge=0, le=10**13)
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="附件", description="Files.", max_length=20
    )


@operation(
    Text("征集微心愿", "Collect a wish"),
    permission=Permission.ACTIVITY_RECORD,
    subject="owner",
    event=WISH_COLLECTED,
)
async def collect_wish(context: OperationContext, data: CollectWishInput) -> Deed:
    """Record a wish. It is open until somebody has taken it on and fulfilled it."""
    require_active(data.station)
    day = data.collected_on or context.today
    wish = entered(
        Deed, data, deed_kind=DeedKind.WISH, state=DeedState.COLLECTED, date=day, collected_on=day
    )
    rules.require_deed(context, wish)
    return context.add(wish)


@operation(
    Text("认领微心愿", "Claim a wish"),
    permission=Permission.ACTIVITY_RECORD,
    subject="deed",
    event=WISH_CLAIMED,
)
async def claim_wish(context: OperationContext, data: ClaimWishInput) -> Deed:
    """Record who takes a wish on."""
    require_one_county(context, data)
    deed = data.deed
    require_state(deed, (DeedState.COLLECTED,), "deed")
    deed.state, deed.claimed_on, deed.person_id = (
        DeedState.CLAIMED,
        data.claimed_on or context.today,
        data.person.id,
    )
    rules.require_deed(context, deed)
    await write_others(context, deed, data.other_members)
    return deed


@operation(
    Text("退回微心愿", "Release a wish"),
    permission=Permission.ACTIVITY_RECORD,
    subject="deed",
    emits=[WISH_RELEASED],
)
async def release_wish(context: OperationContext, data: ReleaseWishInput) -> Deed:
    """Open a wish again that its claimer cannot fulfil; the reason stays in the event."""
    require_state(data.deed, (DeedState.CLAIMED,), "deed")
    await write_others(context, data.deed, [])
    data.deed.state, data.deed.claimed_on, data.deed.person_id = DeedState.COLLECTED, None, None
    context.emit(WISH_RELEASED, data.deed, reason=data.reason)
    return data.deed


@operation(
    Text("完成微心愿", "Fulfil a wish"),
    permission=Permission.ACTIVITY_RECORD,
    subject="deed",
    event=WISH_FULFILLED,
)
async def fulfil_wish(context: OperationContext, data: FulfilWishInput) -> Deed:
    """Record that a claimed wish was fulfilled; from that day it counts as a deed of its
    claimer.
    """
    require_one_county(context, data)
    deed = data.deed
    require_state(deed, (DeedState.CLAIMED,), "deed")
    deed.state, deed.date = DeedState.FULFILLED, data.date or context.today
    rules.require_deed(context, deed)
    deed.people = data.people or deed.people
    deed.served_times, deed.money = data.served_times, data.money
    attach(context, deed, data.attachments)
    return deed
