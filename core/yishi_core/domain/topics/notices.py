"""Recipients of the notices about topics: those who screen, then the proposer."""

from __future__ import annotations

from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_author, to_holders
from yishi_core.kernel.access import Permission

PROPOSED = Notice(
    "topic.proposed",
    Text("有新议题待筛选", "Topic awaiting screening"),
    to_holders(Permission.TOPIC_SCREEN),
)
SCREENED = Notice("topic.screened", Text("议题已有筛选结果", "The topic was screened"), to_author)
APPROVED = Notice("topic.approved", Text("议题已审定", "The topic was approved"), to_author)
BEGUN = Notice(
    "topic.approved",
    Text("议题已审定,可以立项", "A topic was approved: a case may be opened"),
    to_holders(Permission.CASE_OPEN),
)
RETURNED = Notice(
    "topic.returned", Text("议题被退回,请完善", "The topic was returned: improve it"), to_author
)
