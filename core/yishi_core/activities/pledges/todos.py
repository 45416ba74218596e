"""What a member has promised (domain.md 2.11): he is waited for himself."""

from __future__ import annotations

from yishi_core.access import Permission
from yishi_core.activities.models import Pledge, PledgeState
from yishi_core.errors import Text
from yishi_core.todos.declaration import Matter, Todo

PLEDGE = Matter(
    Pledge, title=Pledge.text, finished=(PledgeState.FULFILLED, PledgeState.WITHDRAWN), acts=("make_pledge",),
)  # fmt: skip

FULFIL = Todo(
    "pledge.fulfil", PLEDGE, Text("兑现承诺", "Keep the promise"), waits="承诺未兑现", permission=Permission.PLEDGE_RECORD,
    when=Pledge.state == PledgeState.OPEN, due=Pledge.due_on, person=Pledge.person_id, by=("fulfil_pledge", "withdraw_pledge"),
)  # fmt: skip
