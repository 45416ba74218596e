"""Operations and questions of the group.

They are the analysis sheet, the walk group suggestion, the sheet of answers, the tracker and the
figures of a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Annotated

from pydantic import Field

from yishi_core import (
    Beside,
    Input,
    InvalidInput,
    OperationContext,
    Permission,
    Ref,
    Structure,
    Term,
    Text,
    entered,
    like,
    operation,
    question,
    require,
    require_one_county,
)
from yishi_core.domain.consultations import Consultation, OnSpotReply
from yishi_core.domain.intake import AnalyseIntakeInput, Intake, analyse_intake
from yishi_core.domain.orgs import OrgUnit
from yishi_core.domain.outcomes import Supervision
from yishi_core.domain.people import Person
from yishi_core.domain.schedules import ScheduleKind
from yishi_plugins.ancient_city_group import figures, walkers
from yishi_plugins.ancient_city_group.events import CLUE_SHEET_RECORDED
from yishi_plugins.ancient_city_group.models import ClueSheet, ClueSheetPermission
from yishi_plugins.ancient_city_group.promises import (
    DONE,
    Promise,
    PromiseColour,
    PromiseState,
    load,
)
from yishi_plugins.ancient_city_group.rules import GroupRule
from yishi_plugins.ancient_city_group.settings import Settings


class AnalyseClueInput(Input, enters=ClueSheet):
    """The analysis sheet of one clue."""

    intake: Ref[Intake] = like(ClueSheet.intake_id, doc="Received or accepted.")
    analysis_field: Annotated[str, Term("expertise"), Beside()] = like(
        Intake.analysis_field, doc="Field of profession that the clue needs."
    )
    direction: Annotated[str, Term("focus_tags")] = like(ClueSheet.direction)
    finding: str = like(ClueSheet.finding, min_length=2, max_length=2000)
    worth_topic: bool = like(ClueSheet.worth_topic, True)
    first_analyst: Ref[Person] = like(ClueSheet.first_analyst_id, doc="Who analysed it.")
    second_analyst: Ref[Person] | None = like(
        ClueSheet.second_analyst_id, None, doc="Somebody else; needed where two analyse a clue."
    )
    analysed_on: date | None = like(ClueSheet.analysed_on, None, doc="Today unless named.")


class SuggestWalkGroupInput(Input):
    """The clue for which people are sought."""

    intake: Ref[Intake] = Field(title="线索", description="Analysed already.")


class WalkCandidate(Structure):
    """A person who could join the walk group."""

    person: Person
    expert: str | None = Field(
        title="专家职务", description="As which expert; null for a member of the group."
    )
    walking: int = Field(
        title="在走访的小组", description="Walk groups of the member that have not reported yet."
    )


class WalkGroupSuggestion(Structure):
    """The suggested walk group.

    People with fitting expertise come first, experts before others, then the least busy; the others
    fill up the number.
    """

    field: str = Field(title="所需专业", description="As the analysis found it.")
    label: str = Field(title="专业名称")
    fitting: list[WalkCandidate] = Field(title="专业相符")
    others: list[WalkCandidate] = Field(title="其他成员")
    least: int = Field(title="最少人数", description="People that a walk group has at least.")
    possible: bool = Field(
        title="可以组建", description="Somebody fits, and there are people enough."
    )


class OnSpotSheetsInput(Input):
    """The round whose answers are asked for."""

    consultation: Ref[Consultation] = like(Consultation, doc="The round on the spot.")


class OnSpotLine(Structure):
    """A unit's answer to one clue."""

    reply: OnSpotReply
    clue_no: str = Field(title="线索编号")
    clue: str = Field(title="线索内容")
    state: PromiseState = Field(title="进展")
    due_on: date | None = Field(title="期限", description="The promised day, or the assignment's.")


class OnSpotSheet(Structure):
    """The answers of one unit in a round, clue by clue: one sheet to be signed."""

    unit: str = Field(title="答复单位")
    lines: list[OnSpotLine] = Field(title="答复")


