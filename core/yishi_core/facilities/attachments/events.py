"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.facilities.attachments.models import Attachment
from yishi_core.kernel.events.declaration import EventType

ATTACHMENT_ADDED = EventType("attachment.added", Attachment)
