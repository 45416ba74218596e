"""Corrections of activities, deeds, wishes and disputes (domain.md 2.11).

A record of something that never happened is voided instead.
"""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from yishi_core.domain.activities import rules
from yishi_core.domain.activities.doers import write_others
from yishi_core.domain.activities.events import (
    ACTIVITY_CHANGED,
    DEED_CHANGED,
    DISPUTE_CHANGED,
    WISH_CHANGED,
)
from yishi_core.domain.activities.models import Activity, Deed, DeedState, Dispute
from yishi_core.domain.activities.service import (
    OTHERS,
    RecordActivityInput,
    RecordDeedInput,
    RecordDisputeInput,
)
from yishi_core.domain.activities.wishes import CollectWishInput
from yishi_core.domain.consultations.attendance import AttendanceInput, write_attendance
from yishi_core.domain.people.models import Person
from yishi_core.domain.stations.owner import require_station_of_org
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct
from yishi_core.kernel.operation.rules import require_field, require_state


class ChangeActivityInput(Correction, of=RecordActivityInput):
    """Corrections of an activity."""

    activity: Ref[Activity] = like(Activity)
    participants: list[AttendanceInput] = Field(
        default_factory=list,
        title="参加人员",
        description="Lines that are there are put right, the others stay.",
        max_length=500,
    )


class ChangeDeedInput(Correction, of=RecordDeedInput):
    """Corrections of a deed that was done."""

    deed: Ref[Deed] = like(Deed)
    other_members: list[Ref[Person]] | None = Field(
        None, title="共同参与委员", description=OTHERS + " All of them.", max_length=50
    )


class ChangeWishInput(Correction, of=CollectWishInput):
    """Corrections of a wish that is still open.

    A person who took it on by mistake gives it back (`releaseWish`).
    """

    deed: Ref[Deed] = Field(title="微心愿")
    claimed_on: dt.date | None = like(Deed.claimed_on, None, doc="Of one that somebody took on.")


class ChangeDisputeInput(Correction, of=RecordDisputeInput):
    """Corrections of a dispute."""

    dispute: Ref[Dispute] = Field(title="矛盾纠纷")
    settled_on: dt.date | None = like(
        Dispute.settled_on, None, doc="Of one that was settled; null takes it back."
    )


@operation(
    Text("修改履职活动", "Change an activity"),
    permission=Permission.ACTIVITY_RECORD,
    subject="activity",
    event=ACTIVITY_CHANGED,
)
async def change_activity(context: OperationContext, data: ChangeActivityInput) -> Activity:
    """Correct the record of an activity, including who attended, was on leave or was absent."""
    activity = data.activity
    require_station_of_org(data, activity)
    correct(context, activity, data)
    rules.require_activity(context, activity)
    if data.participants:
        await write_attendance(context, activity, data.participants)
    return activity


@operation(
    Text("修改实事", "Change a deed"),
    permission=Permission.ACTIVITY_RECORD,
    subject="deed",
    event=DEED_CHANGED,
)
async def change_deed(context: OperationContext, data: ChangeDeedInput) -> Deed:
    """Correct the record of a deed that was done, including who did it."""
    require_state(data.deed, (DeedState.FULFILLED,))
    require_station_of_org(data, data.deed)
    correct(context, data.deed, data)
    rules.require_deed(context, data.deed)
    await write_others(context, data.deed, data.other_members)
    return data.deed


@operation(
    Text("修改微心愿", "Change a wish"),
    permission=Permission.ACTIVITY_RECORD,
    subject="deed",
    event=WISH_CHANGED,
)
async def change_wish(context: OperationContext, data: ChangeWishInput) -> Deed:
    """Correct the record of an open wish.

    A fulfilled wish is a deed and is corrected with `changeDeed`.
    """
    wish = data.deed
    require_state(wish, (DeedState.COLLECTED, DeedState.CLAIMED), "deed")
    claimed = data.sent("claimed_on", wish.claimed_on) is not None
    require_field(
        claimed == (wish.state is DeedState.CLAIMED),
        "claimed_on",
        "认领请办理认领或退回。",
        "Claim it, or give it back.",
    )
    require_station_of_org(data, wish)
    correct(context, wish, data)
    require_field(
        wish.collected_on, "collected_on", "该项不能清空。", "This field cannot be emptied."
    )
    wish.date = wish.collected_on or wish.date
    rules.require_deed(context, wish)
    return wish


@operation(
    Text("修改矛盾纠纷", "Change a dispute"),
    permission=Permission.ACTIVITY_RECORD,
    subject="dispute",
    event=DISPUTE_CHANGED,
)
async def change_dispute(context: OperationContext, data: ChangeDisputeInput) -> Dispute:
    """Correct the record of a dispute, including the day of its settlement."""
    dispute = data.dispute
    require_field(
        dispute.settled_on or data.settled_on is None,
        "settled_on",
        "该纠纷尚未登记化解。",
        "It is not settled yet.",
    )
    require_station_of_org(data, dispute)
    correct(context, dispute, data)
    rules.require_dispute(context, dispute)
    return dispute
