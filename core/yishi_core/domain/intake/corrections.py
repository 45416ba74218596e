"""Corrections of matters, until they have been dealt with (domain.md 2.5).

The words of a matter that its sender handed in are never corrected.
"""

from __future__ import annotations

from yishi_core.domain.intake import rules
from yishi_core.domain.intake.events import INTAKE_CHANGED, INTAKE_SUBMITTED
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.intake.service import RecordIntakeInput
from yishi_core.domain.schedules.models import CollectRound
from yishi_core.domain.stations.models import BoxOpening
from yishi_core.domain.stations.owner import require_station_of_org
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.events.models import Event
from yishi_core.kernel.operation import OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct
from yishi_core.kernel.operation.rules import not_after, require_field, require_state

SORTED = frozenset({"intake", "source", "region_code", "focus_category"})
"""Fields the office sets; all others of a handed-in matter belong to its sender."""


class ChangeIntakeInput(Correction, of=RecordIntakeInput, row=Intake):
    """Corrections of a matter."""

    intake: Ref[Intake] = like(Intake)


@operation(
    Text("更正来件", "Change a matter"),
    permission=Permission.INTAKE_HANDLE,
    subject="intake",
    event=INTAKE_CHANGED,
)
async def change_intake(context: OperationContext, data: ChangeIntakeInput) -> Intake:
    """Correct a matter that an office entered, until it is answered, passed on or rejected.

    The deadlines follow the day of receipt. Of a matter that its sender handed in, only source,
    region and field are corrected (`own_words`).
    """
    intake = data.intake
    require_state(intake, rules.OPEN, "intake")
    require_station_of_org(data, intake)
    await _require_entered(context, data)
    received_on, had = rules.received_on(intake), intake.box_opening_id
    correct(context, intake, data)
    opening = await context.get(BoxOpening, intake.box_opening_id)
    collected = await context.get(CollectRound, intake.collect_round_id)
    rules.require_box_channel(intake.channel, opening)
    rules.require_not_nil(collected)
    rules.require_own_source(context, box_opening=opening, collect_round=collected)
    if opening is not None and opening.id != had:
        await rules.require_slip_left(context, opening)
    who = rules.sender(
        intake.submitter_kind, intake.submitter_name, intake.submitter_phone, intake.is_anonymous
    )
    intake.submitter_kind, intake.is_anonymous = who.kind, who.anonymous
    intake.received_at = rules.moment(intake.received_at, context, opening or collected)
    if rules.received_on(intake) != received_on:
        await _received_anew(context, intake, received_on.year)
    return intake


async def _require_entered(context: OperationContext, data: ChangeIntakeInput) -> None:
    """Refuse changes to the words of a matter that its sender handed in."""
    others = sorted(data.model_fields_set - SORTED)
    if others and await context.first(
        Event, Event.subject_id == data.intake.id, Event.name == INTAKE_SUBMITTED.name
    ):
        zh = "该来件由来件人自行提交,只能更正来源、区划和领域。"
        require_field(
            False,
            others[0],
            zh,
            "Its sender handed it in: only source, region and field can be corrected.",
        )


async def _received_anew(context: OperationContext, intake: Intake, year: int) -> None:
    """Renumber the matter and recount its deadlines from the new day of receipt.

    The number contains the year of receipt; no step may lie before the day.
    """
    day = rules.received_on(intake)
    zh = f"编号{intake.no}含收到年份,不能改到其他年份;请作废后重新录入。"
    require_field(
        day.year == year,
        "received_at",
        zh,
        f"The number {intake.no} bears the year: void it and enter it anew.",
    )
    done = (intake.decided_on, intake.analysed_on, intake.replied_on)
    not_after(day, done, "received_at", "受理、分析或答复日期", "its decision, analysis or answer")
    intake.decide_by, intake.reply_by, intake.deadlines_provisional = await rules.deadlines(
        context, day
    )
