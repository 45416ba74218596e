"""The liaison station in its township of the demonstration county."""

from __future__ import annotations

from yishi_core.testing import Scene
from yishi_plugins.nine_step_station.demo.backing import backing, every_week
from yishi_plugins.nine_step_station.demo.building import build
from yishi_plugins.nine_step_station.demo.matters import idle_fields, with_the_park


async def play(scene: Scene) -> None:
    """Play the year."""
    station, room = await build(scene)
    await backing(scene, station)
    await idle_fields(scene, room)
    await with_the_park(scene, room)
    await every_week(scene, station)
