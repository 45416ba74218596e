"""What is counted of topics (domain.md 2.20)."""

from __future__ import annotations

from yishi_core.domain.topics.models import Topic
from yishi_core.domain.topics.plans import AnnualPlan
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Metric
from yishi_core.facilities.metrics.years import new_year

ANNUAL_PLANS = Metric(
    "annual_plans",
    Counter(AnnualPlan, new_year(AnnualPlan.year), dims={"state": AnnualPlan.state}),
)

TOPICS = Metric(
    "topics",
    Counter(
        Topic,
        Topic.approved_on,
        station=Topic.station_id,
        dims={
            "source": Topic.topic_source,
            "focus": Topic.focus_category,
            "orientation": Topic.orientation,
            "in_annual_plan": Topic.in_annual_plan,
        },
    ),
)
