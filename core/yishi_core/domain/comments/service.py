"""Commenting on a topic before it is approved, on minutes before they are confirmed, on an outcome
before it is closed (domain.md 2.19).
"""

from __future__ import annotations

from uuid import UUID

from yishi_core.domain.comments.events import COMMENT_ADDED
from yishi_core.domain.comments.models import Comment
from yishi_core.domain.comments.rules import CommentRule
from yishi_core.domain.consultations.models import Consultation, Minutes
from yishi_core.domain.consultations.rules import ConsultationRule
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.orgs.guest_owner import own_place
from yishi_core.domain.outcomes.models import Outcome, OutcomeState
from yishi_core.domain.publicity.masking import personal_words, require_masked
from yishi_core.domain.topics.models import BEFORE_APPROVAL, Topic
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.audience import audience_of
from yishi_core.kernel.operation import Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.elevation import as_platform
from yishi_core.kernel.operation.rules import require, require_field, require_state


class AddCommentInput(Input):
    """What is said, and to what."""

    topic: Ref[Topic] | None = like(Comment.topic_id, None, doc="One that is not approved yet.")
    minutes: Ref[Minutes] | None = like(Comment.minutes_id, None, doc="A draft.")
    outcome: Ref[Outcome] | None = like(Comment.outcome_id, None, doc="One that is not closed.")
    text: str = like(
        Comment.text,
        doc="What is said to it; no names of residents.",
        min_length=2,
        max_length=2000,
    )

    @property
    def about(self) -> Topic | Minutes | Outcome | None:
        return self.topic or self.minutes or self.outcome


@operation(
    Text("发表意见", "Comment"),
    permission=Permission.COMMENT_CREATE,
    subject="about",
    event=COMMENT_ADDED,
)
async def add_comment(context: OperationContext, data: AddCommentInput) -> Comment:
    """A member says what he thinks of a topic, of minutes or of an outcome of his place; a unit of
    an outcome that it handles. It decides nothing.
    """
    require_one_county(context, data)
    about = data.about
    given = [row for row in (data.topic, data.minutes, data.outcome) if row is not None]
    require_field(
        len(given) == 1,
        "topic",
        "议题、会议纪要、协商成果只填一项。",
        "Give one of topic, minutes and outcome.",
    )
    assert about is not None
    case_id = await _still_open(context, about)
    async with as_platform(context):  # who comments may not read whom he must not name
        origin = (
            await context.find(Intake, Intake.topic_id == about.id)
            if isinstance(about, Topic)
            else ()
        )
        words = await personal_words(context, case_id, *(i.id for i in origin))
    require_masked(words, text=data.text)
    row = Comment(
        text=data.text, on=context.today, audience=audience_of(about.org_path, about.county)
    )
    for name in ("topic", "minutes", "outcome"):
        target = getattr(data, name)
        setattr(row, f"{name}_id", target.id if target else None)
    return context.add(row, org=await own_place(context, Permission.COMMENT_CREATE, about))


async def _still_open(context: OperationContext, about: Topic | Minutes | Outcome) -> UUID | None:
    """A comment comes before the decision; the case whose residents' names must not stand in it."""
    if isinstance(about, Topic):
        require_state(about, BEFORE_APPROVAL, "topic")
        return None
    if isinstance(about, Minutes):
        require(about.confirmed_on is None, ConsultationRule.CONFIRMED)
        event = await context.get(Consultation, about.consultation_id)
        return event.case_id if event else None
    require(about.state is not OutcomeState.CLOSED, CommentRule.OUTCOME_CLOSED)
    return about.case_id
