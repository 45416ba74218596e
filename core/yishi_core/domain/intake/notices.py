"""Recipients of the notices about matters: those who decide, then the sender."""

from __future__ import annotations

from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_author, to_holders
from yishi_core.kernel.access import Permission

SUBMITTED = Notice(
    "intake.submitted", Text("收到新来件", "A new matter"), to_holders(Permission.INTAKE_HANDLE)
)
RECORDED = Notice(
    "intake.recorded", Text("收到新来件", "A new matter"), to_holders(Permission.INTAKE_HANDLE)
)
ACCEPTED = Notice("intake.accepted", Text("来件已受理", "The matter was accepted"), to_author)
REJECTED = Notice("intake.rejected", Text("来件不予受理", "The matter was not accepted"), to_author)
MERGED = Notice(
    "intake.merged", Text("来件已与主件合并", "The matter was merged with another"), to_author
)
TRANSFERRED = Notice(
    "intake.transferred",
    Text("来件已转有关单位办理", "The matter was passed to another office"),
    to_author,
)
TO_OPINION = Notice(
    "intake.to_opinion", Text("来件已转为社情民意", "The matter became an opinion"), to_author
)
TO_PROPOSAL = Notice(
    "intake.to_proposal", Text("来件已转为提案", "The matter became part of a proposal"), to_author
)
ANSWERED = Notice("intake.answered", Text("来件已答复", "The matter was answered"), to_author)
REPLIED = Notice("intake.replied", Text("来件已答复", "The matter was answered"), to_author)
CLOSED = Notice("intake.closed", Text("来件已办结", "The matter was closed"), to_author)
