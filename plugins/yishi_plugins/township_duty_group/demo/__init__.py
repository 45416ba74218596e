"""A year of a township's members' group in the demonstration county (domain.md 3.11): studies and
hearings, three befores, appraisals, what members brought about, and the villages' points.
"""

from __future__ import annotations

from yishi_core.testing import Scene
from yishi_plugins.township_duty_group.demo.duty import appraise, bring, help_people
from yishi_plugins.township_duty_group.demo.founding import found, provide
from yishi_plugins.township_duty_group.demo.points import score_villages
from yishi_plugins.township_duty_group.demo.steering import consult_first, study_and_hear


async def play(scene: Scene) -> None:
    """Play the year."""
    await found(scene)
    await provide(scene)
    await study_and_hear(scene)
    await consult_first(scene)
    await appraise(scene)
    await bring(scene)
    await help_people(scene)
    await score_villages(scene)
