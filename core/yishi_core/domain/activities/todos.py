"""Todo items of deeds and disputes (domain.md 2.11).

Wishes are to be taken on and fulfilled, disputes are to be settled.
"""

from __future__ import annotations

from yishi_core.domain.activities.models import Deed, DeedState, Dispute
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

WISH = Matter(
    Deed,
    title=Deed.description,
    finished=(DeedState.FULFILLED,),
    pending=(DeedState.COLLECTED,),
    acts=("collect_wish", "record_deed", "release_wish"),
)
DISPUTE = Matter(Dispute, title=Dispute.summary, started=True, acts=("record_dispute",))

CLAIM = Todo(
    "wish.claim",
    WISH,
    Text("认领微心愿", "Take the wish on"),
    waits="微心愿未认领",
    permission=Permission.ACTIVITY_RECORD,
    when=Deed.state == DeedState.COLLECTED,
    by=("claim_wish",),
)
FULFIL = Todo(
    "wish.fulfil",
    WISH,
    Text("完成微心愿", "Fulfil the wish"),
    waits="微心愿已认领未完成",
    permission=Permission.ACTIVITY_RECORD,
    when=Deed.state == DeedState.CLAIMED,
    by=("fulfil_wish", "release_wish"),
)
SETTLE = Todo(
    "dispute.settle",
    DISPUTE,
    Text("化解矛盾纠纷并登记", "Settle the dispute"),
    waits="矛盾纠纷未化解",
    permission=Permission.ACTIVITY_RECORD,
    when=Dispute.settled_on.is_(None),
    by=("settle_dispute",),
)
