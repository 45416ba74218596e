"""Recipients of the notices about assessments."""

from __future__ import annotations

from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_author, to_holders
from yishi_core.kernel.access import Permission

SELF_SCORED = Notice(
    "assessment.self_scored",
    Text("考核待核查", "Assessment awaiting its check"),
    to_holders(Permission.ASSESSMENT_CHECK),
)
CHECKED = Notice(
    "assessment.checked",
    Text("考核待审定", "Assessment awaiting its decision"),
    to_holders(Permission.ASSESSMENT_DECIDE),
)
PUBLISHED = Notice(
    "assessment.published", Text("考核结果已公布", "The result was published"), to_author
)
FILED = Notice(
    "appeal.filed",
    Text("收到考核申诉", "An appeal against a score"),
    to_holders(Permission.ASSESSMENT_DECIDE),
)
ANSWERED = Notice("appeal.answered", Text("考核申诉已答复", "The appeal was answered"), to_author)
