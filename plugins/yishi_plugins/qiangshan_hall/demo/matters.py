"""What every matter of the hall goes through: handed in, looked into, deliberated."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.intake import Intake, IntakeState
from yishi_core.domain.stations import Station
from yishi_core.testing import Scene


async def hand_in_matter(
    scene: Scene, station: Station, ago: int, content: str, title: str, field: str, **more: Any
) -> tuple[Any, str]:
    """A resident's matter becomes an approved topic and a case whose first two links are done; the
    case and the sender's code.
    """
    sent = await scene.act(
        "resident",
        "submit_intake",
        ago=ago,
        station=station,
        content=content,
        focus_category=field,
        channel="qr",
        **more,
    )
    intake = (
        await scene.rows(Intake, Intake.content == content, Intake.state == IntakeState.RECEIVED)
    )[0]
    await scene.act("township", "accept_intake", ago=ago - 2, intake=intake)
    topic = await scene.act(
        "village",
        "propose_topic",
        ago=ago - 5,
        org=scene.villages[0],
        station=station,
        title=title,
        description=content,
        topic_source="resident",
        focus_category=field,
        grade="small_micro",
        intakes=[intake],
        campaign="two_links_one_entry",
    )
    await scene.act(
        "township",
        "screen_topic",
        ago=ago - 8,
        topic=topic,
        decision="screened",
        note="群众所盼,眼下能办",
    )
    await scene.act("head", "approve_topic", ago=ago - 10, topic=topic, approved_by="镇党委会议")
    case = await scene.act(
        "township", "open_case", ago=ago - 11, topic=topic, lead_member=scene.posts["member"]
    )
    await scene.act(
        "village",
        "advance_step",
        ago=ago - 13,
        case=case,
        step="collect",
        fields={"information_source": "扫码来件与入户走访"},
    )
    await scene.act(
        "township",
        "advance_step",
        ago=ago - 15,
        case=case,
        step="decide_topic",
        note="公示三天无异议",
    )
    return case, str(sent.query_code)


async def research(scene: Scene, case: Any, ago: int, note: str) -> None:
    paper = await scene.upload("village", "调研记录.pdf", ago, case)
    await scene.act(
        "village",
        "advance_step",
        ago=ago,
        case=case,
        step="research",
        note=note,
        docs=[{"name": "调研记录", "attachment": paper}],
    )


async def deliberate(
    scene: Scene, case: Any, ago: int, title: str, said: list[str], agreed: str, came: int
) -> Any:
    """An event in the hall with its minutes; the fourth link."""
    event = await scene.act(
        "village",
        "plan_consultation",
        ago=ago + 6,
        case=case,
        title=title,
        date=scene.day(ago),
        place="火塘议事堂",
        form="yard",
        conveners=[{"person": scene.posts["village_secretary"]}, {"person": scene.posts["member"]}],
    )
    await scene.act("village", "notify_consultation", ago=ago + 5, consultation=event)
    photo = await scene.upload("village", "议事现场.jpg", ago)
    await scene.act(
        "village",
        "hold_consultation",
        ago=ago,
        hour=15,
        consultation=event,
        suggestions=said,
        photos=[photo],
        participants=[
            {
                "person": scene.posts["member"],
                "party_kind": "cppcc_member",
                "level": "county",
                "spoke": True,
            },
            {"person": scene.posts["elder"], "party_kind": "mass_representative", "spoke": True},
            {"party_kind": "mass_representative", "count": came},
            {"party_kind": "department_head", "count": 1},
        ],
    )
    await scene.act(
        "village", "record_consensus", ago=ago, hour=16, case=case, text=agreed, agree_share=96
    )
    minutes = await scene.act(
        "village",
        "draft_minutes",
        ago=ago - 2,
        consultation=event,
        text=f"{title}。{'；'.join(said)}。议定:{agreed}",
    )
    await scene.act(
        "township", "confirm_minutes", ago=ago - 3, minutes=minutes, sent_on=scene.day(ago - 3)
    )
    await scene.act("village", "advance_step", ago=ago - 4, case=case, step="deliberate")
    return event
