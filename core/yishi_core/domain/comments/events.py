"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.comments.models import Comment
from yishi_core.kernel.events.declaration import EventType

COMMENT_ADDED = EventType("comment.added", Comment)
