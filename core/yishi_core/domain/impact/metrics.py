"""What is counted of measured effects (domain.md 2.18, 2.20)."""

from __future__ import annotations

from typing import Any

from yishi_core.domain.activities.models import Activity
from yishi_core.domain.impact.models import LARGEST_ONLY, ImpactMetric
from yishi_core.domain.procedures.metrics import of_case
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.facilities.metrics.counter import CountedFor, Counter
from yishi_core.facilities.metrics.metric import Counters, Metric

_VALUE: dict[str, Any] = {
    "dims": {"metric": ImpactMetric.metric},
    "value": ImpactMetric.value,
    # metres and jobs are not added up (domain.md 2.18)
    "needs": frozenset({"metric"}),
}


def _impact(**which: Any) -> Counters:
    """Facts with their values. A station's are also those of its cases and activities."""
    of: dict[str, Any] = {**_VALUE, **which}
    of_station = {**of, "only": CountedFor.STATION}
    return (
        Counter(
            ImpactMetric,
            ImpactMetric.date,
            **{**of_case(ImpactMetric.case_id), "station": ImpactMetric.station_id},
            **of,
        ),
        Counter(
            ImpactMetric,
            ImpactMetric.date,
            station=ConsultationCase.station_id,
            reach=(ConsultationCase, ConsultationCase.id == ImpactMetric.case_id),
            **of_station,
        ),
        Counter(
            ImpactMetric,
            ImpactMetric.date,
            station=Activity.station_id,
            reach=(Activity, Activity.id == ImpactMetric.activity_id),
            **of_station,
        ),
    )


IMPACT = Metric(
    "impact",
    *_impact(where=(ImpactMetric.metric.not_in(LARGEST_ONLY),)),
    # neither are the years that a problem had lasted
    *_impact(
        where=(ImpactMetric.metric.in_(LARGEST_ONLY),),
        largest=True,
    ),
)
