"""What waits on a scheduled day (domain.md 2.16): the collect round of today."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.access import Permission
from yishi_core.errors import Text
from yishi_core.schedules.models import ScheduleDate, ScheduleKind, ScheduleRule
from yishi_core.todos.declaration import Matter, Todo

_of_rule = (ScheduleRule.county == ScheduleDate.county) & (ScheduleRule.id == ScheduleDate.rule_id)

SCHEDULE_DATE = Matter(
    ScheduleDate, title=sa.select(ScheduleRule.label).where(_of_rule).correlate(ScheduleDate).scalar_subquery(), acts=("move_schedule_date",),
)  # fmt: skip

COLLECT = Todo(
    "collect_round.hold", SCHEDULE_DATE, Text("开展集中收集并登记", "Hold the collect round"), waits="集中收集未登记",
    permission=Permission.SCHEDULE_MANAGE,
    when=ScheduleDate.held.is_(False)
    & sa.exists().where(_of_rule, ScheduleRule.kind == ScheduleKind.COLLECT_DAY, ScheduleRule.voided_at.is_(None)).correlate(ScheduleDate),
    due=ScheduleDate.date, begins=ScheduleDate.date, for_days=31, by=("hold_collect_round", "move_schedule_date"),
)  # fmt: skip
