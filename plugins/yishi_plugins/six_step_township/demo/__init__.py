"""The township's year in the demonstration county: its platforms and documents, a matter walked
through the six steps, talks in yards, and one that waits to be looked at (domain.md 3.1).
"""

from __future__ import annotations

from yishi_core.testing import Scene
from yishi_plugins.six_step_township.demo.founding import found
from yishi_plugins.six_step_township.demo.roses import roses
from yishi_plugins.six_step_township.demo.yards import talks


async def play(scene: Scene) -> None:
    """Play the year."""
    room, yard = await found(scene)
    await roses(scene, room)
    await talks(scene, yard)
