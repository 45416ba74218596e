"""Pledges that can be checked: a day within the limit, a photograph when they are fulfilled."""

from __future__ import annotations

from datetime import timedelta

from yishi_core import Change, ReadContext, guard, holds, require
from yishi_core.domain.activities import FulfilPledgeInput, Pledge, fulfil_pledge
from yishi_plugins.qiangshan_hall.rules import HallRule
from yishi_plugins.qiangshan_hall.settings import Settings


@holds(Pledge, on=("due_on",))
def in_time(context: ReadContext, change: Change[Pledge]) -> None:
    """A pledge is due within the number of days that the township set."""
    days, pledge = context.settings.of(Settings).pledge_max_days, change.row
    last = pledge.made_on + timedelta(days=days)
    require(pledge.due_on <= last, HallRule.PLEDGE_TOO_LONG, days=days)


@guard(fulfil_pledge)
def shown(context: ReadContext, data: FulfilPledgeInput) -> None:
    """A fulfilled pledge is shown on a photograph, where the township wants it."""
    wanted = context.settings.of(Settings).pledge_photo_required
    require(data.photos or not wanted, HallRule.PHOTO_MISSING)
