"""Who sits on the hall's council, and what its visit book says of activities (domain.md 3.10)."""

from __future__ import annotations

from yishi_core import ReadContext, guard, require
from yishi_core.domain.activities import ChangeActivityInput, change_activity
from yishi_core.domain.people import SeatCouncilMemberInput, seat_council_member
from yishi_plugins.qiangshan_hall.models import HouseholdVisit
from yishi_plugins.qiangshan_hall.rules import HallRule
from yishi_plugins.qiangshan_hall.settings import Settings

OF_A_VISIT = frozenset({"kind", "title", "date", "visit_target", "visit_means", "result_text"})
"""Fields of an activity that are set by its visit in the hall's book."""


@guard(seat_council_member)
def identity(context: ReadContext, data: SeatCouncilMemberInput) -> None:
    """Members of the council come from the circles that the hall takes."""
    taken = context.settings.of(Settings).council_identities
    known = "、".join(context.settings.label("identity", word) for word in taken)
    require(data.identity in taken, HallRule.IDENTITY, known=known)


@guard(change_activity)
async def in_the_book(context: ReadContext, data: ChangeActivityInput) -> None:
    """What a visit in the hall's book has set is changed there."""
    if OF_A_VISIT & data.model_fields_set:
        of_a_visit = HouseholdVisit.activity_id == data.activity.id
        require(not await context.first(HouseholdVisit, of_a_visit), HallRule.OF_A_VISIT)
