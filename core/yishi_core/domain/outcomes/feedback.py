"""Feedback of results to the authority and the proposer, and the proposer's ratings.

Ratings are given with a query code (domain.md 2.9).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from yishi_core.domain.intake.models import Intake
from yishi_core.domain.outcomes.events import FEEDBACK_GIVEN, FEEDBACK_RATED
from yishi_core.domain.outcomes.models import (
    Communication,
    Feedback,
    FeedbackDirection,
    Outcome,
    OutcomeState,
    Satisfaction,
)
from yishi_core.domain.outcomes.rules import FORMED, OutcomeHint, OutcomeRule
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.publicity.masking import found_in, personal_words, require_masked
from yishi_core.domain.stations.models import Station
from yishi_core.domain.topics.models import Topic
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.audience import joined
from yishi_core.kernel.access.places import receipt_mark
from yishi_core.kernel.operation import (
    TODAY,
    Beside,
    Input,
    OperationContext,
    Ref,
    Structure,
    like,
    operation,
)
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.elevation import as_platform
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field

MOST_RATINGS = 2
"""Ratings at most: of the answer, and of the answer after rework."""


def require_direction(
    direction: FeedbackDirection, satisfaction: Satisfaction | None, intake: Intake | None
) -> None:
    """Require that only feedback to the proposer has a satisfaction or names a matter."""
    fits = direction is FeedbackDirection.TO_PROPOSER or (satisfaction is None and intake is None)
    require_field(
        fits,
        "direction",
        "满意度和来件只能登记在“向提出人反馈”中。",
        "Satisfaction and intake belong to feedback to the proposer.",
    )


def require_heard(satisfaction: Satisfaction | None, communicated_by: Communication | None) -> None:
    """Require how the proposer was asked, where an office records their satisfaction.

    An office records satisfaction only as what it heard (domain.md 2.19).
    """
    require_field(
        satisfaction is None or communicated_by is not None,
        "communicated_by",
        "满意度由提出人本人评价;代为登记时须注明沟通方式(上门、电话、会议、信函)。",
        "Satisfaction is the proposer's own: to record it for them, say how they were asked "
        "(visit, phone, meeting, letter).",
    )


def require_outcome_answered(outcome: Outcome) -> None:
    """Refuse the rating of an outcome that is still being handled."""
    answered = (OutcomeState.REPLIED, OutcomeState.CLOSED)
    require(outcome.state in answered, OutcomeRule.OUTCOME_NOT_ANSWERED)


def require_answered(intake: Intake) -> None:
    """Refuse the rating of a matter that is not answered."""
    require(intake.replied_on, OutcomeRule.INTAKE_NOT_ANSWERED)


def require_may_rate(earlier: Sequence[Feedback]) -> None:
    """Allow one rating, and a second one if the first was unsatisfactory.

    The second follows the rework, which happens once (domain.md 2.9).
    """
    again = (
        earlier
        and earlier[-1].satisfaction is Satisfaction.UNSATISFIED
        and len(earlier) < MOST_RATINGS
    )
    require(not earlier or again, OutcomeRule.RATED_ALREADY)


class GiveFeedbackInput(Input, enters=Feedback):
    """Who was told of a result."""

    outcome: Ref[Outcome] = Field(title="协商成果")
    direction: FeedbackDirection = like(
        Feedback.direction, doc="To party and government, or to the proposer."
    )
    to: str = like(
        Feedback.to, doc="Who was told, without a resident's name.", min_length=2, max_length=120
    )
    intake: Ref[Intake] | None = like(Feedback.intake_id, None, doc="Whose sender was told.")
    satisfaction: Satisfaction | None = like(
        Feedback.satisfaction, None, doc="What the proposer said of it; then tell how it was heard."
    )
    communicated_by: Communication | None = like(
        Feedback.communicated_by,
        None,
        doc="How the proposer was asked: visit, phone, meeting, letter.",
    )
    comment: str | None = like(Feedback.comment, None, max_length=1000)
    on: date | None = like(Feedback.on, None, doc=TODAY)


class RateOutcomeInput(Input, enters=Feedback):
    """The rating of an outcome by the proposer of its topic."""

    outcome: Ref[Outcome] = Field(title="协商成果")
    satisfaction: Satisfaction = like(
        Feedback.satisfaction, doc="Satisfied, basically satisfied or not."
    )
    comment: str | None = like(Feedback.comment, None, doc="Why.", max_length=1000)


class RateAnswerInput(Input, enters=Feedback):
    """The rating of an answer by the sender of the matter."""

    station: Annotated[Ref[Station], Beside()] = like(
        Station, doc="The station that took the matter."
    )
    query_code: Annotated[str, Beside()] = Field(
        title="查询码",
        description="As it was shown when the matter was handed in.",
        min_length=8,
        max_length=60,
    )
    satisfaction: Satisfaction = like(
        Feedback.satisfaction, doc="Satisfied, basically satisfied or not."
    )
    comment: str | None = like(Feedback.comment, None, doc="Why.", max_length=500)


class RatedAnswer(Structure):
    """The receipt of a rating."""

    no: str = Field(description="编号 — Number of the matter.")
    satisfaction: Satisfaction = Field(description="满意度 — As it was recorded.")
    rework: bool = Field(
        description="可要求重办 — Not satisfied: the office may send it back once."
    )


@operation(
    Text("登记反馈", "Give feedback"),
    permission=Permission.FEEDBACK_RECORD,
    subject="outcome",
    event=FEEDBACK_GIVEN,
)
async def give_feedback(context: OperationContext, data: GiveFeedbackInput) -> Feedback:
    """Record that party and government, or the proposer, were told of an outcome.

    The unit and the sender may read it, so it contains no names. Satisfaction is the proposer's own
    (`rateAnswer`, `rateOutcome`; domain.md 2.19). An office records it only as evidence of what the
    proposer told it, with the way in which they were asked.
    """
    require_one_county(context, data)
    outcome, day = data.outcome, data.on or context.today
    require(outcome.state is not OutcomeState.DRAFT, OutcomeRule.NOT_ROUTED)
    require_direction(data.direction, data.satisfaction, data.intake)
    require_heard(data.satisfaction, data.communicated_by)
    not_future(day, "on", context)
    not_before(day, outcome.formed_on, "on", *FORMED)
    if data.satisfaction:
        require_outcome_answered(outcome)
    if data.intake:
        case = await context.get(ConsultationCase, outcome.case_id)
        same = (
            case is not None and case.topic_id is not None and case.topic_id == data.intake.topic_id
        )
        require_field(
            same,
            "intake",
            "该来件不属于此成果的议题。",
            "The matter is not of this outcome's topic.",
        )
    require_masked(await personal_words(context, outcome.case_id), to=data.to, comment=data.comment)
    receipt = data.intake.query_hash if data.intake else None
    _advise_rework(context, data.satisfaction)
    return context.add(
        entered(
            Feedback,
            data,
            outcome_id=outcome.id,
            on=day,
            audience=joined(outcome.audience, [receipt] if receipt else None),
        )
    )


@operation(
    Text("评价办理", "Rate an outcome"),
    permission=Permission.FEEDBACK_RATE,
    subject="outcome",
    event=FEEDBACK_RATED,
)
async def rate_outcome(context: OperationContext, data: RateOutcomeInput) -> Feedback:
    """Rate an answered outcome, as the proposer of its topic or the sender of one of its matters.

    The sender must have handed the matter in with their account. Everybody rates once, and once
    more after an unsatisfactory rating; nobody rates for others.
    """
    outcome, account = data.outcome, context.principal.account
    await _require_proposer(context, outcome)
    require_outcome_answered(outcome)
    own = (
        Feedback.outcome_id == outcome.id,
        Feedback.created_by == account,
        Feedback.satisfaction.is_not(None),
    )
    require_may_rate(await context.find(Feedback, *own, Feedback.communicated_by.is_(None)))
    require_masked(await personal_words(context, outcome.case_id), comment=data.comment)
    _advise_rework(context, data.satisfaction)
    return context.add(
        entered(
            Feedback,
            data,
            outcome_id=outcome.id,
            direction=FeedbackDirection.TO_PROPOSER,
            to=PROPOSER,
            on=context.today,
            audience=outcome.audience,
        )
    )


@operation(
    Text("评价答复", "Rate the answer"),
    permission=Permission.FEEDBACK_RATE,
    subject="station",
    acts_for="station",
    emits=[FEEDBACK_RATED],
)
async def rate_answer(context: OperationContext, data: RateAnswerInput) -> RatedAnswer:
    """Rate the answer to a matter with its query code, without an account.

    The sender rates once, and once more after an unsatisfactory rating. With an account only
    callers may rate who may do so at all: members, never staff (domain.md 2.19). Emits
    `feedback.rated`.
    """
    mark = receipt_mark(data.query_code)
    intake = await context.first(
        Intake, Intake.query_hash == mark, Intake.station_id == data.station.id
    )
    if intake is None:
        raise NotFound.at("query_code")
    require_answered(intake)
    own = (
        Feedback.intake_id == intake.id,
        Feedback.to == SENDER,
        Feedback.satisfaction.is_not(None),
    )
    require_may_rate(await context.find(Feedback, *own))
    outcome, readers = await _outcome(context, intake)
    personal = [w for w in (intake.submitter_name, intake.submitter_phone) if w]
    # What senders write about themselves goes to the office alone.
    guests = None if data.comment and found_in(data.comment, personal) else readers
    unsatisfied = data.satisfaction is Satisfaction.UNSATISFIED
    feedback = context.add(
        entered(
            Feedback,
            data,
            outcome_id=outcome,
            intake_id=intake.id,
            direction=FeedbackDirection.TO_PROPOSER,
            to=SENDER,
            on=context.today,
            audience=joined([mark], guests),
        )
    )
    context.emit(FEEDBACK_RATED, feedback, satisfaction=data.satisfaction.value)
    return RatedAnswer(no=intake.no, satisfaction=data.satisfaction, rework=unsatisfied)


SENDER = "来件人"
"""The name shown for the author of a rating; the sender needs no name."""
PROPOSER = "提出人"


async def _require_proposer(context: OperationContext, outcome: Outcome) -> None:
    """Require that the caller entered the outcome's topic or a matter that went into it."""
    case = await context.get(ConsultationCase, outcome.case_id)
    account = context.principal.account
    topic = await context.get(Topic, case.topic_id) if case else None
    own = topic is not None and topic.created_by == account
    if topic is not None and not own:
        own = (
            await context.first(Intake, Intake.topic_id == topic.id, Intake.created_by == account)
            is not None
        )
    require(own, OutcomeRule.NOT_PROPOSER)


def _advise_rework(context: OperationContext, satisfaction: Satisfaction | None) -> None:
    if satisfaction is Satisfaction.UNSATISFIED:
        context.advise(OutcomeHint.REWORK)


async def _outcome(
    context: OperationContext, intake: Intake
) -> tuple[UUID | None, list[str] | None]:
    """The newest outcome of the intake's topic, and who may read it.

    It may belong to an org above the station, so the platform looks it up itself.
    """
    if intake.topic_id is None:
        return None, None
    query = (
        sa.select(Outcome.id, Outcome.audience)
        .join(
            ConsultationCase,
            sa.and_(
                ConsultationCase.county == Outcome.county, ConsultationCase.id == Outcome.case_id
            ),
        )
        .where(Outcome.county == context.county, ConsultationCase.county == context.county)
        .where(
            ConsultationCase.topic_id == intake.topic_id,
            Outcome.voided_at.is_(None),
            Outcome.state != OutcomeState.DRAFT,
        )
        .order_by(Outcome.id.desc())
        .limit(1)
    )
    async with as_platform(context):
        row = (await context.session.execute(query)).first()
    return (row[0], row[1]) if row else (None, None)
