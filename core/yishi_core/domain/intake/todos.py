"""Todo items of the register of matters: decide, answer, close (domain.md 2.5)."""

from __future__ import annotations

from yishi_core.domain.intake.models import Intake, IntakeState
from yishi_core.domain.intake.rules import ANSWERABLE, CLOSABLE
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

INTAKE = Matter(
    Intake,
    title=Intake.content,
    started=True,
    finished=(IntakeState.CLOSED, IntakeState.REJECTED, IntakeState.MERGED),
    pending=(IntakeState.RECEIVED,),
    acts=("merge_intake", "analyse_intake"),
)

DECIDE = Todo(
    "intake.decide",
    INTAKE,
    Text("受理或不予受理", "Accept or reject"),
    waits="来件未受理",
    permission=Permission.INTAKE_HANDLE,
    when=Intake.state == IntakeState.RECEIVED,
    due=Intake.decide_by,
    by=("accept_intake", "reject_intake", "merge_intake"),
)
REPLY = Todo(
    "intake.reply",
    INTAKE,
    Text("答复来件人", "Answer the sender"),
    waits="来件未答复",
    permission=Permission.INTAKE_HANDLE,
    when=Intake.state.in_(ANSWERABLE) & Intake.replied_on.is_(None),
    due=Intake.reply_by,
    by=("answer_intake", "reply_to_intake", "transfer_intake"),
)
CLOSE = Todo(
    "intake.close",
    INTAKE,
    Text("办结来件", "Close the matter"),
    waits="来件已答复未办结",
    permission=Permission.INTAKE_HANDLE,
    when=Intake.state.in_(CLOSABLE) & Intake.replied_on.is_not(None),
    by=("close_intake",),
)
