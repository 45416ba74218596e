"""What the town owes its station: quotas, a standard, days of collection, the party committee's
care, money.
"""

from __future__ import annotations

from typing import Any

from yishi_core.domain.schedules import ScheduleDate, ScheduleKind, ScheduleRule
from yishi_core.domain.stations import Station
from yishi_core.testing import Scene

CARE: tuple[tuple[int, str, str, dict[str, Any]], ...] = (
    (75, "party_meeting", "乡党委专题研究联络站工作", {}),
    (70, "inspection", "季度督查", {}),
    (66, "leader_visit", "县政协主席到联络站调研", {"leader_post": "county_chair"}),
    (61, "survey", "撂荒地调研", {"self_started": True}),
)
"""Days ago, kind, title, and what else is recorded of it."""


async def backing(scene: Scene, station: Station) -> None:
    """Quotas and a standard are adopted; the committee studies, inspects and pays, more than it
    planned.
    """
    for code in ("four_ones", "station_backing"):
        await scene.act("township", "adopt_quota_set", ago=340, org=scene.township, code=code)
    standard = await scene.act(
        "township", "adopt_checklist", ago=340, org=scene.township, code="station_10"
    )
    await scene.act(
        "township",
        "record_standard_check",
        ago=90,
        checklist=standard,
        station=station,
        inspector=scene.posts["secretary"],
        results=[
            {"item_no": n, "verdict": "partly" if n == 7 else "pass", "note": "现场核对"}
            for n in range(1, 11)
        ],
    )
    for ago, kind, title, more in CARE:
        await scene.act(
            "township",
            "record_activity",
            ago=ago,
            station=station,
            kind=kind,
            title=title,
            date=scene.day(ago),
            result_text="看台账、听汇报、列出待办清单,逐项销号。",
            **more,
        )
    year = scene.day(60).year
    budget = await scene.act(
        "township",
        "record_budget",
        ago=60,
        station=station,
        year=year,
        amount=3_000_000,
        purpose="activity",
        source="township_finance",
    )
    await scene.act(
        "township",
        "record_expense",
        ago=55,
        budget=budget,
        amount=3_120_000,
        date=scene.day(55),
        purpose="activity",
        note="超支部分由乡财政兜底",
    )
    await scene.act(
        "county",
        "record_honour",
        ago=50,
        org=scene.township,
        station=station,
        kind="advanced_unit",
        title="政协工作先进单位",
        level="county",
        awarded_by="县政协",
        year=scene.day(50).year,
    )


async def every_week(scene: Scene, station: Station) -> None:
    """The last weeks' collections are in the register; in the last one nothing came in."""
    await scene.act("township", "adopt_schedules", ago=20, station=station, starts_on=scene.day(20))
    kinds = {rule.id: rule.kind for rule in await scene.rows(ScheduleRule)}
    past = [
        day
        for day in sorted(await scene.rows(ScheduleDate), key=lambda d: d.date)
        if day.date <= scene.day(0)
    ]
    collected = [day for day in past if kinds[day.rule_id] is ScheduleKind.COLLECT_DAY]
    for day in collected:
        nothing = day is collected[-1]
        await scene.act(
            "township",
            "hold_collect_round",
            ago=day.date,
            station=station,
            schedule_date=day,
            place="场镇老茶馆",
            staff=[scene.posts["clerk"].name, scene.posts["elder"].name],
            items=0 if nothing else 3,
            is_nil=nothing,
            note="当日到场两人,均为政策咨询,当场答复" if nothing else None,
        )
    for day in past:
        if day not in collected:
            await scene.act(
                "township",
                "hold_schedule_date",
                ago=day.date,
                schedule_date=day,
                held_note="已研究、督查,问题清单已下发",
            )
