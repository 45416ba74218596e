"""A year of a union in the demonstration county (docs/demo.md).

A studio and its group answer questions, consult twice about a river bank, score their members and
pay their convener.
"""

from __future__ import annotations

from yishi_core.testing import Scene
from yishi_plugins.group_studio_union.demo.everyday import everyday, score_members
from yishi_plugins.group_studio_union.demo.pairing import choose_convener, found_union
from yishi_plugins.group_studio_union.demo.questions import set_questions
from yishi_plugins.group_studio_union.demo.river_bank import river_bank


async def play(scene: Scene) -> None:
    """Play the year."""
    studio = await found_union(scene)
    await choose_convener(scene, studio)
    await river_bank(scene, studio)
    await set_questions(scene, studio)
    await everyday(scene, studio)
    await score_members(scene, studio)
