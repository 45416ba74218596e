"""Honours: an excellent studio is a studio (domain.md 3.13)."""

from __future__ import annotations

from yishi_core import Change, ReadContext, holds, require
from yishi_core.domain.publicity import Honour
from yishi_core.domain.stations import Station
from yishi_plugins.group_studio_union.pairing import is_studio
from yishi_plugins.group_studio_union.rules import UnionRule


@holds(Honour, on=("kind", "station"))
async def of_a_studio(context: ReadContext, change: Change[Honour]) -> None:
    """The honour of an excellent studio names a studio."""
    if change.row.kind == "excellent_studio":
        station = await context.get(Station, change.row.station_id)
        require(is_studio(station), UnionRule.HONOUR_NAMES_NO_STUDIO)
