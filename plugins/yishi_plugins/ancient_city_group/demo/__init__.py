"""A year of the old town's group in the demonstration county.

It collects and consults in turn, and every promise is tracked.
"""

from __future__ import annotations

from datetime import date

from yishi_core.domain.schedules import ScheduleDate, ScheduleKind, ScheduleRule
from yishi_core.testing import Scene
from yishi_plugins.ancient_city_group.demo.collecting import choose, collect_clues, nothing_came
from yishi_plugins.ancient_city_group.demo.founding import found
from yishi_plugins.ancient_city_group.demo.stage import MATTERS, QUIET, Matter, NotYet, Stage
from yishi_plugins.ancient_city_group.demo.tracking import track
from yishi_plugins.ancient_city_group.demo.walking import hold_consultation, walk


async def play(scene: Scene) -> None:
    """Play the year."""
    stage = Stage(scene)
    await found(stage)
    days = {
        kind: await _days(stage, kind)
        for kind in (ScheduleKind.COLLECT_DAY, ScheduleKind.CONSULT_DAY)
    }
    turns = [
        (c, next(k for k in days[ScheduleKind.CONSULT_DAY] if k.date > c.date))
        for c in days[ScheduleKind.COLLECT_DAY][:-1]
    ]
    for (collect, consult), matter in zip(turns[::3], MATTERS, strict=False):
        try:
            await _cycle(stage, collect, consult.date, matter)
        except NotYet:
            break
    for (collect, _), note in zip([*turns[1:3], *turns[4:]], QUIET, strict=False):
        if collect.date <= scene.day(0):
            await nothing_came(stage, collect, note)


async def _days(stage: Stage, kind: ScheduleKind) -> list[ScheduleDate]:
    rules = [rule.id for rule in await stage.scene.rows(ScheduleRule, ScheduleRule.kind == kind)]
    return sorted(
        await stage.scene.rows(ScheduleDate, ScheduleDate.rule_id.in_(rules)), key=lambda d: d.date
    )


async def _cycle(stage: Stage, collect: ScheduleDate, consult: date, matter: Matter) -> None:
    """Collect, analyse, choose, walk; then consult on the spot and track."""
    first, clues = collect.date, await collect_clues(stage, collect, matter)
    case = await choose(stage, first, clues, matter)
    await walk(stage, first, case, clues[0], matter)
    said = await hold_consultation(stage, consult, case, clues, matter)
    await track(stage, consult, case, clues[1], said, matter)
