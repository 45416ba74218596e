"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.documents.models import RuleDocument
from yishi_core.kernel.events.declaration import EventType

RULE_DOCUMENT_REGISTERED = EventType("rule_document.registered", RuleDocument)
RULE_DOCUMENT_CHANGED = EventType("rule_document.changed", RuleDocument)
RULE_DOCUMENT_REPEALED = EventType("rule_document.repealed", RuleDocument)
