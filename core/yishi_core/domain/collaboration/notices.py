"""Recipients of the notices about questions and passed information."""

from __future__ import annotations

from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_author, to_holders
from yishi_core.kernel.access import Permission

SET = Notice(
    "question.set", Text("收到新的三题", "A new question"), to_holders(Permission.QUESTION_ANSWER)
)
ANSWERED = Notice("question.answered", Text("三题已答", "The question was answered"), to_author)
PASSED = Notice(
    "information.passed",
    Text("收到互通信息", "Information was passed to you"),
    to_holders(Permission.INFO_EXCHANGE, at="to_org_id"),
)
HANDLED = Notice(
    "information.handled", Text("互通信息已办理", "The information was handled"), to_author
)
