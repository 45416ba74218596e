"""A year of the three upgrades in the demonstration county (docs/demo.md).

Two rooms by local character, the plan that the secretary studied, and one matter linked over three
levels: it has its pre-consultation and a round behind it, and another one planned.
"""

from __future__ import annotations

from yishi_core.testing import Scene
from yishi_plugins.three_upgrades.demo.leading import lead
from yishi_plugins.three_upgrades.demo.linking import link_levels
from yishi_plugins.three_upgrades.demo.rooms import upgrade_rooms


async def play(scene: Scene) -> None:
    """Play the year."""
    await upgrade_rooms(scene)
    topic = await lead(scene)
    await link_levels(scene, topic)
