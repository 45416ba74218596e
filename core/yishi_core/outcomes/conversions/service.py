"""Proposing that an outcome was put into practice, and declining it; `convertOutcome` accepts (domain.md 2.9, 2.19)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from yishi_core.access import Permission
from yishi_core.access.audience import audience_of
from yishi_core.attachments.models import Attachment
from yishi_core.attachments.service import attach
from yishi_core.errors import Text
from yishi_core.operation import Input, OperationContext, Ref, operation
from yishi_core.operation.beyond import as_platform
from yishi_core.operation.changing import require_one_county
from yishi_core.operation.rules import not_before, not_future, require
from yishi_core.orgs.own import own_place
from yishi_core.outcomes import rules
from yishi_core.outcomes.conversions.deciding import decide_proposals
from yishi_core.outcomes.conversions.models import ConversionProposal, ConversionState
from yishi_core.outcomes.models import ConversionKind, Outcome, OutcomeState
from yishi_core.outcomes.service import require_may_convert
from yishi_core.publicity.masking import personal_words, require_masked


class ProposeConversionInput(Input):
    """What was put into practice, and the proof."""

    outcome: Ref[Outcome] = Field(title="协商成果")
    conversion_kind: ConversionKind = Field(title="转化方式", description="How it was put into practice.")
    conversion_note: str = Field(title="转化情况", description="What came of it; no names of residents.", min_length=2, max_length=2000)
    proposed_on: date | None = Field(None, title="申请日期", description="Today unless named.")
    attachments: list[Ref[Attachment]] = Field(default_factory=list, title="佐证材料", description="Files that prove it.", max_length=20)


class DeclineConversionInput(Input):
    """Why an outcome is not called converted."""

    outcome: Ref[Outcome] = Field(title="协商成果", description="Its open proposals are declined.")
    reason: str = Field(title="不予认定原因", description="What is missing.", min_length=2, max_length=1000)


@operation(
    Text("申请认定成果转化", "Propose a conversion"), permission=Permission.OUTCOME_PROPOSE_CONVERSION, subject="outcome",
    event="conversion.proposed",
)  # fmt: skip
async def propose_conversion(context: OperationContext, data: ProposeConversionInput) -> ConversionProposal:
    """Village staff, the linked committee or a unit that handles it say that an outcome was put into practice; the office decides (2.19)."""
    require_one_county(context, data)
    outcome, day = data.outcome, data.proposed_on or context.today
    require(outcome.state is not OutcomeState.DRAFT, "state", "请先对成果分类。", "Route the outcome first.")
    require(not outcome.converted, "converted", "该成果已认定转化。", "The outcome is converted already.")
    rules.require_evidence(data.conversion_note, len(data.attachments))
    not_future(day, "proposed_on", context)
    not_before(day, outcome.formed_on, "proposed_on", *rules.FORMED)
    async with as_platform(context):  # who proposes may not read whom he must not name
        words = await personal_words(context, outcome.case_id)
    require_masked(words, conversion_note=data.conversion_note)
    place = await own_place(context, Permission.OUTCOME_PROPOSE_CONVERSION, outcome)
    same = (ConversionProposal.outcome_id == outcome.id, ConversionProposal.org_id == place.id, ConversionProposal.state == ConversionState.PROPOSED)
    waiting = await context.first(ConversionProposal, *same)
    require(waiting is None, "proposed_already", "已有转化认定申请待认定。", "A proposal waits for its decision already.")
    row = ConversionProposal(
        outcome_id=outcome.id, conversion_kind=data.conversion_kind, conversion_note=data.conversion_note, proposed_on=day,
        state=ConversionState.PROPOSED, audience=audience_of(outcome.org_path, outcome.county),
    )  # fmt: skip
    context.add(row, org=place)
    attach(context, row, data.attachments)
    return row


@operation(
    Text("不予认定成果转化", "Decline a conversion"), permission=Permission.OUTCOME_CONVERT_SMALL, subject="outcome",
    event="outcome.conversion_declined",
)  # fmt: skip
async def decline_conversion(context: OperationContext, data: DeclineConversionInput) -> Outcome:
    """Say why an outcome is not called converted; by whoever may say that it is."""
    await require_may_convert(context, data.outcome)
    declined = await decide_proposals(context, data.outcome, ConversionState.DECLINED, context.today, data.reason)
    require(declined, "none_proposed", "该成果没有待认定的转化申请。", "No proposal waits for a decision.")
    return data.outcome
