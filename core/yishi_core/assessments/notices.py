"""Who hears of an assessment."""

from __future__ import annotations

from yishi_core.access import Permission
from yishi_core.errors import Text
from yishi_core.notifications.declaration import Notice, author, holders

SELF_SCORED = Notice("assessment.self_scored", Text("考核待核查", "An assessment to be checked"), holders(Permission.ASSESSMENT_CHECK))
CHECKED = Notice("assessment.checked", Text("考核待审定", "An assessment to be decided"), holders(Permission.ASSESSMENT_DECIDE))
PUBLISHED = Notice("assessment.published", Text("考核结果已公布", "The result was published"), author)
