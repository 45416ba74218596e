"""Todo items between levels: answer questions, handle information (domain.md 2.17)."""

from __future__ import annotations

from yishi_core.domain.collaboration.models import InfoExchange, Question
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission

QUESTION = Matter(Question, title=Question.text, started=True)
INFORMATION = Matter(InfoExchange, title=InfoExchange.content, started=True)

ANSWER = Todo(
    "question.answer",
    QUESTION,
    Text("答题", "Answer the question"),
    waits="三题未答",
    permission=Permission.QUESTION_ANSWER,
    when=Question.answered_on.is_(None),
    due=Question.due_on,
    by=("answer_question",),
)
HANDLE = Todo(
    "information.handle",
    INFORMATION,
    Text("办理互通信息", "Handle the information"),
    waits="信息未办理",
    permission=Permission.INFO_EXCHANGE,
    when=InfoExchange.handled_on.is_(None),
    at=InfoExchange.to_org_id,
    by=("handle_information",),
)
