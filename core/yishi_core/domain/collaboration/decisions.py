"""Records that a major decision was consulted first, and what followed (domain.md 2.17, [S2])."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated

import sqlalchemy as sa
from pydantic import StringConstraints
from sqlalchemy.orm import Mapped

from yishi_core.domain.collaboration.rules import CollaborationHint
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.entity import Entity, Labelled, column, ref
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation import Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct, require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_future
from yishi_core.kernel.tree.models import OrgUnit


class DecisionKind(Labelled):
    FIVE_YEAR_PLAN = "five_year_plan", "五年规划"
    PARK_PLAN = "park_plan", "园区规划"
    TOWN_PLAN = "town_plan", "城镇规划"
    GOVERNMENT_REPORT = "government_report", "政府工作报告"
    OTHER = "other", "其他"


class DecisionConsult(Entity):
    """A major decision consulted before the party decided, the congress voted and the government
    acted.
    """

    __label__ = "重大问题协商在前"
    __constraints__ = (sa.Index(None, "county", "consulted_on"),)

    title: Mapped[str] = column("决策事项", "Title of the decision.", search="title")
    decision_kind: Mapped[DecisionKind] = column("决策类别", "What is decided.")
    case_id: Mapped[uuid.UUID | None] = ref(
        "ConsultationCase", "协商事项", inverse="decision_consults"
    )
    consulted_on: Mapped[date] = column("协商日期", "When it was consulted.")
    party_decided_on: Mapped[date | None] = column(
        "党委决策日期", "When the party committee decided."
    )
    congress_on: Mapped[date | None] = column("人大通过日期", "When the people's congress voted.")
    action_on: Mapped[date | None] = column("政府实施日期", "When the government acted.")
    valid: Mapped[bool | None] = column(
        "三在前", "Consulted before all three; empty while one of them has not happened. Computed."
    )
    note: Mapped[str | None] = column("说明", "How the consultation was taken up.")


DECISION_CONSULT_RECORDED = EventType("decision_consult.recorded", DecisionConsult)
DECISION_CONSULT_CHANGED = EventType("decision_consult.changed", DecisionConsult)


def came_first(consulted_on: date, *others: date | None) -> bool | None:
    """Whether the consultation precedes all three other dates.

    False as soon as one of them does not follow it, None while one is still missing.
    """
    known = [day for day in others if day is not None]
    if any(day <= consulted_on for day in known):
        return False
    return True if len(known) == len(others) else None


Title = Annotated[str, StringConstraints(min_length=2, max_length=120)]
DATES = ("consulted_on", "party_decided_on", "congress_on", "action_on")


class RecordDecisionConsultInput(Input, enters=DecisionConsult):
    """A major decision that was consulted."""

    org: Ref[OrgUnit] = like(DecisionConsult.org_id, doc="The org that consulted.")
    title: Title = like(DecisionConsult.title)
    decision_kind: DecisionKind = like(DecisionConsult.decision_kind)
    consulted_on: date = like(DecisionConsult.consulted_on)
    party_decided_on: date | None = like(DecisionConsult.party_decided_on, None)
    congress_on: date | None = like(DecisionConsult.congress_on, None)
    action_on: date | None = like(DecisionConsult.action_on, None)
    case: Ref[ConsultationCase] | None = like(
        DecisionConsult.case_id, None, doc="The case in which it was consulted."
    )
    note: str | None = like(DecisionConsult.note, None, max_length=2000)


class ChangeDecisionConsultInput(Correction, of=RecordDecisionConsultInput):
    """Later dates of a decision, or corrections."""

    decision_consult: Ref[DecisionConsult] = like(DecisionConsult)


@operation(
    Text("登记协商在前", "Record a consulted decision"),
    permission=Permission.CONSULTATION_RECORD,
    subject="org",
    event=DECISION_CONSULT_RECORDED,
)
async def record_decision_consult(
    context: OperationContext, data: RecordDecisionConsultInput
) -> DecisionConsult:
    """Record that a major decision was consulted.

    Whether that came before party, congress and government acted is derived from the dates.
    """
    require_one_county(context, data)
    row = entered(DecisionConsult, data)
    _judge(context, row)
    return context.add(row)


@operation(
    Text("补登协商在前", "Complete a consulted decision"),
    permission=Permission.CONSULTATION_RECORD,
    subject="decision_consult",
    event=DECISION_CONSULT_CHANGED,
)
async def change_decision_consult(
    context: OperationContext, data: ChangeDecisionConsultInput
) -> DecisionConsult:
    """Add the dates of what followed, or correct what was recorded."""
    correct(context, data.decision_consult, data)
    _judge(context, data.decision_consult)
    return data.decision_consult


def _judge(context: OperationContext, row: DecisionConsult) -> None:
    for name in DATES:
        not_future(getattr(row, name), name, context)
    row.valid = came_first(row.consulted_on, row.party_decided_on, row.congress_on, row.action_on)
    if row.valid is False:
        context.advise(CollaborationHint.NOT_FIRST)
