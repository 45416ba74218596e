"""A year of 雨事多商量 in the demonstration county (domain.md 3.6): a room up to the standard, a
matter through the three links, each on the echo wall, and the five activities.
"""

from __future__ import annotations

from yishi_core.testing import Scene
from yishi_plugins.yushi_345.demo.activities import five_activities
from yishi_plugins.yushi_345.demo.alliance import alliance
from yishi_plugins.yushi_345.demo.founding import found


async def play(scene: Scene) -> None:
    """Play the year."""
    stage = await found(scene)
    await alliance(stage)
    await five_activities(stage)
