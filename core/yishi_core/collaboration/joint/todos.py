"""What waits with a partner (domain.md 2.17): whether it takes part."""

from __future__ import annotations

from yishi_core.access import Permission
from yishi_core.collaboration.joint.models import ReceivedShare, ShareAnswer, ShareKind
from yishi_core.errors import Text
from yishi_core.todos.declaration import Matter, Todo

SHARE = Matter(ReceivedShare, title=ReceivedShare.title)

ANSWER = Todo(
    "received_share.answer", SHARE, Text("答复是否参加联合协商", "Say whether you take part"), waits="联合协商邀请未答复",
    permission=Permission.JOINT_CASE, when=(ReceivedShare.answer == ShareAnswer.OPEN) & (ReceivedShare.share_kind == ShareKind.CASE)
    & ReceivedShare.ended_on.is_(None), by=("answer_share",),
)  # fmt: skip
