"""Talks in the yard and on benches, one of which is being handled and waits to be looked at."""

from __future__ import annotations

from yishi_core.domain.outcomes import Outcome, OutcomeState
from yishi_core.domain.stations import Station
from yishi_core.testing import Scene

CANAL = "清淤三组灌溉支渠一点二公里"
TALKS: tuple[tuple[int, str, str, str, str, list[str]], ...] = (
    (150, "小院里议垃圾清运", "每周清运一次改为两次,费用每户每月五元。", "yard", "environment", []),
    (97, "板凳会议义务植树", "开春每户出一个工,栽行道树四百株。", "bench", "ecology", []),
    (48, "地头议灌溉渠清淤", "三组支渠淤塞,请水管部门清淤并修闸门。", "field", "water", [CANAL]),
)
"""Days ago, title, what was agreed, form, field, what somebody is to do."""


async def talks(scene: Scene, yard: Station) -> None:
    """The last one brought something to do; nobody has looked at it for longer than a month."""
    for ago, title, agreed, form, category, outcomes in TALKS:
        await scene.act(
            "village",
            "record_consultation",
            ago=ago - 1,
            station=yard,
            date=scene.day(ago),
            title=title,
            content=[agreed],
            form=form,
            focus_category=category,
            outcomes=outcomes,
            participants=[
                {"party_kind": "mass_representative", "count": 17},
                {"party_kind": "cppcc_member", "count": 2},
            ],
        )
    [outcome] = await scene.rows(Outcome, Outcome.state == OutcomeState.DRAFT)
    await scene.act("township", "route_outcome", ago=46, outcome=outcome, route_class="A")
    given = await scene.act(
        "township",
        "assign_outcome",
        ago=45,
        outcome=outcome,
        unit=scene.units[0],
        brief=CANAL,
        due_on=scene.day(-30),
    )
    await scene.act("unit", "accept_assignment", ago=43, assignment=given)
