"""The alliance of scenic spots and homestays: three links, four questions, four blocks."""

from __future__ import annotations

from typing import Any

from yishi_plugins.yushi_345.demo.founding import Stage


async def alliance(stage: Stage) -> None:
    """From the topic to what it brought, each link on the wall before it ends."""
    scene = stage.scene
    topic = await scene.act(
        "township",
        "propose_topic",
        ago=300,
        org=scene.township,
        station=stage.room,
        title="景点民宿联起来,一卡通游",
        description="景点各卖各的票,民宿各揽各的客,游客来了留不住。",
        topic_source="enterprise",
        focus_category="tourism",
        grade="small_micro",
        campaign="you_ask_i_answer",
    )
    await scene.act(
        "township", "screen_topic", ago=297, topic=topic, decision="screened", note="切口小、能办成"
    )
    await scene.act("head", "approve_topic", ago=295, topic=topic, approved_by="镇党委会议")
    case = await scene.act("township", "open_case", ago=294, topic=topic)
    await _publish(stage, 292, case, "topic", "景点民宿怎么联,请您出题")
    await _end(stage, 290, case, "collect", topic_fine=True)

    event = await scene.act(
        "township",
        "plan_consultation",
        ago=288,
        case=case,
        title="景区联盟协商会",
        date=scene.day(280),
        place="景区游客中心",
        form="on_site",
        conveners=stage.both,
    )
    await scene.act(
        "township",
        "hold_consultation",
        ago=280,
        hour=15,
        consultation=event,
        suggestions=["门票互认", "民宿统一标准", "发一张旅游一卡通"],
        participants=[
            {"person": scene.posts["member2"], "party_kind": "cppcc_member", "level": "county"},
            {"person": scene.posts["expert"], "party_kind": "expert"},
            {"party_kind": "mass_representative", "count": 14},
            {"party_kind": "department_head", "count": 2},
        ],
    )
    await _publish(stage, 277, case, "process", "协商会上大家这样说")
    await _end(stage, 276, case, "consult", people_fine=True, stage_fine=True)

    outcome = await scene.act(
        "township",
        "record_outcome",
        ago=275,
        case=case,
        title="景区联盟和旅游一卡通",
        text="六处景点、四家民宿结成联盟,门票互认,发行旅游一卡通。",
    )
    await scene.act("township", "route_outcome", ago=274, outcome=outcome, route_class="A")
    await scene.act(
        "township",
        "convert_outcome",
        ago=220,
        outcome=outcome,
        conversion_kind="project",
        conversion_note="联盟挂牌,一卡通发出首批两千张。",
    )
    for metric, value in (("scenic_spots", 6), ("homestays", 4)):
        await scene.act(
            "township",
            "record_impact",
            ago=215,
            case=case,
            metric=metric,
            value=value,
            date=scene.day(215),
            evidence="联盟章程和成员名册",
        )
    await _publish(stage, 214, case, "decision", "镇里定了这几条")
    await _publish(stage, 214, case, "conversion", "联盟成立,一卡通来了")
    await _end(stage, 210, case, "convert", press_fine=True)


async def _publish(stage: Stage, ago: int, case: Any, kind: str, title: str) -> None:
    """A block of the wall: drafted by the township, released by the county."""
    drafted = await stage.scene.act(
        "township",
        "draft_disclosure",
        ago=ago,
        case=case,
        kind=kind,
        title=title,
        place="echo_wall",
        text=f"{title}。景点民宿联盟一事,详见便民服务中心回音壁,欢迎监督。",
    )
    await stage.scene.act("county", "release_disclosure", ago=ago, hour=15, disclosure=drafted)


async def _end(stage: Stage, ago: int, case: Any, step: str, **answers: bool) -> None:
    await stage.scene.act(
        "township", "advance_step", ago=ago, hour=16, case=case, step=step, fields=answers
    )
