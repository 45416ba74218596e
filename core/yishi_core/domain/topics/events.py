"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.topics.models import Topic
from yishi_core.kernel.events.declaration import EventType

TOPIC_PROPOSED = EventType("topic.proposed", Topic)
TOPIC_CHANGED = EventType("topic.changed", Topic)
TOPIC_SCREENED = EventType("topic.screened", Topic)
TOPIC_APPROVED = EventType("topic.approved", Topic)
TOPIC_RETURNED = EventType("topic.returned", Topic)
TOPIC_ARCHIVED = EventType("topic.archived", Topic)
