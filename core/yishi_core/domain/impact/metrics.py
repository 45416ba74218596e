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
    # metres and jobs are not added up (domain.md 2.18)
    "needs": frozenset({"metric"}),
}

IMPACT = Metric(
    "impact",
    Counter(
        ImpactMetric,
        ImpactMetric.date,
        where=(ImpactMetric.metric.not_in(LARGEST_ONLY),),
        **_IMPACT,
    ),
    # neither are the years that a problem had lasted
    Counter(
        ImpactMetric,
        ImpactMetric.date,
        where=(ImpactMetric.metric.in_(LARGEST_ONLY),),
        largest=True,
        **_IMPACT,
    ),
)
