"""The year beside the old street: an urgent matter under way, study and survey."""

from __future__ import annotations

from yishi_core.domain.stations import Station
from yishi_core.testing import Scene

ACTIVITIES: tuple[tuple[int, str, str, str, tuple[str, ...]], ...] = (
    (190, "study", "学习基层协商民主文件", "学文件、谈体会,定下议事队伍每月走访一次。", ()),
    (
        70,
        "survey",
        "农产品产销调研",
        "走访六个摊点、三个大户,蔬菜早市缺固定场地。",
        ("早市设固定摊位,限时限区", "大户与单位食堂签直供"),
    ),
)
"""Days ago, kind, title, result, suggestions; 民主监督 is still to be done this year."""


async def year(scene: Scene, station: Station) -> None:
    """What the team does all year."""
    for ago, kind, title, found, said in ACTIVITIES:
        await scene.act(
            "township",
            "record_activity",
            ago=ago,
            station=station,
            kind=kind,
            title=title,
            date=scene.day(ago),
            result_text=found,
            campaign="central_task",
            participants=[
                {"person": scene.posts["member"], "party_kind": "cppcc_member"},
                {"party_kind": "mass_representative", "count": 8},
            ],
            suggestions=[{"text": text} for text in said],
        )
    await scene.act(
        "township",
        "record_consultation",
        ago=2,
        station=station,
        date=scene.day(3),
        title="集镇停水应急供水",
        content=["主管爆裂停水,商定送水点和抢修时段。"],
        form="online",
        focus_category="water",
        participants=[
            {"party_kind": "cppcc_member", "count": 2},
            {"party_kind": "department_head", "count": 2},
            {"party_kind": "mass_representative", "count": 17},
        ],
        suggestions=["送水车定点定时"],
        outcomes=["三日内抢通主管"],
    )
