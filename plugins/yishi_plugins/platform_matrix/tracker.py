"""The tracker 交—督—复: every outcome with its days, its age and its light (domain.md 3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from yishi_core import CoreSettings, Input, OperationContext, Ref, Structure, Text, like, question
from yishi_core.domain.orgs import OrgUnit
from yishi_core.domain.outcomes import FeedbackDirection, Outcome, OutcomeState
from yishi_core.domain.procedures import ConsultationCase
from yishi_core.domain.topics import ConsultationGrade
from yishi_core.facilities.todos import TodoColour
from yishi_plugins.platform_matrix.handling import Handling, handlings_of


class HandlingTrackerInput(Input):
    """The org whose outcomes are shown, and which of them."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="With everything below it.")
    grade: ConsultationGrade | None = Field(
        None, title="协商层级", description="Only outcomes of consultations of this grade."
    )
    light: TodoColour | None = Field(None, title="灯号", description="Only outcomes with it.")
    closed_since: date | None = Field(
        None,
        title="含该日以来办结的",
        description="Also those that were closed on this day or later; else only open ones.",
    )


class TrackedOutcome(Structure):
    """One outcome on its way: 交, 督, 复."""

    outcome: Outcome
    no: str = Field(title="编号")
    title: str = Field(title="名称")
    grade: ConsultationGrade | None = Field(
        title="协商层级", description="Of its case; null where it has none."
    )
    units: list[str] = Field(title="承办单位", description="Names; the leading one first.")
    handed_on: date | None = Field(
        title="交",
        description="When it was first handed over; null while nobody has it, and where an "
        "office above reported it.",
    )
    due_on: date | None = Field(
        title="期限", description="The next day by which somebody must answer; null if nobody must."
    )
    pressed: int = Field(title="督办次数", description="How often it was supervised.")
    pressed_on: date | None = Field(title="督", description="When it was last supervised.")
    answered_on: date | None = Field(
        title="复", description="When the last of those who have it answered."
    )
    told_authority_on: date | None = Field(
        title="向党委政府反馈", description="When party and government were last told."
    )
    told_proposer_on: date | None = Field(
        title="向提出人反馈", description="When the proposer was last told."
    )
    converted: bool = Field(title="已转化")
    age_days: int = Field(
        title="已历天数", description="Days since it came about, until it was closed or today."
    )
    days_left: int | None = Field(
        title="剩余天数", description="Days until it is due; negative when it is late."
    )
    light: TodoColour = Field(
        title="灯号",
        description="Grey: with nobody yet; blue: in hand; amber: due soon; red: late; "
        "purple: given back; green: closed.",
    )


class LightCount(Structure):
    """How many outcomes have a light."""

    light: TodoColour = Field(title="灯号")
    count: int = Field(title="件数")


class HandlingTracker(Structure):
    """The outcomes of an org by what is most urgent, and how many stand how."""

    handed: int = Field(title="已交", description="Of those shown: handed over.")
    pressed: int = Field(title="已督", description="Supervised at least once.")
    answered: int = Field(title="已复", description="Answered by all who have it.")
    in_time: int = Field(
        title="按期答复", description="Of those that units answered: by the last due day."
    )
    lights: list[LightCount] = Field(title="各灯件数", description="Lights that occur.")
    rows: list[TrackedOutcome] = Field(title="台账")


URGENT_FIRST = (
    TodoColour.RED,
    TodoColour.PURPLE,
    TodoColour.AMBER,
    TodoColour.GREY,
    TodoColour.BLUE,
    TodoColour.GREEN,
)


