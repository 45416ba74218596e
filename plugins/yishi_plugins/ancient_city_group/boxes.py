"""The group's suggestion boxes: they are opened when clues are collected (domain.md 3.9)."""

from __future__ import annotations

from yishi_core import Advice, ReadContext, Text, advise
from yishi_core.domain.schedules import HoldCollectRoundInput, hold_collect_round
from yishi_core.domain.stations import BoxOpening, SuggestionBox


@advise(hold_collect_round)
async def opened(context: ReadContext, data: HoldCollectRoundInput) -> list[Advice]:
    """Every box that hangs is opened on the day of collecting."""
    day = data.date or (data.schedule_date.date if data.schedule_date else context.today)
    hanging = (
        SuggestionBox.put_up_on <= day,
        SuggestionBox.taken_down_on.is_(None) | (SuggestionBox.taken_down_on >= day),
    )
    boxes = await context.find(SuggestionBox, SuggestionBox.org_id == context.org.id, *hanging)
    opened = await context.find(
        BoxOpening, BoxOpening.box_id.in_([box.id for box in boxes]), BoxOpening.opened_on == day
    )
    done = {opening.box_id for opening in opened}
    closed = [box.name for box in boxes if box.id not in done]
    if not closed:
        return []
    text = Text(
        f"当天未开箱:{'、'.join(closed)}。", f"{len(closed)} boxes were not opened that day."
    )
    return [Advice("box_not_opened", text)]
