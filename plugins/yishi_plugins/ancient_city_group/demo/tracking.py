"""What was promised is pressed for until it is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from yishi_core.domain.intake import Intake
from yishi_plugins.ancient_city_group.demo.stage import Matter, Stage


async def track(
    stage: Stage, day: date, case: Any, clue: Intake, promise: Any, matter: Matter
) -> None:
    """The promise becomes an assignment, the sender is told; a unit that lets the day go by is
    pressed.
    """

    def later(days: int) -> date:
        return day + timedelta(days=days)

    given = await stage.on(
        later(4),
        "township",
        "assign_from_on_spot",
        on_spot_reply=promise,
        title=matter.promise,
        brief=matter.promise,
    )
    await stage.on(later(5), "unit", "accept_assignment", assignment=given)
    note = "部门分管领导现场答复:已安排办理,请凭查询码关注进展。"
    await stage.on(later(5), "township", "reply_to_intake", intake=clue, result_note=note)
    if not matter.done:
        finding = "承诺期限已到,尚未完成"
        await stage.on(
            later(33),
            "township",
            "press_promise",
            on_spot_reply=promise,
            method="reminder",
            by="古城联络组",
            finding=finding,
        )
        return
    await stage.on(later(8), "unit", "start_assignment", assignment=given)
    await stage.on(
        later(24),
        "unit",
        "reply_assignment",
        assignment=given,
        text=matter.done,
        result_class="A",
        communicated_by="visit",
    )
    await stage.on(later(26), "township", "confirm_reply", assignment=given)
    await stage.on(
        later(27),
        "township",
        "advance_step",
        case=case,
        step="track",
        fields={"effect": matter.done},
    )
