"""Recipients of the notices about comments: those who decide on the commented record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from yishi_core.domain.comments.events import COMMENT_ADDED
from yishi_core.domain.consultations.models import Minutes
from yishi_core.domain.outcomes.models import Outcome
from yishi_core.domain.topics.models import Topic
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_holders, to_those_of
from yishi_core.kernel.access import Permission
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.context import OperationContext

_deciders = (
    to_those_of("topic_id", Topic, to_holders(Permission.TOPIC_SCREEN)),
    to_those_of("minutes_id", Minutes, to_holders(Permission.MINUTES_CONFIRM)),
    to_those_of("outcome_id", Outcome, to_holders(Permission.OUTCOME_ROUTE)),
)


async def _to_deciders(context: OperationContext, row: Any, event: EventView) -> set[UUID]:
    told = [await receivers(context, row, event) for receivers in _deciders]
    return set().union(*told)


ADDED = Notice(COMMENT_ADDED, Text("有新的意见", "Somebody commented"), _to_deciders)
