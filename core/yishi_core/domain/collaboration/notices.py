"""Recipients of the notices about questions and passed information."""

from __future__ import annotations

from yishi_core.domain.collaboration.events import (
    INFORMATION_HANDLED,
    INFORMATION_PASSED,
    QUESTION_ANSWERED,
    QUESTION_SET,
)
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_author, to_holders
from yishi_core.kernel.access import Permission

SET = Notice(
    QUESTION_SET, Text("收到新的三题", "A new question"), to_holders(Permission.QUESTION_ANSWER)
)
ANSWERED = Notice(QUESTION_ANSWERED, Text("三题已答", "The question was answered"), to_author)
PASSED = Notice(
    INFORMATION_PASSED,
    Text("收到互通信息", "Information was passed to you"),
    to_holders(Permission.INFO_EXCHANGE, at="to_org_id"),
)
HANDLED = Notice(
    INFORMATION_HANDLED, Text("互通信息已办理", "The information was handled"), to_author
)
