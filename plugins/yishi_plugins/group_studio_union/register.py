"""The register of questions (三题台账): who asked what, by when, and the work that answered it.

Source: domain.md 2.17, 3.13.
"""

from __future__ import annotations

from pydantic import Field

from yishi_core import OperationContext, Structure
from yishi_core.domain.activities import Activity
from yishi_core.domain.collaboration import Question, QuestionSetter
from yishi_core.domain.consultations import MicroKind
from yishi_core.domain.orgs import OrgUnit
from yishi_core.domain.stations import Station
from yishi_plugins.group_studio_union.rules import AnswerState, answer_state
from yishi_plugins.group_studio_union.settings import Settings

URGENCY = (
    AnswerState.OVERDUE,
    AnswerState.DUE_SOON,
    AnswerState.OPEN,
    AnswerState.ANSWERED_LATE,
    AnswerState.ANSWERED,
)


class QuestionRow(Structure):
    """One line of the register."""

    question: Question
    studio: str
    setter: QuestionSetter
    state: AnswerState
    days_left: int | None = Field(
        title="剩余天数", description="Below 0 when overdue; empty once answered."
    )
    micro_kind: MicroKind | None = Field(
        title="答题形式", description="Micro consultation for a case, else the activity's kind."
    )


class QuestionRegister(Structure):
    """The lines, the most urgent first, and counts of all that were asked for."""

    rows: list[QuestionRow]
    asked: int
    answered: int
    overdue: int


async def register_of(
    context: OperationContext,
    settings: Settings,
    org: OrgUnit,
    setter: QuestionSetter | None,
    state: AnswerState | None,
) -> QuestionRegister:
    """The register of an org and everything below it, of one setter or state if named."""
    where = [Question.org_path.startswith(org.org_path)]
    if setter is not None:
        where.append(Question.setter == setter)
    found = await context.find(Question, *where, order=Question.due_on)
    studios = {
        s.id: s.name
        for s in await context.find(Station, Station.id.in_([q.station_id for q in found]))
    }
    done = await context.find(
        Activity, Activity.id.in_([q.answer_activity_id for q in found if q.answer_activity_id])
    )
    kinds = {a.id: a.micro_kind for a in done}
    rows = [
        QuestionRow(
            question=q,
            studio=studios.get(q.station_id, ""),
            setter=q.setter,
            state=answer_state(q.due_on, q.answered_on, context.today, settings.answer_remind_days),
            days_left=None if q.answered_on else (q.due_on - context.today).days,
            micro_kind=kinds.get(q.answer_activity_id)
            if q.answer_activity_id
            else MicroKind.CONSULT
            if q.answer_case_id
            else None,
        )
        for q in found
    ]
    if state is not None:
        rows = [r for r in rows if r.state is state]
    return QuestionRegister(
        rows=sorted(rows, key=lambda r: URGENCY.index(r.state)),
        asked=len(rows),
        answered=sum(r.days_left is None for r in rows),
        overdue=sum(r.state is AnswerState.OVERDUE for r in rows),
    )
