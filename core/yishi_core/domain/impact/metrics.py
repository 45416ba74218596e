"""What is counted of measured effects (domain.md 2.18, 2.20)."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.impact.models import LARGEST_ONLY, ImpactMetric
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Metric

_IMPACT: dict[str, Any] = {
    "station": ImpactMetric.station_id,
    "case": ImpactMetric.case_id,
    "dims": {"metric": ImpactMetric.metric},
    "value": ImpactMetric.value,
}

IMPACT = Metric(
    "impact",
    # the years that a problem had lasted are never added up (domain.md 2.18), neither to each other
    # nor to anything else
    Counter(
        ImpactMetric,
        ImpactMetric.date,
        where=(ImpactMetric.metric.not_in(LARGEST_ONLY),),
        **_IMPACT,
    ),
    Counter(
        ImpactMetric,
        ImpactMetric.date,
        where=(ImpactMetric.metric.in_(LARGEST_ONLY),),
        needs=frozenset({"metric"}),
        largest=True,
        **_IMPACT,
    ),
)
