"""What a partner receives of a joint case (domain.md 2.17).

It receives the topic, the events with minutes and suggestions, what was agreed and the results.
These are copies that belong to the partner: names and telephone numbers of residents are masked,
drafts and outcomes that are not yet routed are left out, and nothing of intakes is shown (access.md
1). They count in no figure, except the event itself, which a partner counts among its own as joint.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from yishi_core.clock import CHINA
from yishi_core.domain.collaboration.joint.models import JointCase, SharedPart, ShareKind
from yishi_core.domain.consultations.models import (
    Consensus,
    Consultation,
    ConsultationForm,
    ConsultationState,
    Minutes,
    Suggestion,
)
from yishi_core.domain.consultations.rules import HELD
from yishi_core.domain.outcomes.models import Outcome, OutcomeState
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.publicity.masking import masked, personal_words
from yishi_core.domain.topics.models import ConsultationGrade, Topic
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.context import OperationContext

TITLE = 60

Key = tuple[ShareKind, UUID]


@dataclass(frozen=True)
class Part:
    """One shared thing, identified by kind and source."""

    kind: ShareKind
    source: UUID
    title: str
    on: date
    of: Key | None = None
    text: str | None = None
    standing: str | None = None
    grade: ConsultationGrade | None = None
    form: ConsultationForm | None = None

    @property
    def key(self) -> Key:
        return self.kind, self.source


def case_of(event: EventView) -> sa.Select[Any] | None:
    """The cases that an event may be about; None where its subject belongs to no case."""
    subject: dict[str, tuple[Any, Any, Any]] = {
        "JointCase": (JointCase, JointCase.case_id, JointCase.id),
        "Consultation": (Consultation, Consultation.case_id, Consultation.id),
        "ConsultationCase": (ConsultationCase, ConsultationCase.id, ConsultationCase.id),
        "Outcome": (Outcome, Outcome.case_id, Outcome.id),
        "Topic": (ConsultationCase, ConsultationCase.id, ConsultationCase.topic_id),
        "Consensus": (Consensus, Consensus.case_id, Consensus.id),
    }
    if event.subject_type in subject:
        entity, case, own = subject[event.subject_type]
        return sa.select(case).where(entity.county == event.county, own == event.subject_id)
    said: dict[str, Any] = {"Minutes": Minutes, "Suggestion": Suggestion}
    if event.subject_type not in said:
        return None
    entity = said[event.subject_type]
    at = sa.and_(Consultation.county == entity.county, Consultation.id == entity.consultation_id)
    return (
        sa.select(Consultation.case_id)
        .join(entity, at)
        .where(entity.county == event.county, entity.id == event.subject_id)
    )


async def parts_of(
    context: OperationContext, joint: JointCase, case: ConsultationCase
) -> list[Part]:
    """Everything of a joint case that is shared now, the case first."""
    words = await personal_words(context, case.id)
    day = joint.started_on or joint.formed_on
    note = masked(joint.result_note, words) if joint.result_note else None
    parts = [
        Part(
            ShareKind.CASE,
            case.id,
            masked(case.title, words),
            day,
            text=note,
            standing=case.state.label,
        )
    ]
    top = parts[0].key
    if (
        SharedPart.TOPICS in joint.shared
        and (topic := await context.get(Topic, case.topic_id)) is not None
    ):
        parts.append(
            Part(
                ShareKind.TOPIC,
                topic.id,
                topic.title,
                topic.approved_on or day,
                top,
                topic.description,
                grade=topic.grade,
            )
        )
    if SharedPart.MEETINGS in joint.shared:
        events = await context.find(
            Consultation, Consultation.case_id == case.id, Consultation.joint.is_(True)
        )
        parts += [part for event in events for part in _meeting(event, top)]
        held = {event.id: event for event in events if event.state in HELD}
        minutes = await context.find(
            Minutes, Minutes.consultation_id.in_(held), Minutes.confirmed_on.is_not(None)
        )
        parts += [_minutes(held[row.consultation_id], row) for row in minutes]
        said = await context.find(Suggestion, Suggestion.consultation_id.in_(held))
        parts += [_said(held[row.consultation_id], row) for row in said if row.consultation_id]
    if SharedPart.RESULTS in joint.shared:
        parts += _results(
            await context.find(Consensus, Consensus.case_id == case.id),
            await context.find(
                Outcome, Outcome.case_id == case.id, Outcome.state != OutcomeState.DRAFT
            ),
            top,
        )
    return [parts[0], *(_masked(part, words) for part in parts[1:])]


def _meeting(event: Consultation, top: Key) -> Iterator[Part]:
    """The announcement of an event, and the event once it was held; only the latter counts."""
    if event.notified_on is not None or event.state is ConsultationState.NOTIFIED:
        at = f" {event.time_from:%H:%M}" if event.time_from else ""
        told = f"{event.date.isoformat()}{at} {event.place}"
        yield Part(
            ShareKind.NOTICE,
            event.id,
            event.title,
            event.notified_on or event.date,
            top,
            told,
            event.state.label,
            event.grade,
            event.form,
        )
    if event.state in HELD:
        yield Part(
            ShareKind.CONSULTATION,
            event.id,
            event.title,
            event.date,
            top,
            None,
            event.state.label,
            event.grade,
            event.form,
        )


def _minutes(event: Consultation, row: Minutes) -> Part:
    return Part(
        ShareKind.MINUTES,
        row.id,
        event.title,
        row.confirmed_on or row.drafted_on,
        (ShareKind.CONSULTATION, event.id),
        row.text,
    )


def _said(event: Consultation, row: Suggestion) -> Part:
    return Part(
        ShareKind.SUGGESTION,
        row.id,
        row.text[:TITLE],
        event.date,
        (ShareKind.CONSULTATION, event.id),
        row.text,
    )


def _results(agreed: Sequence[Consensus], outcomes: Sequence[Outcome], top: Key) -> Iterator[Part]:
    for row in agreed:
        yield Part(ShareKind.CONSENSUS, row.id, row.text[:TITLE], row.agreed_on, top, row.text)
    for outcome in outcomes:
        standing = f"{outcome.state.label},已转化" if outcome.converted else outcome.state.label
        day = outcome.created_at.astimezone(CHINA).date()
        yield Part(ShareKind.OUTCOME, outcome.id, outcome.title, day, top, outcome.text, standing)


def _masked(part: Part, words: Sequence[str]) -> Part:
    return replace(
        part, title=masked(part.title, words), text=masked(part.text, words) if part.text else None
    )
