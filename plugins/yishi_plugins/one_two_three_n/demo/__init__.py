"""A year of a democratic council station in the demonstration county (docs/demo.md).

The station and its team; an old street whose ten steps brought money from above; an urgent matter
under way; the year's activities, of which one kind is still to be done.
"""

from __future__ import annotations

from yishi_core.testing import Scene
from yishi_plugins.one_two_three_n.demo.founding import found_station
from yishi_plugins.one_two_three_n.demo.old_street import old_street
from yishi_plugins.one_two_three_n.demo.year import year


async def play(scene: Scene) -> None:
    """Play the year."""
    station = await found_station(scene)
    await old_street(scene, station)
    await year(scene, station)