class PromiseTrackerInput(Input):
    """The group whose promises are asked for, with everything below it."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="The group, or an org above it.")


class TrackedPromise(Structure):
    """One on-the-spot answer and its progress."""

    reply: OnSpotReply
    unit: str = Field(title="答复单位")
    clue_no: str = Field(title="线索编号")
    state: PromiseState = Field(title="进展")
    colour: PromiseColour = Field(
        title="颜色",
        description="Green done, red overdue, purple returned or reworked, amber due soon.",
    )
    due_on: date | None = Field(
        title="期限",
        description="The promised day, or the assignment's; null for an answer without a promise.",
    )
    overdue: bool = Field(title="逾期")
    days_left: int | None = Field(
        title="剩余天数", description="Negative when overdue; null when nothing is due any more."
    )
    pressed: int = Field(title="督办次数", description="How often it was pressed.")


class PromiseTracker(Structure):
    """The tracker: open promises first, the earliest due first; then those done."""

    rows: list[TrackedPromise] = Field(title="承诺")
    said: int = Field(title="现场答复", description="Answers given.")
    settled: int = Field(
        title="已兑现或答复", description="Kept, or told where nothing was promised."
    )
    overdue: int = Field(title="逾期")
    due_soon: int = Field(title="即将到期")


class OldTownFiguresInput(Input):
    """The group and year of the figures."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="The group.")
    year: int | None = Field(
        None, title="年度", description="All years unless named.", ge=1990, le=2100
    )


@operation(
    Text("填写线索分析单", "Analyse a clue"),
    permission=ClueSheetPermission.RECORD,
    subject="intake",
    event=CLUE_SHEET_RECORDED,
)
async def analyse_clue(context: OperationContext, data: AnalyseClueInput) -> ClueSheet:
    """Fill in the analysis sheet of one clue: profession, direction and finding.

    It is filled in by one or two people, as set. The clue counts as analysed from then on. A clue
    has one sheet (`sheet_exists`); a wrong one is voided first.
    """
    require_one_county(context, data)
    settings = context.settings.of(Settings)
    if data.direction not in settings.directions:
        raise InvalidInput.of(
            "direction", "不是本组的选题方向。", f"One of {', '.join(settings.directions)}."
        )
    second = data.second_analyst
    if second is None and settings.analysts_per_clue > 1:
        raise InvalidInput.of(
            "second_analyst", "线索须由两人共同分析。", "Two people analyse a clue."
        )
    if second and second.id == data.first_analyst.id:
        raise InvalidInput.of(
            "second_analyst", "两名分析人不能是同一人。", "The second must be somebody else."
        )
    made = await context.first(ClueSheet, ClueSheet.intake_id == data.intake.id)
    require(not made, GroupRule.SHEET_EXISTS)
    day = data.analysed_on or context.today
    core = AnalyseIntakeInput(
        intake=data.intake,
        analysis_field=data.analysis_field,
        analysis=data.finding,
        analysed_by=data.first_analyst,
        analysed_on=day,
    )
    await analyse_intake(context, core)
    return context.add(
        entered(
            ClueSheet,
            data,
            field=data.analysis_field,
            second_analyst_id=second.id if second else None,
            analysed_on=day,
        )
    )


@question(
    Text("走访小组建议人选", "Suggest a walk group"),
    permission=Permission.WALK_GROUP_FORM,
    subject="intake",
)
async def suggest_walk_group(
    context: OperationContext, data: SuggestWalkGroupInput
) -> WalkGroupSuggestion:
    """Suggest a walk group for a clue, by the profession that its analysis found.

    `formWalkGroup` forms the group. Refused before the analysis.
    """
    field = data.intake.analysis_field or ""
    require(field, GroupRule.NOT_ANALYSED)
    least = context.settings.of(Settings).walk_group_min
    fitting, others = walkers.ranked(await walkers.of_group(context, context.today), field)
    return WalkGroupSuggestion(
        field=field,
        label=context.settings.label("expertise", field),
        fitting=[*map(_candidate, fitting)],
        others=[*map(_candidate, others)],
        least=least,
        possible=bool(fitting) and len(fitting) + len(others) >= least,
    )


