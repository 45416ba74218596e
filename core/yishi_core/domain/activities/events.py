"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.activities.models import (
    Activity,
    Deed,
    Dispute,
    Donation,
    IntroducedProject,
    MemberProject,
    Pledge,
)
from yishi_core.errors import Text
from yishi_core.kernel.events.declaration import EventType

ACTIVITY_CHANGED = EventType("activity.changed", Activity)

DEED_CHANGED = EventType("deed.changed", Deed)
WISH_CHANGED = EventType("wish.changed", Deed)

DISPUTE_CHANGED = EventType("dispute.changed", Dispute)

PLEDGE_MADE = EventType("pledge.made", Pledge)
PLEDGE_CHANGED = EventType("pledge.changed", Pledge)
PLEDGE_FULFILLED = EventType("pledge.fulfilled", Pledge)
PLEDGE_WITHDRAWN = EventType("pledge.withdrawn", Pledge)

DONATION_RECORDED = EventType("donation.recorded", Donation)

MEMBER_PROJECT_RECORDED = EventType("member_project.recorded", MemberProject)

INTRODUCED_PROJECT_RECORDED = EventType("introduced_project.recorded", IntroducedProject)

DONATION_CHANGED = EventType("donation.changed", Donation)

MEMBER_PROJECT_CHANGED = EventType("member_project.changed", MemberProject)

INTRODUCED_PROJECT_CHANGED = EventType("introduced_project.changed", IntroducedProject)

ACTIVITY_RECORDED = EventType("activity.recorded", Activity)

DEED_RECORDED = EventType("deed.recorded", Deed)

DISPUTE_RECORDED = EventType("dispute.recorded", Dispute)
DISPUTE_SETTLED = EventType("dispute.settled", Dispute)

WISH_COLLECTED = EventType("wish.collected", Deed)
WISH_CLAIMED = EventType("wish.claimed", Deed)
WISH_FULFILLED = EventType("wish.fulfilled", Deed)
WISH_RELEASED = EventType("wish.released", Deed, Text("微心愿已退回", "A wish was released"))
