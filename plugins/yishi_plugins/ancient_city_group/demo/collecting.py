"""Days of collecting: clues from boxes and codes, or nothing, and what is chosen of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from yishi_core.domain.intake import Intake, IntakeState
from yishi_core.domain.schedules import ScheduleDate
from yishi_plugins.ancient_city_group.demo.stage import THEME, Matter, Stage


async def collect_clues(stage: Stage, collect: ScheduleDate, matter: Matter) -> list[Intake]:
    day, org, team = collect.date, stage.org, stage.team
    opened = await stage.on(
        day,
        "township",
        "open_box",
        box=stage.box,
        first_opener=team["沈砚秋"],
        second_opener=team["温如玉"],
        slips=1,
    )
    held = await stage.on(
        day,
        "township",
        "hold_collect_round",
        org=org,
        schedule_date=collect,
        place="北街广场",
        staff=["沈砚秋", "温如玉"],
        items=1,
    )
    taken = await stage.on(
        day,
        "township",
        "record_intake",
        org=org,
        content=matter.box,
        channel="box",
        source="box",
        is_anonymous=True,
        box_opening=opened,
        collect_round=held,
        focus_category=matter.category,
    )
    await stage.on(
        day,
        "resident",
        "submit_intake",
        station=stage.station,
        content=matter.code,
        channel="qr",
        is_anonymous=True,
    )
    received = Intake.state == IntakeState.RECEIVED
    sent = (await stage.scene.rows(Intake, Intake.content == matter.code, received))[0]
    for clue in (taken, sent):
        await stage.on(
            day + timedelta(days=2),
            "township",
            "accept_intake",
            intake=clue,
            focus_category=matter.category,
        )
        await stage.on(
            day + timedelta(days=3),
            "township",
            "analyse_clue",
            intake=clue,
            analysis_field=matter.field,
            direction=matter.direction,
            finding="须到现场查看,请相关部门一并到场",
            first_analyst=team["沈砚秋"],
            second_analyst=team["温如玉"],
        )
    return [taken, sent]


async def nothing_came(stage: Stage, collect: ScheduleDate, note: str) -> None:
    """A day of collecting without a clue is held and written down too."""
    await stage.on(
        collect.date,
        "township",
        "hold_collect_round",
        org=stage.org,
        schedule_date=collect,
        place="南门广场",
        staff=["沈砚秋", "顾采薇"],
        items=0,
        is_nil=True,
        note=note,
    )


async def choose(stage: Stage, first: date, clues: list[Intake], matter: Matter) -> Any:
    def later(days: int) -> date:
        return first + timedelta(days=days)

    topic = await stage.on(
        later(4),
        "township",
        "propose_topic",
        org=stage.org,
        station=stage.station,
        title=matter.title,
        description=matter.box,
        topic_source="on_site_collect",
        focus_category=matter.category,
        focus_tags=[matter.direction],
        theme=THEME,
        intakes=clues,
        is_professional=True,
    )
    await stage.on(
        later(5),
        "township",
        "screen_topic",
        topic=topic,
        decision="screened",
        note="合专题,群众所盼,有条件办",
    )
    await stage.on(later(6), "head", "approve_topic", topic=topic, approved_by="联络组领导小组")
    case = await stage.on(later(7), "township", "open_case", topic=topic)
    for step in ("collect", "analyse", "choose"):
        await stage.on(later(8), "township", "advance_step", case=case, step=step)
    return case
