"""The year's matters: one that is done, two under way, one of the key grade."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.outcomes import Outcome
from yishi_core.domain.stations import Station
from yishi_core.testing import Scene

FOUR = [
    {"party_kind": "cppcc_member", "count": 3},
    {"party_kind": "invited_representative", "count": 2},
    {"party_kind": "department_head", "count": 2},
    {"party_kind": "mass_representative", "count": 16},
    {"party_kind": "concerned_party", "count": 4},
]
"""The four parties, and those whom the matter concerns."""


async def bend(scene: Scene, studio: Station) -> None:
    """Consulted on the spot, handed over, inspected, answered, both sides told."""
    topic = await scene.act(
        "village",
        "propose_topic",
        ago=200,
        org=scene.villages[0],
        station=studio,
        title="村口急弯改造",
        description="进村路急弯坡陡,两年出了三起事故,货车不敢进村拉果。",
        topic_source="member",
        focus_category="roads",
        focus_tags=["party_wants", "people_hope", "cppcc_can"],
        campaign="rural_revival",
    )
    await scene.act("township", "screen_topic", ago=196, topic=topic, decision="screened")
    await scene.act("head", "approve_topic", ago=193, topic=topic, approved_by="镇党委会议")
    case = await scene.act(
        "township", "open_case", ago=192, topic=topic, lead_member=scene.posts["member"]
    )
    await scene.act("township", "advance_step", ago=191, case=case, step="choose")
    event = await _plan(
        scene, "village", 180, "急弯怎么改", case=case, place="急弯路口", form="on_site"
    )
    await scene.act(
        "village",
        "hold_consultation",
        ago=180,
        hour=15,
        consultation=event,
        participants=FOUR,
        suggestions=["先削坡再加宽", "弯道加护栏和凸面镜", "果季前完工"],
    )
    await scene.act("village", "advance_step", ago=178, case=case, step="consult")
    outcome = await scene.act(
        "village",
        "record_outcome",
        ago=177,
        case=case,
        title="村口急弯加宽",
        text="急弯处削坡加宽一米二,设护栏六十米、凸面镜两面。",
    )
    handed = await _hand_over(scene, outcome, 176)
    await scene.act("township", "advance_step", ago=176, case=case, step="assign")
    await scene.act("unit", "accept_assignment", ago=174, assignment=handed)
    await scene.act(
        "township",
        "supervise",
        ago=169,
        outcome=outcome,
        assignment=handed,
        method="special_inspection",
        by="第一委员活动小组",
        finding="已完成测量放线,护栏尚未到货",
        demand="一周内进场",
    )
    await scene.act("township", "advance_step", ago=168, case=case, step="supervise")
    await _answered(scene, case, outcome, handed)


async def _answered(scene: Scene, case: Any, outcome: Any, handed: Any) -> None:
    await scene.act(
        "unit",
        "reply_assignment",
        ago=163,
        assignment=handed,
        text="急弯已加宽,护栏、凸面镜全部装好,请验收。",
        result_class="A",
        communicated_by="visit",
        approved_by="分管负责人",
    )
    await scene.act("township", "confirm_reply", ago=161, assignment=handed)
    for direction, to in (("to_authority", "镇党委政府"), ("to_proposer", "到会委员和沿线果农")):
        heard = direction == "to_proposer"
        await scene.act(
            "township",
            "give_feedback",
            ago=158,
            outcome=outcome,
            direction=direction,
            to=to,
            satisfaction="satisfied" if heard else None,
            communicated_by="meeting" if heard else None,
        )
    await scene.act(
        "township",
        "convert_outcome",
        ago=157,
        outcome=outcome,
        conversion_kind="problem_solved",
        conversion_note="急弯加宽、护栏装好,货车进村拉果,至今无事故。",
    )
    await scene.act("township", "close_outcome", ago=157, outcome=outcome)
    await scene.act("township", "advance_step", ago=156, case=case, step="reply")


async def under_way(scene: Scene, studio: Station) -> None:
    """Two small consultations entered from paper: the outcome of one is late, of the other due
    soon; of the second one party stayed away.
    """
    for held, handed, title, form, came in (
        (48, 40, "果品市场摊位怎么摆", "bench", FOUR),
        (20, 13, "灌渠轮水怎么排", "field", FOUR[:1] + FOUR[3:]),
    ):
        event = await scene.act(
            "township",
            "record_consultation",
            ago=held - 1,
            station=studio,
            date=scene.day(held),
            title=title,
            content=["各方当面说清难处,逐条商定办法。"],
            form=form,
            focus_category="market" if form == "bench" else "water",
            campaign="grassroots_governance",
            participants=came,
            suggestions=["定人定点定时,写进村规民约"],
            outcomes=["定出办法并配齐设施"],
        )
        outcome = (await scene.rows(Outcome, Outcome.case_id == event.case_id))[0]
        await _hand_over(scene, outcome, handed)


async def key_consultation(scene: Scene) -> None:
    """A key special consultation in the members' group, on the county's main industrial field."""
    event = await _plan(
        scene,
        "township",
        75,
        "果品加工园区怎么建",
        org=scene.township,
        place="镇政府会议室",
        form="group_meeting",
        grade="key_special",
        campaign="main_industrial_field",
    )
    await scene.act(
        "township",
        "hold_consultation",
        ago=75,
        hour=16,
        consultation=event,
        participants=[*FOUR, {"person": scene.posts["expert"], "party_kind": "expert"}],
        suggestions=["园区先通水电再招商", "冷链由合作社入股共建"],
    )


async def _plan(scene: Scene, who: str, ago: int, title: str, **given: Any) -> Any:
    """An event that is announced more than a week ahead."""
    return await scene.act(
        who, "plan_consultation", ago=ago + 8, title=title, date=scene.day(ago), **given
    )


async def _hand_over(scene: Scene, outcome: Any, ago: int) -> Any:
    await scene.act("township", "route_outcome", ago=ago, outcome=outcome, route_class="A")
    return await scene.act(
        "township",
        "assign_outcome",
        ago=ago,
        hour=11,
        outcome=outcome,
        unit=scene.units[0],
        brief="按协商意见办理,办结后书面答复。",
    )
