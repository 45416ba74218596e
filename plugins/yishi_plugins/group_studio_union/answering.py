"""三题 and the three micro kinds: a studio is asked, and answers by micro consultation, supervision
or survey (domain.md 3.13).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from yishi_core import OperationContext, Refused
from yishi_core.domain.activities import Activity, ChangeActivityInput, RecordActivityInput
from yishi_core.domain.collaboration import AnswerQuestionInput, SetQuestionInput
from yishi_core.domain.consultations import (
    HELD,
    Consultation,
    MicroKind,
    PlanConsultationInput,
    RecordConsultationInput,
)
from yishi_core.domain.procedures import ConsultationCase
from yishi_core.domain.stations import Station
from yishi_plugins.group_studio_union.pairing import is_studio
from yishi_plugins.group_studio_union.rules import MICRO_OF, UnionRule
from yishi_plugins.group_studio_union.settings import Settings

ENTERPRISE_SERVICE = ("bank_enterprise", "enterprise_service")


def asking(context: OperationContext, settings: Settings, data: SetQuestionInput) -> Refused | None:
    """Studios are asked, with a day by which they can be expected to answer."""
    if not is_studio(data.station):
        return Refused(UnionRule.NOT_A_STUDIO)
    if data.due_on > (data.given_on or context.today) + timedelta(days=settings.answer_days):
        days = settings.answer_days
        return Refused(UnionRule.ANSWER_DAYS, days=days)
    return None


async def answering(context: OperationContext, data: AnswerQuestionInput) -> Refused | None:
    """An answer rests on micro work of the studio that was done for the question: a case or an
    activity since it was set.
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


async def consulting(
    context: OperationContext, data: PlanConsultationInput | RecordConsultationInput
) -> Refused | None:
    """A studio's consultations are micro ones."""
    case = data.case if isinstance(data, PlanConsultationInput) else None
    if not is_studio(await _station(context, data.station, case)):
        return None
    return _micro(data.micro_kind, MicroKind.CONSULT)


async def working(
    context: OperationContext, data: RecordActivityInput | ChangeActivityInput
) -> Refused | None:
    """A studio's surveys and supervisions are micro ones; its service for enterprises tells banks,
    firms and loans.
    """
    if not is_studio(await _at(context, data)):
        return None
    if _said(data, "campaign") in ENTERPRISE_SERVICE and not _said(data, "result_text"):
        return Refused(UnionRule.IMPACT_MISSING)
    kind = _said(data, "kind")
    return _micro(_said(data, "micro_kind"), MICRO_OF[kind]) if kind in MICRO_OF else None


def _said(data: RecordActivityInput | ChangeActivityInput, name: str) -> Any:
    """What will stand in a column."""
    return (
        data.sent(name, getattr(data.activity, name))
        if isinstance(data, ChangeActivityInput)
        else getattr(data, name)
    )


async def _at(
    context: OperationContext, data: RecordActivityInput | ChangeActivityInput
) -> Station | None:
    if isinstance(data, RecordActivityInput):
        return await _station(context, data.station, data.case)
    row = data.activity
    named = data.sent("station", await context.get(Station, row.station_id))
    return await _station(
        context, named, data.sent("case", await context.get(ConsultationCase, row.case_id))
    )


def _micro(given: MicroKind | None, wanted: MicroKind) -> Refused | None:
    if given is wanted:
        return None
    return Refused(UnionRule.MICRO_KIND, wanted=wanted)


async def _station(
    context: OperationContext, named: Station | None, case: ConsultationCase | None
) -> Station | None:
    return named or (await context.get(Station, case.station_id) if case else None)
