"""Recipients of the notices about topics: those who screen, then the proposer."""

from __future__ import annotations

from yishi_core.domain.topics.events import (
    TOPIC_APPROVED,
    TOPIC_PROPOSED,
    TOPIC_RETURNED,
    TOPIC_SCREENED,
)
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_author, to_holders
from yishi_core.kernel.access import Permission

PROPOSED = Notice(
    TOPIC_PROPOSED,
    Text("有新议题待筛选", "A topic to be screened"),
    to_holders(Permission.TOPIC_SCREEN),
)
SCREENED = Notice(TOPIC_SCREENED, Text("议题已有筛选结果", "The topic was screened"), to_author)
APPROVED = Notice(TOPIC_APPROVED, Text("议题已审定", "The topic was approved"), to_author)
BEGUN = Notice(
    TOPIC_APPROVED,
    Text("议题已审定,可以立项", "A topic was approved: a case may be opened"),
    to_holders(Permission.CASE_OPEN),
)
RETURNED = Notice(
    TOPIC_RETURNED, Text("议题被退回,请完善", "The topic was sent back: better it"), to_author
)
