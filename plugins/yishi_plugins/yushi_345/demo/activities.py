"""The five activities of the year, and what the office holds for its members."""

from __future__ import annotations

from typing import Any

from yishi_plugins.yushi_345.demo.founding import Stage


async def five_activities(stage: Stage) -> None:
    """Visits, lessons in policy, a dispute settled, a promotion meeting, a training; advice and
    consensus are those of the consultation.
    """
    scene = stage.scene
    done: tuple[tuple[int, str, str, str, dict[str, Any]], ...] = (
        (
            160,
            "visit",
            "走访自来水厂和用水户",
            "管网老化,早晚高峰水压不足",
            {"visit_target": "household", "visit_means": "on_foot"},
        ),
        (130, "preach", "院坝里讲医保新政策", "现场解答二十一人次", {}),
        (100, "work_meeting", "雨事多商量工作推进会", "交流三处示范点做法", {}),
        (64, "training", "委员履职培训", "学协商规则,练主持协商", {}),
    )
    for ago, kind, title, found, more in done:
        await scene.act(
            "township",
            "record_activity",
            ago=ago,
            station=stage.room,
            kind=kind,
            title=title,
            date=scene.day(ago),
            result_text=found,
            participants=[
                {"person": scene.posts["member"], "party_kind": "cppcc_member", "level": "county"},
                {"party_kind": "cppcc_member", "count": 4},
            ],
            **more,
        )
    dispute = await scene.act(
        "township",
        "record_dispute",
        ago=80,
        station=stage.room,
        date=scene.day(80),
        dispute_kind="interest",
        summary="民宿与邻居因停车起争执",
        mediated_by=scene.posts["member3"],
    )
    await scene.act("township", "settle_dispute", ago=72, dispute=dispute)
