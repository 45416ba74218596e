"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.collaboration.models import InfoExchange, Question
from yishi_core.kernel.events.declaration import EventType

QUESTION_SET = EventType("question.set", Question)
QUESTION_CHANGED = EventType("question.changed", Question)
QUESTION_ANSWERED = EventType("question.answered", Question)
QUESTION_ANSWER_CHANGED = EventType("question.answer_changed", Question)

INFORMATION_PASSED = EventType("information.passed", InfoExchange)
INFORMATION_CHANGED = EventType("information.changed", InfoExchange)
INFORMATION_HANDLED = EventType("information.handled", InfoExchange)
INFORMATION_HANDLING_CHANGED = EventType("information.handling_changed", InfoExchange)
