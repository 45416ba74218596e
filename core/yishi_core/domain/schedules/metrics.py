"""What is counted of rounds and planned days (domain.md 2.20)."""

from __future__ import annotations

from yishi_core.domain.schedules.models import CollectRound, ScheduleDate, ScheduleRule
from yishi_core.facilities.metrics.counter import Counter
from yishi_core.facilities.metrics.metric import Metric

COLLECT_ROUNDS = Metric(
    "collect_rounds", Counter(CollectRound, CollectRound.date, station=CollectRound.station_id)
)

NIL_REPORTS = Metric(
    "nil_reports",
    Counter(
        CollectRound,
        CollectRound.date,
        station=CollectRound.station_id,
        where=(CollectRound.is_nil.is_(True),),
    ),
)

SCHEDULE_DATES = Metric(
    "schedule_dates",
    Counter(
        ScheduleDate,
        ScheduleDate.date,
        station=ScheduleRule.station_id,
        through=(ScheduleRule, ScheduleDate.rule_id == ScheduleRule.id),
        dims={"kind": ScheduleRule.kind},
    ),
)
