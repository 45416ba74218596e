"""A year of the matrix in the demonstration county (docs/demo.md).

Two studios and a group of members; one small matter that went 交, 督, 复 to its end, two whose
outcomes are late or due soon, and one key consultation.
"""

from __future__ import annotations

from yishi_core.testing import Scene
from yishi_plugins.platform_matrix.demo.matters import bend, key_consultation, under_way
from yishi_plugins.platform_matrix.demo.platforms import found_platforms


async def play(scene: Scene) -> None:
    """Play the year."""
    studio = await found_platforms(scene)
    await bend(scene, studio)
    await under_way(scene, studio)
    await key_consultation(scene)
