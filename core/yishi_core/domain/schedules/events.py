"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.schedules.models import CollectRound, ScheduleDate, ScheduleRule
from yishi_core.errors import Text
from yishi_core.kernel.events.declaration import EventType

SCHEDULE_RULE_ADDED = EventType("schedule_rule.added", ScheduleRule)
SCHEDULE_RULE_CHANGED = EventType("schedule_rule.changed", ScheduleRule)
SCHEDULE_RULE_ENDED = EventType("schedule_rule.ended", ScheduleRule)

SCHEDULE_DATE_MOVED = EventType("schedule_date.moved", ScheduleDate)
SCHEDULE_DATE_HELD = EventType("schedule_date.held", ScheduleDate)

COLLECT_ROUND_HELD = EventType("collect_round.held", CollectRound)
COLLECT_ROUND_CHANGED = EventType("collect_round.changed", CollectRound)

SCHEDULE_DATE_OPENED = EventType(
    "schedule_date.opened", ScheduleDate, Text("周期安排日已到", "The day of a schedule has come")
)

SCHEDULE_DATES_GENERATED = EventType(
    "schedule_dates.generated",
    ScheduleRule,
    Text("安排日期已生成", "The dates of a schedule were generated"),
)
