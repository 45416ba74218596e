"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.outcomes.drafts.models import CoSignature, ReplyDraft
from yishi_core.domain.outcomes.models import Reply
from yishi_core.kernel.events.declaration import EventType

REPLY_DRAFTED = EventType("reply.drafted", ReplyDraft)

REPLY_CO_SIGNED = EventType("reply.co_signed", CoSignature)

REPLY_SUBMITTED = EventType("reply.submitted", ReplyDraft)
REPLY_REVIEWED = EventType("reply.reviewed", ReplyDraft)

ASSIGNMENT_REPLIED = EventType("assignment.replied", Reply)
