"""What is counted of topics (domain.md 2.20)."""

from __future__ import annotations

from yishi_core.domain.topics.models import Topic
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Metric

TOPICS = Metric(
    "topics",
    Counter(
        Topic,
        Topic.approved_on,
        dims={"source": Topic.topic_source, "focus": Topic.focus_category},
    ),
)
