"""The station's year in the demonstration county: built and checked, its members placed, a matter of
ten years walked through the six links, what is urgent still waiting for a leader (domain.md 3.3).
"""

from __future__ import annotations

from yishi_core.testing import Scene
from yishi_plugins.one_three_four_six.demo.building import build
from yishi_plugins.one_three_four_six.demo.everyday import everyday
from yishi_plugins.one_three_four_six.demo.water import rocks, water


async def play(scene: Scene) -> None:
    """Play the year."""
    station = await build(scene)
    await water(scene, station)
    await everyday(scene, station)
    await rocks(scene, station)
