"""Conversion of outcomes: proposed, declined, or accepted by `convertOutcome`.

Source: domain.md 2.9 and 2.19.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.orm import Mapped

from yishi_core.domain.orgs.guest_owner import own_place
from yishi_core.domain.outcomes import rules
from yishi_core.domain.outcomes.models import ConversionKind, Outcome, OutcomeState
from yishi_core.domain.outcomes.service import assignments_of
from yishi_core.domain.outcomes.todos import OUTCOME
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.publicity.masking import personal_words, require_masked
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.facilities.notifications.declaration import (
    Notice,
    to_author,
    to_holders,
    to_those_of,
)
from yishi_core.facilities.todos.declaration import Todo
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.audience import audience_of
from yishi_core.kernel.entity import Entity, Handed, Labelled, column, ref
from yishi_core.kernel.operation import Input, OperationContext, Ref, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.elevation import as_platform
from yishi_core.kernel.operation.rules import not_before, not_future, require
from yishi_core.kernel.variants.core_settings import CoreSettings


class ConversionState(Labelled):
    PROPOSED = "proposed", "待认定"
    ACCEPTED = "accepted", "已认定"
    DECLINED = "declined", "未认定"


class ConversionProposal(Handed, Entity):
    """Proposal of a village, the linked committee or a unit to count an outcome as converted."""

    __label__ = "转化认定申请"
    __handed__: ClassVar[frozenset[str]] = frozenset({"state", "decided_on", "decision_note"})

    outcome_id: Mapped[uuid.UUID] = ref("Outcome", "协商成果", inverse="conversion_proposals")
    conversion_kind: Mapped[ConversionKind] = column("转化方式", "How it was put into practice.")
    conversion_note: Mapped[str] = column("转化情况", "What came of it.", search="text")
    proposed_on: Mapped[date] = column("申请日期", "When.", search="date")
    state: Mapped[ConversionState] = column(
        "状态", "proposed → accepted | declined.", default=ConversionState.PROPOSED
    )
    decided_on: Mapped[date | None] = column("认定日期", "When it was decided.")
    decision_note: Mapped[str | None] = column("认定意见", "Why it was declined.")


async def decide_proposals(
    context: OperationContext,
    outcome: Outcome,
    state: ConversionState,
    on: date,
    note: str | None = None,
) -> int:
    """Close the open proposals of an outcome; returns how many there were.

    Emits `conversion.decided` for each.
    """
    waiting = (
        ConversionProposal.outcome_id == outcome.id,
        ConversionProposal.state == ConversionState.PROPOSED,
    )
    rows = await context.find(ConversionProposal, *waiting)
    for row in rows:
        row.state, row.decided_on, row.decision_note = state, on, note
        context.emit("conversion.decided", row, state=state.value)
    return len(rows)


class ProposeConversionInput(Input):
    """What was put into practice, and the evidence."""

    outcome: Ref[Outcome] = Field(title="协商成果")
    conversion_kind: ConversionKind = Field(
        title="转化方式", description="How it was put into practice."
    )
    conversion_note: str = Field(
        title="转化情况",
        description="What came of it; no names of residents.",
        min_length=2,
        max_length=2000,
    )
    proposed_on: date | None = Field(None, title="申请日期", description="Today unless named.")
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="佐证材料", description="Files that prove it.", max_length=20
    )


class DeclineConversionInput(Input):
    """Why an outcome does not count as converted."""

    outcome: Ref[Outcome] = Field(title="协商成果", description="Its open proposals are declined.")
    reason: str = Field(
        title="不予认定原因", description="What is missing.", min_length=2, max_length=1000
    )


@operation(
    Text("申请认定成果转化", "Propose a conversion"),
    permission=Permission.OUTCOME_PROPOSE_CONVERSION,
    subject="outcome",
    event="conversion.proposed",
)
async def propose_conversion(
    context: OperationContext, data: ProposeConversionInput
) -> ConversionProposal:
    """Propose that an outcome was put into practice; the office decides (2.19).

    Village staff, the linked committee, or a unit that handles the outcome may propose it.
    """
    require_one_county(context, data)
    outcome, day = data.outcome, data.proposed_on or context.today
    require(
        outcome.state is not OutcomeState.DRAFT,
        "state",
        "请先对成果分类。",
        "Route the outcome first.",
    )
    require(
        not outcome.converted,
        "converted",
        "该成果已认定转化。",
        "The outcome is converted already.",
    )
    rules.require_evidence(data.conversion_note, len(data.attachments))
    not_future(day, "proposed_on", context)
    not_before(day, outcome.formed_on, "proposed_on", *rules.FORMED)
    async with as_platform(context):  # the caller must not name residents whom they may not read
        words = await personal_words(context, outcome.case_id)
    require_masked(words, conversion_note=data.conversion_note)
    place = await own_place(context, Permission.OUTCOME_PROPOSE_CONVERSION, outcome)
    same = (
        ConversionProposal.outcome_id == outcome.id,
        ConversionProposal.org_id == place.id,
        ConversionProposal.state == ConversionState.PROPOSED,
    )
    waiting = await context.first(ConversionProposal, *same)
    require(
        waiting is None,
        "proposed_already",
        "已有转化认定申请待认定。",
        "A proposal waits for its decision already.",
    )
    row = ConversionProposal(
        outcome_id=outcome.id,
        conversion_kind=data.conversion_kind,
        conversion_note=data.conversion_note,
        proposed_on=day,
        state=ConversionState.PROPOSED,
        audience=audience_of(outcome.org_path, outcome.county),
    )
    context.add(row, org=place)
    attach(context, row, data.attachments)
    return row


@operation(
    Text("不予认定成果转化", "Decline a conversion"),
    permission=Permission.OUTCOME_CONVERT_SMALL,
    subject="outcome",
    event="outcome.conversion_declined",
)
async def decline_conversion(context: OperationContext, data: DeclineConversionInput) -> Outcome:
    """Decline that an outcome is converted, with the reason.

    Those who may convert it may decline.
    """
    await require_may_convert(context, data.outcome)
    declined = await decide_proposals(
        context, data.outcome, ConversionState.DECLINED, context.today, data.reason
    )
    require(
        declined,
        "none_proposed",
        "该成果没有待认定的转化申请。",
        "No proposal waits for a decision.",
    )
    return data.outcome


_proposed = (
    sa.exists()
    .where(
        ConversionProposal.county == Outcome.county,
        ConversionProposal.outcome_id == Outcome.id,
        ConversionProposal.state == ConversionState.PROPOSED,
        ConversionProposal.voided_at.is_(None),
    )
    .correlate(Outcome)
)
_small = (
    sa.exists()
    .where(
        ConsultationCase.county == Outcome.county,
        ConsultationCase.id == Outcome.case_id,
        ConsultationCase.grade == ConsultationGrade.SMALL_MICRO,
    )
    .correlate(Outcome)
)

DECIDE_SMALL = Todo(
    "conversion.decide_small",
    OUTCOME,
    Text("认定小微协商成果转化", "Decide whether a small outcome is converted"),
    waits="转化申请未认定",
    permission=Permission.OUTCOME_CONVERT_SMALL,
    when=_proposed & _small,
    by=("convert_outcome", "decline_conversion"),
)
DECIDE = Todo(
    "conversion.decide",
    OUTCOME,
    Text("认定成果转化", "Decide whether an outcome is converted"),
    waits="转化申请未认定",
    permission=Permission.OUTCOME_CONVERT,
    when=_proposed & ~_small,
    by=("convert_outcome", "decline_conversion"),
)


PROPOSED = Notice(
    "conversion.proposed",
    Text("有成果转化待认定", "A conversion to be decided"),
    to_those_of("outcome_id", Outcome, to_holders(Permission.OUTCOME_CONVERT_SMALL)),
)
DECIDED = Notice(
    "conversion.decided",
    Text("转化认定申请已有结果", "Your proposed conversion was decided"),
    to_author,
)


class ConvertOutcomeInput(Input):
    """The evidence that an outcome was put into practice."""

    outcome: Ref[Outcome] = Field(title="协商成果")
    conversion_kind: ConversionKind = Field(
        title="转化方式", description="How it was put into practice."
    )
    conversion_note: str = Field(
        title="转化情况", description="What came of it.", min_length=2, max_length=2000
    )
    converted_on: date | None = Field(None, title="转化日期", description="Today unless named.")
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="佐证材料", description="Files that prove it.", max_length=20
    )


class TakeBackConversionInput(Input):
    """Why an outcome is not converted after all."""

    outcome: Ref[Outcome] = Field(title="协商成果")
    reason: str = Field(
        title="撤销原因", description="What turned out.", min_length=2, max_length=1000
    )


@operation(
    Text("认定成果转化", "Convert an outcome"),
    permission=Permission.OUTCOME_CONVERT_SMALL,
    subject="outcome",
    event="outcome.converted",
)
async def convert_outcome(context: OperationContext, data: ConvertOutcomeInput) -> Outcome:
    """Record that an outcome was put into practice, with its kind and evidence (domain.md 2.9).

    The county does so; a township only for small consultations, unless the county reserves this for
    itself (setting `township_may_convert_small`). A handling unit never does; it proposes
    (`proposeConversion`).
    """
    require_one_county(context, data)
    outcome, day = data.outcome, data.converted_on or context.today
    await require_may_convert(context, outcome)
    require(
        outcome.state is not OutcomeState.DRAFT,
        "state",
        "请先对成果分类。",
        "Route the outcome first.",
    )
    require(
        not outcome.converted,
        "converted",
        "该成果已认定转化。",
        "The outcome is converted already.",
    )
    rules.require_evidence(data.conversion_note, len(data.attachments))
    not_future(day, "converted_on", context)
    not_before(day, outcome.formed_on, "converted_on", *rules.FORMED)
    outcome.converted, outcome.converted_on = True, day
    outcome.conversion_kind, outcome.conversion_note = data.conversion_kind, data.conversion_note
    outcome.conversion_withdrawn_on = outcome.conversion_withdrawn_reason = None
    await decide_proposals(context, outcome, ConversionState.ACCEPTED, day)
    attach(context, outcome, data.attachments)
    return outcome


@operation(
    Text("撤销成果转化", "Take back a conversion"),
    permission=Permission.OUTCOME_CONVERT_SMALL,
    subject="outcome",
    event="outcome.conversion_withdrawn",
)
async def take_back_conversion(context: OperationContext, data: TakeBackConversionInput) -> Outcome:
    """Record that an outcome was not put into practice after all, with the reason.

    Those who may convert it may do so. It may be converted again.
    """
    outcome = data.outcome
    await require_may_convert(context, outcome)
    require(
        outcome.converted,
        "not_converted",
        "该成果未认定转化,无需撤销。",
        "The outcome is not converted.",
    )
    outcome.converted, outcome.converted_on = False, None
    outcome.conversion_withdrawn_on, outcome.conversion_withdrawn_reason = (
        context.today,
        data.reason,
    )
    return outcome


async def require_may_convert(context: OperationContext, outcome: Outcome) -> None:
    """Require that the caller may decide on the conversion of an outcome (domain.md 2.9, 2.19)."""
    case = await context.get(ConsultationCase, outcome.case_id)
    settings = context.settings.of("core", CoreSettings)
    rules.require_may_convert(
        context.principal,
        outcome,
        await assignments_of(context, outcome),
        case.grade if case else None,
        township_may=settings.township_may_convert_small,
    )
