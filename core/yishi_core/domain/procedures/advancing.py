"""A case takes its steps: advanced, skipped, returned to (domain.md 2.7)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field, field_validator
from sqlalchemy.orm.attributes import flag_modified

from yishi_core.domain.consultations.models import Consultation, ConsultationLink
from yishi_core.domain.consultations.rules import HELD
from yishi_core.domain.outcomes.models import Outcome, OutcomeState
from yishi_core.domain.procedures import rules, steps
from yishi_core.domain.procedures.events import (
    CASE_CONCLUDED,
    STEP_DONE,
    STEP_RETURNED,
    STEP_SKIPPED,
)
from yishi_core.domain.procedures.models import CaseState, ConsultationCase, StepRecord, StepState
from yishi_core.domain.procedures.opening import add_steps
from yishi_core.domain.procedures.rules import CaseHint, CaseRule
from yishi_core.domain.publicity.models import Disclosure, DisclosureState
from yishi_core.domain.schedules.workdays import calendar
from yishi_core.domain.topics.models import Topic, TopicState
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission
from yishi_core.kernel.database import NAMES_COUNTY
from yishi_core.kernel.messages import BadValue
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.rules import (
    not_before,
    not_future,
    require,
    require_field,
    require_state,
)
from yishi_core.kernel.variants.procedure import ProcedureDef, Stage, StepDef

MAX_FIELDS = 20_000
Reason = Annotated[str, Field(title="原因", description="Why.", min_length=2, max_length=2000)]
Code = Annotated[str, Field(title="步骤代码", description="Code of the step.", max_length=60)]


class StepDocumentInput(Input):
    """A required document, and its file."""

    name: str = Field(
        title="材料名称", description="As the step calls it.", min_length=1, max_length=120
    )
    attachment: Ref[Attachment] = like(Attachment)


class AdvanceStepInput(Input):
    """The step that is done, with what it requires."""

    case: Ref[ConsultationCase] = like(StepRecord.case_id)
    step: Code
    note: str | None = like(StepRecord.note, None, doc="What was done.", max_length=8000)
    fields: dict[str, Any] = like(
        StepRecord.fields, default_factory=dict, doc="Required fields of the step.", max_length=40
    )
    docs: list[StepDocumentInput] = like(
        StepRecord.docs, default_factory=list, doc="Required documents of the step.", max_length=40
    )
    done_on: date | None = like(StepRecord.done_on, None, doc=TODAY)

    @field_validator("fields")
    @classmethod
    def _plain_and_small(cls, value: dict[str, Any]) -> dict[str, Any]:
        try:
            size = len(json.dumps(value))
        except (TypeError, ValueError):
            raise BadValue("登记项格式有误。", "Not plain values.") from None
        if size > MAX_FIELDS:
            raise BadValue("登记项内容过长。", f"More than {MAX_FIELDS} characters.")
        return value


class SkipStepInput(Input):
    """A step that is skipped."""

    case: Ref[ConsultationCase] = like(ConsultationCase)
    step: Code
    reason: Reason
    done_on: date | None = Field(None, title="跳过日期", description="Today unless named.")


class ReturnToStepInput(Input):
    """An earlier step that is done again."""

    case: Ref[ConsultationCase] = like(ConsultationCase)
    step: Code
    reason: Reason
    returned_on: date | None = Field(
        None,
        title="退回日期",
        description="Today unless an old one is entered; the step begins anew on it.",
    )


@operation(
    Text("完成步骤", "Advance a step"),
    permission=Permission.CASE_ADVANCE,
    subject="case",
    emits=[CASE_CONCLUDED, STEP_DONE],
)
async def advance_step(context: OperationContext, data: AdvanceStepInput) -> ConsultationCase:
    """Finish the named step, which must be active (`step_order`), and open the next.

    The last step concludes case and topic. Refused while a required document, field or released
    disclosure is missing (`document_missing`, `field_missing`, `disclosure_missing`).
    """
    require_one_county(context, data)
    case, topic, procedure, records, consulted = await _running(context, data.case)
    rules.topic_approved(topic)
    record, day = rules.at_work(records, data.step), data.done_on or context.today
    not_future(day, "done_on", context)
    not_before(day, record.started_on, "done_on", "步骤开始日期", "the day the step began")
    step = _step(procedure, record)
    docs = {doc.name: doc.attachment for doc in data.docs}
    require_field(
        len(docs) == len(data.docs), "docs", "同名材料重复。", "A document is named twice."
    )
    rules.complete(
        step,
        docs,
        data.fields,
        await is_disclosed(context, case, records, record) if step.disclosure_required else False,
    )
    attach(context, record, [d.attachment for d in data.docs], "docs")
    record.fields, record.docs = (
        data.fields or None,
        {name: str(a.id) for name, a in docs.items()} or None,
    )
    record.done_by = context.principal.account
    _advise(context, step, consulted)
    context.emit(STEP_DONE, case, step=record.step, stage=record.stage)
    await _finish(context, case, topic, procedure, records, record, StepState.DONE, day, data.note)
    return case


@operation(
    Text("跳过步骤", "Skip a step"),
    permission=Permission.CASE_ADVANCE,
    subject="case",
    emits=[CASE_CONCLUDED, STEP_SKIPPED],
)
async def skip_step(context: OperationContext, data: SkipStepInput) -> ConsultationCase:
    """Skip the active step with a reason, where the procedure allows it (`may_not_skip`)."""
    case, topic, procedure, records, _ = await _running(context, data.case)
    rules.topic_approved(topic)
    record, day = rules.at_work(records, data.step), data.done_on or context.today
    not_future(day, "done_on", context)
    not_before(day, record.started_on, "done_on", "步骤开始日期", "the day the step began")
    allowed = _step(procedure, record).may_skip
    require(allowed, CaseRule.MAY_NOT_SKIP, step=record.label)
    record.done_by = context.principal.account
    context.emit(STEP_SKIPPED, case, step=record.step, stage=record.stage)
    await _finish(
        context, case, topic, procedure, records, record, StepState.SKIPPED, day, data.reason
    )
    return case


@operation(
    Text("退回步骤", "Return to a step"),
    permission=Permission.CASE_ADVANCE,
    subject="case",
    emits=[STEP_RETURNED],
)
async def return_to_step(context: OperationContext, data: ReturnToStepInput) -> ConsultationCase:
    """Return to a finished step.

    The records from there on stay, marked returned, and new ones are created.
    """
    case, _, procedure, records, _ = await _running(context, data.case)
    target, day = rules.earlier(records, data.step), data.returned_on or context.today
    not_future(day, "returned_on", context)
    not_before(
        day,
        steps.latest(records),
        "returned_on",
        "最近一次步骤办理日期",
        "the last day on which a step began or was done",
    )
    new = steps.go_back(procedure, records, target, data.reason)
    steps.open_next(
        procedure, [*records, *new], day, calendar=await calendar(context.session, day, day)
    )
    add_steps(context, case, new)
    _touch(context, case)
    context.emit(STEP_RETURNED, case, step=data.step)
    return case


async def _running(
    context: OperationContext, case: ConsultationCase
) -> tuple[ConsultationCase, Topic | None, ProcedureDef, list[StepRecord], bool]:
    """The case with its topic, procedure and steps, and whether it was consulted."""
    require_state(case, (CaseState.RUNNING,))
    procedure = rules.procedure_of(context.settings, case.procedure)
    values = {"county": case.county, "case": case.id, "topic": case.topic_id}
    rows = (await context.session.execute(_steps_and_topic(), values)).all()
    return (
        case,
        next((topic for _, topic, _ in rows), None),
        procedure,
        [record for record, _, _ in rows],
        any(consulted for _, _, consulted in rows),
    )


@cache
def _steps_and_topic() -> sa.Select[StepRecord, Topic, bool]:
    """The steps of a case, each with its topic and what `_advise` needs.

    It is one round trip, because clerks do this most often.
    """
    county, topic = (
        StepRecord.county == sa.bindparam("county"),
        sa.and_(Topic.county == sa.bindparam("county"), Topic.id == sa.bindparam("topic")),
    )
    at_work = sa.and_(StepRecord.state == StepState.ACTIVE, StepRecord.stage == Stage.DELIBERATE)
    consulted = sa.case((at_work, _consulted()), else_=sa.false())
    query = sa.select(StepRecord, Topic, consulted).outerjoin(
        Topic, sa.and_(topic, Topic.voided_at.is_(None))
    )
    query = query.where(
        county, StepRecord.case_id == sa.bindparam("case"), StepRecord.voided_at.is_(None)
    ).order_by(StepRecord.id)
    return query.execution_options(**NAMES_COUNTY)


def _consulted() -> sa.ColumnElement[bool]:
    """The condition that a consultation treated the case, as its own or as one of several."""
    county: sa.BindParameter[int] = sa.bindparam("county")
    case: sa.BindParameter[UUID] = sa.bindparam("case")
    held = sa.and_(
        Consultation.county == county,
        sa.or_(*(Consultation.state == s for s in sorted(HELD))),
        Consultation.voided_at.is_(None),
    )
    link = sa.and_(
        ConsultationLink.county == county,
        ConsultationLink.case_id == case,
        ConsultationLink.voided_at.is_(None),
    )
    own = sa.select(Consultation.id).where(held, Consultation.case_id == case)
    further = sa.select(Consultation.id).where(
        held, link, Consultation.id == ConsultationLink.consultation_id
    )
    return sa.or_(own.exists(), further.exists())


async def _finish(
    context: OperationContext,
    case: ConsultationCase,
    topic: Topic | None,
    procedure: ProcedureDef,
    records: list[StepRecord],
    record: StepRecord,
    state: StepState,
    day: date,
    note: str | None,
) -> None:
    steps.finish(record, state, day, note)
    steps.open_next(procedure, records, day, calendar=await calendar(context.session, day, day))
    _touch(context, case)
    if steps.is_finished(records):
        case.state, case.concluded_on = CaseState.CONCLUDED, day
        if topic is not None:
            topic.state = TopicState.CONCLUDED
        if waiting := await context.count(
            Outcome, Outcome.case_id == case.id, Outcome.state != OutcomeState.CLOSED
        ):
            context.advise(CaseHint.OUTCOMES_OPEN, waiting=waiting)
        context.emit(CASE_CONCLUDED, case)


def _touch(context: OperationContext, case: ConsultationCase) -> None:
    """Raise the case's version with every move.

    Of two clerks who saw the same state, the second gets a conflict (K38).
    """
    case.updated_at = context.now
    flag_modified(case, "updated_at")


async def is_disclosed(
    context: OperationContext,
    case: ConsultationCase,
    records: Sequence[StepRecord],
    record: StepRecord,
) -> bool:
    """Whether something of the case is published. After a return what was published before tells of
    what is being done again.
    """
    released = [Disclosure.case_id == case.id, Disclosure.state == DisclosureState.RELEASED]
    if steps.begun_again(records, record):
        released.append(Disclosure.published_on >= record.started_on)
    return await context.first(Disclosure, *released) is not None


def _advise(context: OperationContext, step: StepDef, consulted: bool) -> None:
    roles = {g.role for g in context.principal.grants}
    if step.responsible_role and step.responsible_role not in roles:
        role = context.settings.label("role", step.responsible_role)
        context.advise(
            CaseHint.RESPONSIBLE_ROLE, step=step.label, role=Text(role, step.responsible_role)
        )
    if step.stage is Stage.DELIBERATE and not consulted:
        context.advise(CaseHint.NO_CONSULTATION)


def _step(procedure: ProcedureDef, record: StepRecord) -> StepDef:
    found = procedure.step(record.step)
    assert found is not None
    return found
