"""Two matters: idle fields, in the seventh of nine steps; lorries, together with the park."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from yishi_core.domain.procedures import ConsultationCase
from yishi_core.domain.stations import Station
from yishi_core.testing import Scene


async def idle_fields(scene: Scene, room: Station) -> None:
    """A micro-consultation in the wheat field; what was agreed waits to be published."""
    title = "盘活撂荒地"
    topic = await scene.act(
        "village",
        "propose_topic",
        ago=58,
        org=scene.villages[0],
        station=room,
        title=title,
        description="二组三组撂荒地连片,外出户多,没人牵头流转。",
        topic_source="offline_weekly",
        focus_category="farm_waste",
        grade="small_micro",
    )
    await scene.act(
        "township",
        "screen_topic",
        ago=56,
        topic=topic,
        decision="screened",
        note="群众盼、镇上能办",
    )
    await scene.act("head", "approve_topic", ago=54, topic=topic, approved_by="乡党委会议")
    case = await scene.act(
        "township", "open_case", ago=53, topic=topic, lead_member=scene.posts["member"]
    )
    await scene.act("village", "advance_step", ago=51, case=case, step="collect")
    await scene.act("township", "advance_step", ago=50, case=case, step="decide")
    paper = await scene.upload("village", "协商方案.pdf", 48, case)
    docs = [{"name": "协商方案", "attachment": paper}]
    await scene.act("village", "advance_step", ago=48, case=case, step="plan", docs=docs)
    await scene.act("village", "advance_step", ago=44, case=case, step="research")
    event = await scene.act(
        "village",
        "plan_consultation",
        ago=43,
        case=case,
        title="麦田里议撂荒地",
        date=scene.day(35),
        place="二组麦田边",
        form="field",
    )
    await scene.act(
        "village",
        "hold_consultation",
        ago=35,
        consultation=event,
        suggestions=["合作社统一流转,租金先付后种", "老人留一块自种地", "机耕道先修通"],
        participants=[
            {"person": scene.posts["member"], "party_kind": "cppcc_member", "level": "county"},
            {"person": scene.posts["elder"], "party_kind": "mass_representative", "spoke": True},
            {"party_kind": "mass_representative", "count": 22},
            {"party_kind": "department_head", "count": 2},
        ],
    )
    await scene.act("village", "advance_step", ago=33, case=case, step="consult")
    agreed = {"consensus": "撂荒地由合作社统一流转,租金先付后种,每户可留五分自种地"}
    await scene.act("village", "advance_step", ago=2, case=case, step="conclude", fields=agreed)


async def with_the_park(scene: Scene, room: Station) -> None:
    """Held jointly with the members' group of the park; the next event is announced."""
    matter: dict[str, Any] = {
        "title": "园区货车走村道",
        "content": ["货车早晚走村道,压坏路面,娃娃上学不安全。"],
        "form": "yard",
        "topic_source": "party_government",
        "focus_category": "enterprise_service",
    }
    sheet = await scene.act(
        "township",
        "record_consultation",
        ago=29,
        station=room,
        date=scene.day(30),
        participants=[
            {"party_kind": "mass_representative", "count": 15},
            {"party_kind": "enterprise_representative", "count": 4},
        ],
        **matter,
    )
    [case] = await scene.rows(ConsultationCase, ConsultationCase.id == sheet.case_id)
    joint = await scene.act(
        "township",
        "open_joint_case",
        ago=27,
        case=case,
        joint_kind="enterprise_local",
        partners=[{"name": "县工业园区委员小组", "level": "enterprise"}],
    )
    await scene.act("township", "start_joint_case", ago=26, joint_case=joint)
    await scene.act(
        "township",
        "plan_consultation",
        ago=1,
        case=case,
        title="货车限时走村道",
        date=scene.day(0) + timedelta(days=6),
        place="园区大门口",
        form="on_site",
    )
    await scene.act(
        "township",
        "record_dispute",
        ago=21,
        station=room,
        date=scene.day(24),
        dispute_kind="enterprise_local",
        summary="货车碾坏村道路肩,园区企业出料、村上出工,三日修好",
        settled_on=scene.day(21),
    )
