"""What becomes of a topic when its case is taken back."""

from __future__ import annotations

from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.topics.models import Topic, TopicState
from yishi_core.facilities.voiding.declaration import Voiding
from yishi_core.kernel.operation.context import OperationContext


async def _approved_again(context: OperationContext, case: ConsultationCase) -> None:
    """A topic that stays is approved again, and another case can be opened."""
    topic = await context.get(Topic, case.topic_id)
    if (
        topic is not None
        and topic.voided_at is None
        and topic.state in (TopicState.IN_PROCEDURE, TopicState.CONCLUDED)
    ):
        topic.state = TopicState.APPROVED


CASES = Voiding(ConsultationCase, after=_approved_again)
