"""What the overview counts of topics."""

from __future__ import annotations

from yishi_core.domain.topics.models import Topic
from yishi_core.facilities.overview.figure import OverviewFigure, between

TOPICS = OverviewFigure("topics", Topic, between(Topic.approved_on))
