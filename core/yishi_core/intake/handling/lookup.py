"""The sender's view of his matter: what the query code opens (access.md 1, residents)."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from pydantic import Field

from yishi_core.access import Principal
from yishi_core.access.principal import PUBLIC, receipt_mark
from yishi_core.intake.models import Intake, IntakeState
from yishi_core.intake.rules import received_on
from yishi_core.operation import OperationContext, Structure
from yishi_core.procedures.models import ConsultationCase
from yishi_core.publicity.models import Disclosure, DisclosureState
from yishi_core.topics.models import Topic


class PublishedNotice(Structure):
    """A released notice about the case that the matter became part of."""

    title: str = Field(description="标题 — Title.")
    text: str = Field(description="内容 — Text.")
    published_on: date | None = Field(description="公开日期 — When it was released.")


class MyMatter(Structure):
    """How a matter stands. Of a duplicate, topic and notices are the main matter's."""

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
    notices: list[PublishedNotice] = Field(default_factory=list, description="公开公示 — Released notices.")


async def look_up(context: OperationContext, county: int, code: str) -> MyMatter | None:
    """The matter of a code, found under the code's own mark and nothing else; None when there is none."""
    policy, database, session = context.principal.policy, context.platform.database, context.session
    mark = receipt_mark(code)
    await database.enter(session, Principal.anonymous(county, policy, code).reading)
    own = (Intake.county == county, Intake.query_hash == mark, Intake.voided_at.is_(None))
    intake = (await session.scalars(sa.select(Intake).where(*own))).one_or_none()
    if intake is None:
        return None
    # The topic's title and state are told, its draft and its other senders are not: the code opens one matter.
    await database.enter(session, Principal.system(county, policy).reading)
    main = intake
    if intake.duplicate_of_id:
        query = sa.select(Intake).where(Intake.county == county, Intake.id == intake.duplicate_of_id)
        main = (await session.scalars(query)).one()
    topic = None
    if main.topic_id:
        query_topic = sa.select(Topic).where(Topic.county == county, Topic.id == main.topic_id, Topic.voided_at.is_(None))
        topic = (await session.scalars(query_topic)).one_or_none()
    reason = intake.reject_reason
    return MyMatter(
        no=intake.no, received_on=received_on(intake), content=intake.content, state=intake.state,
        state_label=intake.state.label, decide_by=intake.decide_by, reply_by=intake.reply_by,
        reject_reason=context.settings.label("reject_reason", reason) if reason else None,
        result_note=intake.result_note, replied_on=intake.replied_on,
        topic_title=topic.title if topic else None, topic_state_label=topic.state.label if topic else None,
        notices=await _notices(context, topic) if topic else [],
    )  # fmt: skip


async def _notices(context: OperationContext, topic: Topic) -> list[PublishedNotice]:
    """What was released to everybody about the cases of a topic, newest first."""
    query = (
        sa.select(Disclosure)
        .join(ConsultationCase, (ConsultationCase.county == Disclosure.county) & (ConsultationCase.id == Disclosure.case_id))
        .where(
            Disclosure.county == topic.county, ConsultationCase.county == topic.county, ConsultationCase.topic_id == topic.id,
            Disclosure.state == DisclosureState.RELEASED, Disclosure.audience.contains([PUBLIC]), Disclosure.voided_at.is_(None),
        )
        .order_by(Disclosure.published_on.desc(), Disclosure.id.desc())
    )  # fmt: skip
    rows = await context.session.scalars(query)
    return [PublishedNotice(title=d.title, text=d.text, published_on=d.published_on) for d in rows]