@question(
    Text("现场答复单", "Sheets of answers on the spot"),
    permission="intake:read",
    subject="consultation",
)
async def on_spot_sheets(context: OperationContext, data: OnSpotSheetsInput) -> list[OnSpotSheet]:
    """The answers of a round, a sheet for each unit, clue by clue."""
    said = await context.find(OnSpotReply, OnSpotReply.consultation_id == data.consultation.id)
    names = await _units(context, said)
    found = sorted(await load(context, said), key=lambda p: (names.get(p.said.unit_id, ""), _no(p)))
    sheets = groupby(found, key=lambda p: names.get(p.said.unit_id, ""))
    return [OnSpotSheet(unit=unit, lines=[_line(p) for p in lines]) for unit, lines in sheets]


@question(
    Text("现场承诺跟踪", "Tracker of promises made on the spot"),
    permission="on_spot_reply:read",
    subject="org",
)
async def promise_tracker(context: OperationContext, data: PromiseTrackerInput) -> PromiseTracker:
    """The on-the-spot promises and their progress, with days, colours and number of checks."""
    said = await context.find(
        OnSpotReply, OnSpotReply.org_path.startswith(data.org.org_path, autoescape=True)
    )
    names, days = (
        await _units(context, said),
        context.settings.of(Settings).promise_remind_days,
    )
    pressed = [
        s.on_spot_reply_id
        for s in await context.find(
            Supervision, Supervision.on_spot_reply_id.in_([s.id for s in said])
        )
    ]
    found = sorted(
        await load(context, said), key=lambda p: (p.state in DONE, p.due_on or date.max, _no(p))
    )
    rows = [
        _tracked(p, names.get(p.said.unit_id, ""), context.today, days, pressed.count(p.said.id))
        for p in found
    ]
    return PromiseTracker(
        rows=rows,
        said=len(rows),
        settled=sum(r.state in DONE for r in rows),
        overdue=sum(r.overdue for r in rows),
        due_soon=sum(r.colour is PromiseColour.AMBER for r in rows),
    )


@question(
    Text("联络组年度数据", "Figures of the group"), permission="walk_group:read", subject="org"
)
async def old_town_figures(
    context: OperationContext, data: OldTownFiguresInput
) -> figures.OldTownFigures:
    """The group's figures of a year, or of all years (domain.md 3.9).

    They count people, clues, walks, rounds, and how often the law was explained.
    """
    period = figures.Period.of(data.year)
    collected, collect_days = await figures.days(
        context, data.org, ScheduleKind.COLLECT_DAY, period
    )
    consulted, consult_days = await figures.days(
        context, data.org, ScheduleKind.CONSULT_DAY, period
    )
    return await figures.gather(
        context,
        data.org,
        period,
        collect_days=collect_days,
        collect_days_held=collected,
        consult_days=consult_days,
        consult_days_held=consulted,
    )


def _candidate(walker: walkers.Walker) -> WalkCandidate:
    role = walker.expert_role
    return WalkCandidate(
        person=walker.person, expert=role.label if role else None, walking=walker.walking
    )


async def _units(context: OperationContext, said: Sequence[OnSpotReply]) -> dict[object, str]:
    return {
        org.id: org.name
        for org in await context.find(OrgUnit, OrgUnit.id.in_([s.unit_id for s in said]))
    }


def _no(promise: Promise) -> str:
    return promise.intake.no if promise.intake else ""


def _line(promise: Promise) -> OnSpotLine:
    clue = promise.intake.content if promise.intake else ""
    return OnSpotLine(
        reply=promise.said,
        clue_no=_no(promise),
        clue=clue,
        state=promise.state,
        due_on=promise.due_on,
    )


def _tracked(
    promise: Promise, unit: str, today: date, remind_days: int, pressed: int
) -> TrackedPromise:
    state, due = promise.state, promise.due_on
    return TrackedPromise(
        reply=promise.said,
        unit=unit,
        clue_no=_no(promise),
        state=state,
        colour=promise.colour(today, remind_days),
        due_on=due,
        overdue=promise.overdue(today),
        days_left=(due - today).days if due and state not in DONE else None,
        pressed=pressed,
    )
