"""The secretary studies the plan of the year and chairs the promotion meeting."""

from __future__ import annotations

from typing import Any

from yishi_core.testing import Scene

MEETINGS = (
    (262, "party_meeting", "研究年度协商计划", "议定协商议题两个,城区学位列入重点。"),
    (245, "work_meeting", "协商议事室升级推进会", "现场观摩老街议事室,部署一室一主题。"),
)
"""Days ago, kind, title, result."""


async def lead(scene: Scene) -> Any:
    """Two topics with their orientation, the plan approved, meetings held; the harder topic."""
    topics = []
    for title, why, field, orientation in (
        (
            "集镇小学学位不足",
            "三年新增住户四百余户,小学大班额突出。",
            "education",
            "problem",
        ),
        (
            "农村公交末班车提前",
            "下午五点后无车回村,学生和务工群众不便。",
            "transport",
            "livelihood",
        ),
    ):
        topic = await scene.act(
            "township",
            "propose_topic",
            ago=275,
            org=scene.township,
            title=title,
            description=why,
            topic_source="resident",
            focus_category=field,
            grade="small_micro",
            orientation=orientation,
        )
        await scene.act(
            "township",
            "screen_topic",
            ago=270,
            topic=topic,
            decision="screened",
            note="群众反映集中",
        )
        topics.append(topic)
    plan = await scene.act(
        "township",
        "make_annual_plan",
        ago=265,
        org=scene.township,
        year=scene.day(265).year,
        topics=[{"topic": topic} for topic in topics],
    )
    for ago, kind, title, result in MEETINGS:
        await scene.act(
            "township",
            "record_activity",
            ago=ago,
            org=scene.township,
            kind=kind,
            title=title,
            date=scene.day(ago),
            leader_post="township_party_secretary",
            result_text=result,
        )
    await scene.act(
        "township",
        "study_annual_plan",
        ago=261,
        plan=plan,
        studied_by="township_party_secretary",
        studied_on=scene.day(262),
    )
    await scene.act(
        "township",
        "approve_annual_plan",
        ago=258,
        plan=plan,
        approved_by="乡党委会议",
        approved_on=scene.day(258),
    )
    await scene.act("head", "approve_topic", ago=255, topic=topics[0], approved_by="乡党委会议")
    return topics[0]
