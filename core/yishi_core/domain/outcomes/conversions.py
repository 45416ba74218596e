"""Conversion of outcomes: proposed, declined, or accepted by `convertOutcome`.

Source: domain.md 2.9 and 2.19.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated, ClassVar

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.orm import Mapped

from yishi_core.domain.orgs.guest_owner import own_place
from yishi_core.domain.outcomes import rules
from yishi_core.domain.outcomes.events import (
    OUTCOME_CONVERSION_DECLINED,
    OUTCOME_CONVERSION_WITHDRAWN,
    OUTCOME_CONVERTED,
)
from yishi_core.domain.outcomes.models import ConversionKind, Outcome, OutcomeState
from yishi_core.domain.outcomes.rules import OutcomeRule
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
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation import TODAY, Beside, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.elevation import as_platform
from yishi_core.kernel.operation.entering import entered
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

    def served(self) -> bool:
        return self.state is not ConversionState.PROPOSED


CONVERSION_PROPOSED = EventType("conversion.proposed", ConversionProposal)
CONVERSION_DECIDED = EventType(
    "conversion.decided",
    ConversionProposal,
    Text("成果转化申请已有结果", "A proposed conversion was decided"),
)


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
        context.emit(CONVERSION_DECIDED, row, state=state.value)
    return len(rows)


class ProposeConversionInput(Input, enters=ConversionProposal):
    """What was put into practice, and the evidence."""

    outcome: Ref[Outcome] = like(ConversionProposal.outcome_id)
    conversion_kind: ConversionKind = like(ConversionProposal.conversion_kind)
    conversion_note: str = like(
        ConversionProposal.conversion_note,
        doc="What came of it; no names of residents.",
        min_length=2,
        max_length=2000,
    )
    proposed_on: date | None = like(ConversionProposal.proposed_on, None, doc=TODAY)
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="佐证材料", description="Files that prove it.", max_length=20
    )


class DeclineConversionInput(Input):
    """Why an outcome does not count as converted."""

    outcome: Ref[Outcome] = like(Outcome, doc="Its open proposals are declined.")
    reason: str = Field(
        title="不予认定原因", description="What is missing.", min_length=2, max_length=1000
    )


@operation(
    Text("申请认定成果转化", "Propose a conversion"),
    permission=Permission.OUTCOME_PROPOSE_CONVERSION,
    subject="outcome",
    event=CONVERSION_PROPOSED,
)
async def propose_conversion(
    context: OperationContext, data: ProposeConversionInput
) -> ConversionProposal:
    """Propose that an outcome was put into practice; the office decides (2.19).

    Village staff, the linked committee, or a unit that handles the outcome may propose it.
    """
    require_one_county(context, data)
    outcome, day = data.outcome, data.proposed_on or context.today
    require(outcome.state is not OutcomeState.DRAFT, OutcomeRule.NOT_ROUTED)
    require(not outcome.converted, OutcomeRule.CONVERTED)
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
    require(waiting is None, OutcomeRule.PROPOSED_ALREADY)
    row = entered(
        ConversionProposal,
        data,
        outcome_id=outcome.id,
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
    event=OUTCOME_CONVERSION_DECLINED,
    emits=[CONVERSION_DECIDED],
)
async def decline_conversion(context: OperationContext, data: DeclineConversionInput) -> Outcome:
    """Decline that an outcome is converted, with the reason.

    Those who may convert it may decline.
    """
    await require_may_convert(context, data.outcome)
    declined = await decide_proposals(
        context, data.outcome, ConversionState.DECLINED, context.today, data.reason
    )
    require(declined, OutcomeRule.NONE_PROPOSED)
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
    CONVERSION_PROPOSED,
    Text("有成果转化待认定", "A conversion to be decided"),
    to_those_of("outcome_id", Outcome, to_holders(Permission.OUTCOME_CONVERT_SMALL)),
)
DECIDED = Notice(
    CONVERSION_DECIDED,
    Text("转化认定申请已有结果", "Your proposed conversion was decided"),
    to_author,
)


class ConvertOutcomeInput(Input):
    """The evidence that an outcome was put into practice."""

    outcome: Ref[Outcome] = like(Outcome)
    conversion_kind: ConversionKind = like(Outcome.conversion_kind)
    conversion_note: str = like(Outcome.conversion_note, min_length=2, max_length=2000)
    converted_on: date | None = like(Outcome.converted_on, None, doc=TODAY)
    attachments: list[Ref[Attachment]] = Field(
        default_factory=list, title="佐证材料", description="Files that prove it.", max_length=20
    )


class TakeBackConversionInput(Input):
    """Why an outcome is not converted after all."""

    outcome: Ref[Outcome] = like(Outcome)
    reason: str = Field(
        title="撤销原因", description="What turned out.", min_length=2, max_length=1000
    )


@operation(
    Text("认定成果转化", "Convert an outcome"),
    permission=Permission.OUTCOME_CONVERT_SMALL,
    subject="outcome",
    event=OUTCOME_CONVERTED,
    emits=[CONVERSION_DECIDED],
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
    require(outcome.state is not OutcomeState.DRAFT, OutcomeRule.NOT_ROUTED)
    require(not outcome.converted, OutcomeRule.CONVERTED)
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
    event=OUTCOME_CONVERSION_WITHDRAWN,
)
async def take_back_conversion(context: OperationContext, data: TakeBackConversionInput) -> Outcome:
    """Record that an outcome was not put into practice after all, with the reason.

    Those who may convert it may do so. It may be converted again.
    """
    outcome = data.outcome
    await require_may_convert(context, outcome)
    require(outcome.converted, OutcomeRule.NOT_CONVERTED)
    outcome.converted, outcome.converted_on = False, None
    outcome.conversion_withdrawn_on, outcome.conversion_withdrawn_reason = (
        context.today,
        data.reason,
    )
    return outcome


async def require_may_convert(context: OperationContext, outcome: Outcome) -> None:
    """Require that the caller may decide on the conversion of an outcome (domain.md 2.9, 2.19)."""
    case = await context.get(ConsultationCase, outcome.case_id)
    settings = context.settings.of(CoreSettings)
    rules.require_may_convert(
        context.principal,
        outcome,
        await assignments_of(context, outcome),
        case.grade if case else None,
        township_may=settings.township_may_convert_small,
    )
