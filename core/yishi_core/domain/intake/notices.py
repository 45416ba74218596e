"""Recipients of the notices about matters: those who decide, then the sender."""

from __future__ import annotations

from yishi_core.domain.intake.events import (
    INTAKE_ACCEPTED,
    INTAKE_ANSWERED,
    INTAKE_CLOSED,
    INTAKE_MERGED,
    INTAKE_RECORDED,
    INTAKE_REJECTED,
    INTAKE_REPLIED,
    INTAKE_SUBMITTED,
    INTAKE_TO_OPINION,
    INTAKE_TO_PROPOSAL,
    INTAKE_TRANSFERRED,
)
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import Notice, to_author, to_holders
from yishi_core.kernel.access import Permission

SUBMITTED = Notice(
    INTAKE_SUBMITTED, Text("收到新来件", "A new matter"), to_holders(Permission.INTAKE_HANDLE)
)
RECORDED = Notice(
    INTAKE_RECORDED, Text("收到新来件", "A new matter"), to_holders(Permission.INTAKE_HANDLE)
)
ACCEPTED = Notice(INTAKE_ACCEPTED, Text("来件已受理", "The matter was accepted"), to_author)
REJECTED = Notice(INTAKE_REJECTED, Text("来件不予受理", "The matter was not accepted"), to_author)
MERGED = Notice(
    INTAKE_MERGED, Text("来件已与主件合并", "The matter was merged with another"), to_author
)
TRANSFERRED = Notice(
    INTAKE_TRANSFERRED,
    Text("来件已转有关单位办理", "The matter was passed to another office"),
    to_author,
)
TO_OPINION = Notice(
    INTAKE_TO_OPINION, Text("来件已转为社情民意", "The matter became an opinion"), to_author
)
TO_PROPOSAL = Notice(
    INTAKE_TO_PROPOSAL, Text("来件已转为提案", "The matter became part of a proposal"), to_author
)
ANSWERED = Notice(INTAKE_ANSWERED, Text("来件已答复", "The matter was answered"), to_author)
REPLIED = Notice(INTAKE_REPLIED, Text("来件已答复", "The matter was answered"), to_author)
CLOSED = Notice(INTAKE_CLOSED, Text("来件已办结", "The matter was closed"), to_author)