@question(Text("交督复台账", "Handling tracker"), permission="outcome:read", subject="org")
async def handling_tracker(
    context: OperationContext, data: HandlingTrackerInput
) -> HandlingTracker:
    """Every outcome of an org with what was handed over, supervised and answered, and its light.

    Late ones come first, then those that were given back, then by the day they are due. An outcome
    is closed only when party and government and the proposer were told of it.
    """
    here = Outcome.org_path.startswith(data.org.org_path)
    shown_too = Outcome.closed_on >= data.closed_since if data.closed_since else sa.false()
    open_or_new = sa.or_(Outcome.state != OutcomeState.CLOSED, shown_too)
    outcomes = await context.find(Outcome, here, open_or_new, order=Outcome.no)
    found = await handlings_of(context, outcomes)
    grades, units = await _grades(context, found), await _units(context, found)
    soon = timedelta(days=context.settings.of(CoreSettings).due_soon_days)
    shown = []
    for one in found:
        grade = grades.get(one.outcome.case_id) if one.outcome.case_id else None
        light = light_of(one, context.today, soon)
        if data.grade in (None, grade) and data.light in (None, light):
            shown.append((one, _row(one, grade, units, light, context.today)))
    shown.sort(key=lambda pair: _urgency(pair[1]))
    return HandlingTracker(
        handed=sum(one.handed for one, _ in shown),
        pressed=sum(row.pressed > 0 for _, row in shown),
        answered=sum(one.answered for one, _ in shown),
        in_time=sum(_in_time(one) for one, _ in shown),
        lights=_counted(row.light for _, row in shown),
        rows=[row for _, row in shown],
    )


def light_of(handling: Handling, today: date, soon: timedelta) -> TodoColour:
    """The light of an outcome (domain.md 5.15); a day due today is not late."""
    if handling.outcome.state is OutcomeState.CLOSED:
        return TodoColour.GREEN
    if handling.due_on is not None and handling.due_on < today:
        return TodoColour.RED
    if handling.given_back:
        return TodoColour.PURPLE
    if handling.due_on is not None and handling.due_on <= today + soon:
        return TodoColour.AMBER
    return TodoColour.BLUE if handling.handed else TodoColour.GREY


def _row(
    one: Handling,
    grade: ConsultationGrade | None,
    units: Mapping[UUID, str],
    light: TodoColour,
    today: date,
) -> TrackedOutcome:
    outcome, due = one.outcome, one.due_on
    return TrackedOutcome(
        outcome=outcome,
        no=outcome.no,
        title=outcome.title,
        grade=grade,
        units=[units[a.unit_id] for a in one.with_units if a.unit_id in units],
        handed_on=one.handed_on,
        due_on=due,
        pressed=len(one.supervisions),
        pressed_on=max((s.on for s in one.supervisions), default=None),
        answered_on=one.answered_on,
        told_authority_on=one.told_on(FeedbackDirection.TO_AUTHORITY),
        told_proposer_on=one.told_on(FeedbackDirection.TO_PROPOSER),
        converted=outcome.converted,
        age_days=((outcome.closed_on or today) - outcome.formed_on).days,
        days_left=(due - today).days if due else None,
        light=light,
    )


def _urgency(row: TrackedOutcome) -> tuple[int, date, str]:
    return URGENT_FIRST.index(row.light), row.due_on or date.max, row.no


def _in_time(one: Handling) -> bool:
    return (
        one.answered_on is not None
        and one.last_due_on is not None
        and one.answered_on <= one.last_due_on
    )


def _counted(lights: Iterable[TodoColour]) -> list[LightCount]:
    all_ = list(lights)
    return [
        LightCount(light=light, count=all_.count(light)) for light in URGENT_FIRST if light in all_
    ]


async def _grades(
    context: OperationContext, found: Sequence[Handling]
) -> dict[UUID, ConsultationGrade]:
    cases = {h.outcome.case_id for h in found if h.outcome.case_id}
    rows = await context.find(ConsultationCase, ConsultationCase.id.in_(cases))
    return {case.id: case.grade for case in rows}


async def _units(context: OperationContext, found: Sequence[Handling]) -> dict[UUID, str]:
    ids = {a.unit_id for h in found for a in h.with_units}
    return {unit.id: unit.name for unit in await context.find(OrgUnit, OrgUnit.id.in_(ids))}
