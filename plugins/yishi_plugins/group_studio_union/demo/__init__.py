"""A year of a union: a studio and its group, questions set and answered, a river bank consulted
twice, scores, a paid convener (docs/demo.md).
"""

from __future__ import annotations

from yishi_core import Scene
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
