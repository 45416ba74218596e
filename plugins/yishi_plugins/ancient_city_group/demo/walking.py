"""The group walks the streets, and consults on the spot."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from yishi_core.domain.intake import Intake
from yishi_plugins.ancient_city_group.demo.stage import EXPERTS, TEAM, Matter, Stage


async def walk(stage: Stage, first: date, case: Any, clue: Intake, matter: Matter) -> None:
    """Those whose expertise fits, filled up to three; a survey and a word on the law at the
    door.
    """

    def later(days: int) -> date:
        return first + timedelta(days=days)

    everybody = [*EXPERTS, *((name, None, expertise, post) for name, expertise, post in TEAM)]
    fitting = [
        name
        for name, _, expertise, _ in everybody
        if matter.field in expertise and name != "季明远"
    ] or ["季明远"]
    names = list(dict.fromkeys([*fitting, "温如玉", "顾采薇", "沈砚秋"]))[: max(3, len(fitting))]
    people = [stage.team[name] for name in names]
    group = await stage.on(
        later(9),
        "township",
        "form_walk_group",
        origin_intake=clue,
        case=case,
        members=people,
        leader=people[0],
    )
    await stage.on(
        later(12),
        "township",
        "record_activity",
        org=stage.org,
        case=case,
        walk_group=group,
        kind="survey",
        title=f"走访:{matter.title}",
        date=later(12),
        result_text=matter.finding,
        participants=[{"person": person, "party_kind": "other"} for person in people],
    )
    await stage.on(
        later(14),
        "township",
        "record_activity",
        org=stage.org,
        case=case,
        walk_group=group,
        kind="law_preach",
        title="入户讲古城保护条例",
        date=later(14),
        participants=[{"party_kind": "mass_representative", "count": 16}],
    )
    await stage.on(
        later(16),
        "township",
        "report_walk_group",
        walk_group=group,
        finding=matter.finding,
        consensus=[matter.agreed],
    )
    await stage.on(
        later(17), "township", "advance_step", case=case, step="research", note=matter.finding
    )


async def hold_consultation(
    stage: Stage, day: date, case: Any, clues: list[Intake], matter: Matter
) -> Any:
    """The round on the spot: planned, announced, held; two units answer, one of them with a day.
    The promise.
    """
    scene = stage.scene
    before = [day - timedelta(days=n) for n in (8, 5)]
    event = await stage.on(
        before[0],
        "township",
        "plan_consultation",
        case=case,
        title=f"古城现场协商:{matter.title}",
        date=day,
        time_from="09:00:00",
        time_to="11:30:00",
        place="古城北街广场",
        form="on_site",
    )
    await stage.on(before[1], "township", "notify_consultation", consultation=event)
    await stage.on(
        day,
        "township",
        "hold_consultation",
        consultation=event,
        suggestions=[matter.agreed],
        participants=[
            {"party_kind": "department_head", "count": 2},
            {"party_kind": "mass_representative", "count": 37},
            {"party_kind": "expert", "count": 2},
            {"party_kind": "cppcc_member", "count": 5},
            {"party_kind": "invited_representative", "count": 3},
        ],
    )
    answer: dict[str, Any] = {"consultation": event, "speaker": "分管副局长"}
    promised: dict[str, Any] = {"text": matter.promise, "promise_due": day + timedelta(days=30)}
    promise = await stage.on(
        day,
        "township",
        "record_on_spot_reply",
        clue=clues[0],
        unit=scene.units[0],
        **promised,
        **answer,
    )
    told = "同意,配合施工组织好交通和巡查。"
    await stage.on(
        day,
        "township",
        "record_on_spot_reply",
        clue=clues[1],
        unit=scene.units[1],
        text=told,
        **answer,
    )
    await stage.on(
        day,
        "township",
        "record_activity",
        org=stage.org,
        case=case,
        kind="law_preach",
        title="现场解读古城保护条例",
        date=day,
        participants=[{"party_kind": "mass_representative", "count": 37}],
    )
    await stage.on(
        day + timedelta(days=1), "township", "advance_step", case=case, step="deliberate"
    )
    minutes = await stage.on(
        day + timedelta(days=2),
        "township",
        "draft_minutes",
        consultation=event,
        text=f"{matter.title}。议定:{matter.agreed}",
    )
    await stage.on(
        day + timedelta(days=3),
        "township",
        "confirm_minutes",
        minutes=minutes,
        sent_on=day + timedelta(days=3),
    )
    return promise
