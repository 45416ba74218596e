"""Questions (三题) set for studios, and the three micro kinds of work that answer them.

The kinds are consultation, supervision and survey (domain.md 3.13).
"""

from __future__ import annotations

from datetime import timedelta

from yishi_core import Advice, Change, ReadContext, Refused, Text, advise, guard, holds, require
from yishi_core.domain.activities import Activity
from yishi_core.domain.collaboration import (
    AnswerQuestionInput,
    SetQuestionInput,
    answer_question,
    set_question,
)
from yishi_core.domain.consultations import HELD, Consultation, MicroKind
from yishi_core.domain.procedures import ConsultationCase
from yishi_core.domain.stations import Station
from yishi_plugins.group_studio_union.pairing import is_studio
from yishi_plugins.group_studio_union.rules import MICRO_OF, UnionRule
from yishi_plugins.group_studio_union.settings import Settings

ENTERPRISE_SERVICE = ("bank_enterprise", "enterprise_service")


@guard(set_question)
def asked(context: ReadContext, data: SetQuestionInput) -> None:
    """A question is set for a studio, with a day by which it can be expected to answer."""
    require(is_studio(data.station), UnionRule.NOT_A_STUDIO)
    days = context.settings.of(Settings).answer_days
    last = (data.given_on or context.today) + timedelta(days=days)
    require(data.due_on <= last, UnionRule.ANSWER_DAYS, days=days)


@guard(answer_question)
async def answered(context: ReadContext, data: AnswerQuestionInput) -> Refused | None:
    """An answer rests on the studio's micro work for the question.

    The work is a case or an activity since the question was set.
    """
    asked, case, activity = data.question, data.answer_case, data.answer_activity
    for work in (case, activity):
        if work is not None and work.station_id != asked.station_id:
            return Refused(UnionRule.ANSWER_ELSEWHERE)
    if activity is not None and activity.micro_kind and activity.date >= asked.given_on:
        return None
    if case is not None:
        held = (
            Consultation.case_id == case.id,
            Consultation.state.in_(HELD),
            Consultation.micro_kind.is_not(None),
        )
        went = (
            Activity.case_id == case.id,
            Activity.micro_kind.is_not(None),
            Activity.date >= asked.given_on,
        )
        if await context.count(
            Consultation, *held, Consultation.date >= asked.given_on
        ) or await context.count(Activity, *went):
            return None
    return Refused(UnionRule.ANSWER_FORM)


@advise(answer_question)
def in_time(context: ReadContext, data: AnswerQuestionInput) -> list[Advice]:
    """A late answer is told."""
    question = data.question
    if not question.answered_on or question.answered_on <= question.due_on:
        return []
    text = Text(
        "已超过答题期限,台账将标注逾期作答。", "Answered after the day due; the register shows it."
    )
    return [Advice("answered_late", text)]


@holds(Consultation, on=("station", "case", "micro_kind"))
async def consulted(context: ReadContext, change: Change[Consultation]) -> None:
    """A studio's consultations are micro ones."""
    if is_studio(await _station(context, change.row)):
        _require_micro(change.row.micro_kind, MicroKind.CONSULT)


@holds(Activity, on=("station", "case", "kind", "micro_kind", "campaign", "result_text"))
async def worked(context: ReadContext, change: Change[Activity]) -> None:
    """A studio's surveys and supervisions are micro ones.

    Its service for enterprises gives the numbers of banks, firms and loans.
    """
    work = change.row
    if not is_studio(await _station(context, work)):
        return
    numbers = work.result_text or work.campaign not in ENTERPRISE_SERVICE
    require(numbers, UnionRule.IMPACT_MISSING)
    if work.kind in MICRO_OF:
        _require_micro(work.micro_kind, MICRO_OF[work.kind])


def _require_micro(given: MicroKind | None, wanted: MicroKind) -> None:
    require(given is wanted, UnionRule.MICRO_KIND, wanted=wanted)


async def _station(context: ReadContext, row: Consultation | Activity) -> Station | None:
    """The station of a record, or of its case."""
    if named := await context.get(Station, row.station_id):
        return named
    case = await context.get(ConsultationCase, row.case_id)
    return await context.get(Station, case.station_id) if case else None
