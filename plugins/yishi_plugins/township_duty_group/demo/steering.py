"""The party committee studies, hears the work, and consults before it decides."""

from __future__ import annotations

from datetime import date
from typing import Any

from yishi_core.testing import Scene

LESSONS = ("政协章程", "加强和改进政协工作的意见", "上级政协全会精神", "政协协商工作规则")


async def study_and_hear(scene: Scene) -> None:
    """A study in the last month of each quarter, a hearing in each half-year."""
    for day, lesson in zip(_quarter_ends(scene), LESSONS, strict=False):
        await scene.act(
            "township",
            "record_activity",
            ago=day,
            org=scene.township,
            kind="study",
            title=f"党委中心组学习{lesson}",
            date=day,
        )
        if day.month in (6, 12):
            await scene.act(
                "township",
                "record_activity",
                ago=day,
                org=scene.township,
                kind="party_meeting",
                title="党政班子专题听取政协工作",
                date=day,
                result_text="同布置、同检查;委员活动经费列入年度预算。",
            )


def _quarter_ends(scene: Scene) -> list[date]:
    """The 20th of the last month of each quarter of the past year, the group being founded."""
    first, today = scene.day(330), scene.day(0)
    days = (date(year, month, 20) for year in (first.year, today.year) for month in (3, 6, 9, 12))
    return sorted({day for day in days if first <= day <= today})


async def consult_first(scene: Scene) -> None:
    """Three befores: one in order, one whose congress is still to come, one that came too late."""
    for title, kind, *agos in (
        ("年度政府工作报告", "government_report", 300, 290, 280, 270),
        ("集镇建设规划", "town_plan", 60, 45),
        ("园区扩建规划", "park_plan", 150, 160),
    ):
        steps = ("consulted_on", "party_decided_on", "congress_on", "action_on")
        days: dict[str, Any] = {
            step: scene.day(ago) for step, ago in zip(steps, agos, strict=False)
        }
        await scene.act(
            "township",
            "record_decision_consult",
            ago=min(agos),
            org=scene.township,
            title=title,
            decision_kind=kind,
            **days,
        )
