"""“5+5”“6+4” in its township of the demonstration county."""

from __future__ import annotations

from yishi_core.testing import Scene
from yishi_plugins.five_five_six_four.demo.building import build
from yishi_plugins.five_five_six_four.demo.classes import three_classes
from yishi_plugins.five_five_six_four.demo.neighbours import border_bridge


async def play(scene: Scene) -> None:
    """Play the year."""
    room = await build(scene)
    await three_classes(scene, room)
    await border_bridge(scene, room)
