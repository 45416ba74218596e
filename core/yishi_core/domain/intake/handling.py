"""Handling of a matter from receipt to closing (domain.md 2.5), and the sender's view of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field

from yishi_core.domain.intake import rules
from yishi_core.domain.intake.events import (
    INTAKE_ACCEPTED,
    INTAKE_ANALYSED,
    INTAKE_ANSWERED,
    INTAKE_CLOSED,
    INTAKE_MERGED,
    INTAKE_REJECTED,
    INTAKE_REPLIED,
    INTAKE_TRANSFERRED,
)
from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.intake.rules import IntakeHint, received_on
from yishi_core.domain.people.models import Person
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.publicity.models import Disclosure, DisclosureState
from yishi_core.domain.topics.models import Topic
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission, Principal
from yishi_core.kernel.access.places import PUBLIC, receipt_mark
from yishi_core.kernel.operation import (
    TODAY,
    Input,
    OperationContext,
    Ref,
    Structure,
    Term,
    like,
    operation,
    question,
)
from yishi_core.kernel.operation.changing import require_same_county
from yishi_core.kernel.operation.rules import not_before, not_future, require_state


class PublishedNotice(Structure):
    """A released notice about the case that the matter became part of."""

    title: str = Field(description="标题 — Title.")
    text: str = Field(description="内容 — Text.")
    published_on: date | None = Field(description="公开日期 — When it was released.")


class MyMatter(Structure):
    """The state of a matter. A duplicate shows the topic and notices of the main matter."""

    no: str = Field(description="编号 — Number in the register.")
    received_on: date = Field(description="收到日期 — When it was received.")
    content: str = Field(description="内容 — What was handed in.")
    state: IntakeState = Field(description="状态 — Where it stands.")
    state_label: str = Field(description="状态说明 — The state in words.")
    decide_by: date = Field(description="受理期限 — Accepted or rejected by this day.")
    reply_by: date = Field(description="答复期限 — Answered by this day.")
    reject_reason: str | None = Field(None, description="不予受理原因 — Why it was refused.")
    result_note: str | None = Field(None, description="答复内容 — The answer.")
    replied_on: date | None = Field(None, description="答复日期 — When it was answered.")
    topic_title: str | None = Field(None, description="议题 — The topic it became part of.")
    topic_state_label: str | None = Field(None, description="议题状态 — Where the topic stands.")
    notices: list[PublishedNotice] = Field(
        default_factory=list, description="公开公示 — Released notices."
    )


async def look_up(context: OperationContext, county: int, code: str) -> MyMatter | None:
    """The matter that belongs to a query code; None when there is none.

    It is found by the hash of the code and by nothing else.
    """
    policy, database, session = context.principal.policy, context.platform.database, context.session
    mark = receipt_mark(code)
    await database.enter(session, Principal.anonymous(county, policy, code).reading)
    own = (Intake.county == county, Intake.query_hash == mark, Intake.voided_at.is_(None))
    intake = (await session.scalars(sa.select(Intake).where(*own))).one_or_none()
    if intake is None:
        return None
    # The topic's title and state are shown, its draft and its other senders are not, because the
    # code opens only one matter.
    await database.enter(session, Principal.system(county, policy).reading)
    main = intake
    if intake.duplicate_of_id:
        query = sa.select(Intake).where(
            Intake.county == county, Intake.id == intake.duplicate_of_id
        )
        main = (await session.scalars(query)).one()
    topic = None
    if main.topic_id:
        query_topic = sa.select(Topic).where(
            Topic.county == county, Topic.id == main.topic_id, Topic.voided_at.is_(None)
        )
        topic = (await session.scalars(query_topic)).one_or_none()
    reason = intake.reject_reason
    return MyMatter(
        no=intake.no,
        received_on=received_on(intake),
        content=intake.content,
        state=intake.state,
        state_label=intake.state.label,
        decide_by=intake.decide_by,
        reply_by=intake.reply_by,
        reject_reason=context.settings.label("reject_reason", reason) if reason else None,
        result_note=intake.result_note,
        replied_on=intake.replied_on,
        topic_title=topic.title if topic else None,
        topic_state_label=topic.state.label if topic else None,
        notices=await _notices(context, topic) if topic else [],
    )


async def _notices(context: OperationContext, topic: Topic) -> list[PublishedNotice]:
    """The public notices about the cases of a topic, newest first."""
    query = (
        sa.select(Disclosure)
        .join(
            ConsultationCase,
            (ConsultationCase.county == Disclosure.county)
            & (ConsultationCase.id == Disclosure.case_id),
        )
        .where(
            Disclosure.county == topic.county,
            ConsultationCase.county == topic.county,
            ConsultationCase.topic_id == topic.id,
            Disclosure.state == DisclosureState.RELEASED,
            Disclosure.audience.contains([PUBLIC]),
            Disclosure.voided_at.is_(None),
        )
        .order_by(Disclosure.published_on.desc(), Disclosure.id.desc())
    )
    rows = await context.session.scalars(query)
    return [PublishedNotice(title=d.title, text=d.text, published_on=d.published_on) for d in rows]


Answer = Annotated[str, Field(min_length=2, max_length=2000)]


class AcceptIntakeInput(Input):
    """The decision to accept a matter."""

    intake: Ref[Intake] = like(Intake)
    on: date | None = Field(None, title="受理日期", description="Today unless named.")
    focus_category: Annotated[str | None, Term("focus_category")] = like(
        Intake.focus_category, None, doc="Put right if need be."
    )
    handler: Ref[Person] | None = like(Intake.handler_id, None)


class RejectIntakeInput(Input):
    """The decision to reject a matter, with the reason."""

    intake: Ref[Intake] = like(Intake)
    reason: Annotated[str, Term("reject_reason")] = Field(title="不予受理原因")
    note: str | None = Field(
        None,
        title="答复内容",
        description="What the sender is told, e.g. where to go.",
        max_length=2000,
    )
    on: date | None = Field(None, title="决定日期", description="Today unless named.")


class MergeIntakeInput(Input):
    """A matter that repeats an earlier one."""

    intake: Ref[Intake] = like(Intake)
    duplicate_of: Ref[Intake] = Field(title="主件", description="The matter that goes on.")
    on: date | None = Field(None, title="合并日期", description="Today unless named.")


class AnalyseIntakeInput(Input):
    """The clue analysis sheet: which profession the matter needs and what it is."""

    intake: Ref[Intake] = like(Intake)
    analysis_field: Annotated[str, Term("expertise")] = like(Intake.analysis_field)
    analysis: Answer = like(Intake.analysis)
    analysed_by: Ref[Person] | None = like(
        Intake.analysed_by_id,
        None,
        doc="Who analysed it; the caller unless somebody is named.",
    )
    analysed_on: date | None = like(Intake.analysed_on, None, doc=TODAY)


class IntakeReplyInput(Input):
    """What the sender of a matter is told, and when."""

    intake: Ref[Intake] = like(Intake)
    result_note: Answer = like(Intake.result_note, doc="What the sender is told.")
    replied_on: date | None = like(Intake.replied_on, None, doc=TODAY)


class AnswerIntakeInput(IntakeReplyInput):
    """The answer that settles a matter."""


class ReplyToIntakeInput(IntakeReplyInput):
    """A reply that tells the sender how a matter stands."""


class TransferIntakeInput(Input):
    """A matter that is passed to an office outside consultation."""

    intake: Ref[Intake] = like(Intake)
    transferred_to: str = like(Intake.transferred_to, min_length=2, max_length=80)
    note: str | None = Field(
        None, title="答复内容", description="What the sender is told.", max_length=2000
    )
    on: date | None = Field(None, title="转办日期", description="Today unless named.")


class CloseIntakeInput(Input):
    """The closing of a matter."""

    intake: Ref[Intake] = like(Intake)


class IntakeByCodeInput(Input):
    """A query code in the county where the matter was handed in."""

    county: int = Field(
        title="县级代码", description="Division code of the county.", ge=100000, le=999999
    )
    query_code: str = Field(title="查询码", min_length=10, max_length=60)


@operation(
    Text("受理来件", "Accept a matter"),
    permission=Permission.INTAKE_HANDLE,
    subject="intake",
    event=INTAKE_ACCEPTED,
)
async def accept_intake(context: OperationContext, data: AcceptIntakeInput) -> Intake:
    """Accept a matter; its sender is now owed an answer. A late decision gives an advice."""
    require_same_county(context, handler=data.handler)
    intake = _decide(context, data.intake, IntakeState.ACCEPTED, data.on)
    if data.focus_category:
        intake.focus_category = data.focus_category
    if data.handler:
        intake.handler_id = data.handler.id
    return intake


@operation(
    Text("不予受理", "Reject a matter"),
    permission=Permission.INTAKE_HANDLE,
    subject="intake",
    event=INTAKE_REJECTED,
)
async def reject_intake(context: OperationContext, data: RejectIntakeInput) -> Intake:
    """Reject a matter for a reason from the list (domain.md 5.11).

    The reasons are petition, litigation, personnel, secrets and so on.
    """
    intake = _decide(context, data.intake, IntakeState.REJECTED, data.on)
    intake.reject_reason = data.reason
    return told(intake, data.note, intake.decided_on)


@operation(
    Text("合并来件", "Merge a matter"),
    permission=Permission.INTAKE_HANDLE,
    subject="intake",
    event=INTAKE_MERGED,
)
async def merge_intake(context: OperationContext, data: MergeIntakeInput) -> Intake:
    """Merge a matter, and those merged into it before, into an earlier one about the same thing.

    Their senders then follow the main matter.
    """
    require_same_county(context, duplicate_of=data.duplicate_of)
    rules.require_mergeable(data.intake, data.duplicate_of)
    intake = _decide(context, data.intake, IntakeState.MERGED, data.on)
    for one in (intake, *await context.find(Intake, Intake.duplicate_of_id == intake.id)):
        one.duplicate_of_id = data.duplicate_of.id
    return intake


@operation(
    Text("分析来件", "Analyse a matter"),
    permission=Permission.INTAKE_HANDLE,
    subject="intake",
    event=INTAKE_ANALYSED,
)
async def analyse_intake(context: OperationContext, data: AnalyseIntakeInput) -> Intake:
    """Record which profession a matter needs, to form a walk group (domain.md 3.9)."""
    require_state(data.intake, rules.OPEN)
    on = day_of_step(context, data.intake, data.analysed_on, "analysed_on")
    require_same_county(context, analysed_by=data.analysed_by)
    data.intake.analysis_field, data.intake.analysis, data.intake.analysed_on = (
        data.analysis_field,
        data.analysis,
        on,
    )
    data.intake.analysed_by_id = (
        data.analysed_by.id if data.analysed_by else context.principal.person
    )
    return data.intake


@operation(
    Text("直接答复", "Answer directly"),
    permission=Permission.INTAKE_HANDLE,
    subject="intake",
    event=INTAKE_ANSWERED,
)
async def answer_intake(context: OperationContext, data: AnswerIntakeInput) -> Intake:
    """Settle an accepted matter with an answer, without a consultation."""
    require_state(data.intake, (IntakeState.ACCEPTED,))
    data.intake.state = IntakeState.ANSWERED_DIRECTLY
    return _reply(context, data)


@operation(
    Text("转办来件", "Transfer a matter"),
    permission=Permission.INTAKE_HANDLE,
    subject="intake",
    event=INTAKE_TRANSFERRED,
)
async def transfer_intake(context: OperationContext, data: TransferIntakeInput) -> Intake:
    """Transfer an accepted matter to the office responsible outside consultation."""
    require_state(data.intake, (IntakeState.ACCEPTED,))
    on = day_of_step(context, data.intake, data.on, "on")
    data.intake.state, data.intake.transferred_to = IntakeState.TRANSFERRED, data.transferred_to
    return told(data.intake, data.note, on)


@operation(
    Text("答复来件人", "Reply to the sender"),
    permission=Permission.INTAKE_HANDLE,
    subject="intake",
    event=INTAKE_REPLIED,
)
async def reply_to_intake(context: OperationContext, data: ReplyToIntakeInput) -> Intake:
    """Tell the sender of an accepted matter how it stands.

    The first reply counts for the deadline; a later one replaces the text.
    """
    require_state(data.intake, rules.ANSWERABLE)
    return _reply(context, data)


@operation(
    Text("办结来件", "Close a matter"),
    permission=Permission.INTAKE_HANDLE,
    subject="intake",
    event=INTAKE_CLOSED,
)
async def close_intake(context: OperationContext, data: CloseIntakeInput) -> Intake:
    """Close a matter that has been answered: every matter gets an answer (domain.md 2.5)."""
    require_state(data.intake, rules.CLOSABLE)
    rules.require_replied(data.intake)
    data.intake.state = IntakeState.CLOSED
    return data.intake


@question(Text("凭查询码查询来件", "Look up a matter by its code"), permission=None, public=True)
async def intake_by_code(context: OperationContext, data: IntakeByCodeInput) -> MyMatter | None:
    """The progress of a matter, for the holder of its query code; null for a wrong code.

    Nothing about any sender is shown.
    """
    return await look_up(context, data.county, data.query_code)


def _decide(
    context: OperationContext, intake: Intake, state: IntakeState, on: date | None
) -> Intake:
    require_state(intake, rules.UNDECIDED)
    intake.decided_on = day_of_step(context, intake, on, "on")
    if intake.decided_on > intake.decide_by:
        context.advise(IntakeHint.DECIDED_LATE, due=intake.decide_by.isoformat())
    intake.state = state
    return intake


def _reply(context: OperationContext, data: IntakeReplyInput) -> Intake:
    return told(
        data.intake,
        data.result_note,
        day_of_step(context, data.intake, data.replied_on, "replied_on"),
    )


def told(intake: Intake, note: str | None, day: date | None) -> Intake:
    """Store the reply to the sender, if there is one.

    The first reply counts for the deadline; a later one replaces the text.
    """
    if note:
        intake.result_note, intake.replied_on = note, intake.replied_on or day
    return intake


def day_of_step(context: OperationContext, intake: Intake, given: date | None, path: str) -> date:
    """The day of a step: not in the future, and not before the matter was received."""
    day = given or context.today
    not_future(day, path, context)
    not_before(day, rules.received_on(intake), path, "收到日期", "the day of receipt")
    return day
