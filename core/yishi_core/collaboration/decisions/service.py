"""Recording that a major decision was consulted first, and what followed (domain.md 2.17, [S2])."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.access import Permission
from yishi_core.collaboration.decisions.models import DecisionConsult, DecisionKind
from yishi_core.collaboration.decisions.rules import came_first
from yishi_core.errors import Text
from yishi_core.operation import Input, OperationContext, Ref, operation
from yishi_core.operation.changing import Correction, correct, entered, require_one_county
from yishi_core.operation.rules import not_future
from yishi_core.orgs.models import OrgUnit
from yishi_core.procedures.models import ConsultationCase

Title = Annotated[str, StringConstraints(min_length=2, max_length=120)]
DATES = ("consulted_on", "party_decided_on", "congress_on", "action_on")


class RecordDecisionConsultInput(Input):
    """A major decision that was consulted."""

    org: Ref[OrgUnit] = Field(title="所属组织", description="The org that consulted.")
    title: Title = Field(title="决策事项", description="Title of the decision.")
    decision_kind: DecisionKind = Field(title="决策类别", description="What is decided.")
    consulted_on: date = Field(title="协商日期", description="When it was consulted.")
    party_decided_on: date | None = Field(None, title="党委决策日期", description="When the party committee decided.")
    congress_on: date | None = Field(None, title="人大通过日期", description="When the people's congress voted.")
    action_on: date | None = Field(None, title="政府实施日期", description="When the government acted.")
    case: Ref[ConsultationCase] | None = Field(None, title="协商事项", description="The case in which it was consulted.")
    note: str | None = Field(None, title="说明", description="How the consultation was taken up.", max_length=2000)


class ChangeDecisionConsultInput(Correction, of=RecordDecisionConsultInput, row=DecisionConsult):
    """What has followed since, or is put right."""

    decision_consult: Ref[DecisionConsult] = Field(title="重大问题协商在前")


@operation(
    Text("登记协商在前", "Record a consulted decision"), permission=Permission.CONSULTATION_RECORD, subject="org",
    event="decision_consult.recorded",
)  # fmt: skip
async def record_decision_consult(context: OperationContext, data: RecordDecisionConsultInput) -> DecisionConsult:
    """Record that a major decision was consulted; whether that came before party, congress and government is worked out from the dates."""
    require_one_county(context, data)
    row = entered(DecisionConsult, data)
    _judge(context, row)
    return context.add(row)


@operation(
    Text("补登协商在前", "Complete a consulted decision"), permission=Permission.CONSULTATION_RECORD, subject="decision_consult",
    event="decision_consult.changed",
)  # fmt: skip
async def change_decision_consult(context: OperationContext, data: ChangeDecisionConsultInput) -> DecisionConsult:
    """Add the dates of what followed, or put right what was recorded."""
    correct(context, data.decision_consult, data)
    _judge(context, data.decision_consult)
    return data.decision_consult


def _judge(context: OperationContext, row: DecisionConsult) -> None:
    for name in DATES:
        not_future(getattr(row, name), name, context)
    row.valid = came_first(row.consulted_on, row.party_decided_on, row.congress_on, row.action_on)
    if row.valid is False:
        zh = "协商未在党委决策、人大通过、政府实施之前,不计入“三在前”。"
        context.advise("not_first", zh, "The consultation did not come before all three: it does not count.")
