"""Recipients of the notices about assessments."""

from __future__ import annotations

from yishi_core.domain.assessments.events import (
    APPEAL_ANSWERED,
    APPEAL_FILED,
    ASSESSMENT_CHECKED,
    ASSESSMENT_PUBLISHED,
    ASSESSMENT_SELF_SCORED,
)
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_author, to_holders
from yishi_core.kernel.access import Permission

SELF_SCORED = Notice(
    ASSESSMENT_SELF_SCORED,
    Text("考核待核查", "An assessment to be checked"),
    to_holders(Permission.ASSESSMENT_CHECK),
)
CHECKED = Notice(
    ASSESSMENT_CHECKED,
    Text("考核待审定", "An assessment to be decided"),
    to_holders(Permission.ASSESSMENT_DECIDE),
)
PUBLISHED = Notice(
    ASSESSMENT_PUBLISHED, Text("考核结果已公布", "The result was published"), to_author
)
FILED = Notice(
    APPEAL_FILED,
    Text("收到考核申诉", "An appeal against a score"),
    to_holders(Permission.ASSESSMENT_DECIDE),
)
ANSWERED = Notice(APPEAL_ANSWERED, Text("考核申诉已答复", "The appeal was answered"), to_author)
