"""A bridge on the border, consulted with the county on the other bank."""

from __future__ import annotations

from yishi_core.domain.procedures import ConsultationCase
from yishi_core.domain.stations import Station
from yishi_core.testing import Scene


async def border_bridge(scene: Scene, room: Station) -> None:
    """What was talked over on one sheet is held together from then on: topics, meetings and
    results.
    """
    sheet = await scene.act(
        "township",
        "record_consultation",
        ago=59,
        station=room,
        date=scene.day(60),
        title="界河便桥年年冲毁",
        content=["两岸群众赶集、上学都走便桥,汛期就断。"],
        form="on_site",
        topic_source="member",
        focus_category="roads",
        focus_tags=["member_raised"],
        participants=[
            {"party_kind": "cppcc_member", "count": 4},
            {"party_kind": "mass_representative", "count": 26},
        ],
    )
    [case] = await scene.rows(ConsultationCase, ConsultationCase.id == sheet.case_id)
    joint = await scene.act(
        "township",
        "open_joint_case",
        ago=50,
        case=case,
        joint_kind="cross_region",
        partners=[{"name": "邻县临江镇政协联络组", "level": "township"}],
        shared=["topics", "meetings", "results"],
    )
    await scene.act("township", "start_joint_case", ago=48, joint_case=joint)
