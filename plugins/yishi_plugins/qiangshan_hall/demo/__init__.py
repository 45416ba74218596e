"""The hall's year in the demonstration county: built, seated, three matters walked through the five
links, visits, pledges (domain.md 3.10).
"""

from __future__ import annotations

from yishi_core.testing import Scene
from yishi_plugins.qiangshan_hall.demo.boardwalk import boardwalk
from yishi_plugins.qiangshan_hall.demo.building import build_hall
from yishi_plugins.qiangshan_hall.demo.everyday import both_ways, everyday
from yishi_plugins.qiangshan_hall.demo.village import flower_path, lamps


async def play(scene: Scene) -> None:
    """Play the year."""
    station = await build_hall(scene)
    await boardwalk(scene, station)
    await lamps(scene, station)
    await flower_path(scene, station)
    await everyday(scene, station)
    await both_ways(scene)
