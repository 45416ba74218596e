"""One team of six kinds of people: who is not in it yet (domain.md 3.7)."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from yishi_core import Advice, ReadContext, Text, advise
from yishi_core.domain.people import (
    CouncilMember,
    EndCouncilSeatInput,
    SeatCouncilMemberInput,
    end_council_seat,
    seat_council_member,
)


@advise(seat_council_member, end_council_seat)
async def missing(
    context: ReadContext, data: SeatCouncilMemberInput | EndCouncilSeatInput, result: CouncilMember
) -> Sequence[Advice]:
    """Which of the kinds that the team takes have no seat today."""
    today = context.today
    seated = await context.find(
        CouncilMember,
        CouncilMember.council_id == result.council_id,
        CouncilMember.from_on <= today,
        sa.or_(CouncilMember.to_on.is_(None), CouncilMember.to_on > today),
    )
    there = {seat.identity for seat in seated}
    kinds = context.settings.vocabularies.get("identity", {})
    left = [kind for kind in kinds if kind not in there]
    if not left:
        return []
    words = Text("、".join(kinds[kind] for kind in left), ", ".join(left))
    text = Text(
        f"议事队伍还没有:{words.zh}。", f"The team has nobody yet of these kinds: {words.en}."
    )
    return [Advice("team_incomplete", text)]
