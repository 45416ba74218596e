"""Todo items of scheduled days: their round, meeting or study, and what is due.

Source: domain.md 2.16.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from yishi_core.domain.activities.models import Activity, ActivityKind
from yishi_core.domain.consultations.models import Consultation
from yishi_core.domain.consultations.rules import HELD
from yishi_core.domain.schedules.models import ScheduleDate, ScheduleRule
from yishi_core.domain.schedules.rules import DUE
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission
from yishi_core.kernel.variants.schedule import ScheduleKind

AHEAD = 7
"""Days before a due day from which its todo is shown; a report takes time to write."""
WAITS = 31
"""Days for which an unrecorded day keeps its todo; older ones are history."""

_of_rule = (ScheduleRule.county == ScheduleDate.county) & (ScheduleRule.id == ScheduleDate.rule_id)

SCHEDULE_DATE = Matter(
    ScheduleDate,
    title=sa.select(ScheduleRule.label).where(_of_rule).correlate(ScheduleDate).scalar_subquery(),
    acts=("move_schedule_date",),
)


def _open(kinds: Collection[ScheduleKind]) -> sa.ColumnElement[bool]:
    rule = (
        sa.exists()
        .where(_of_rule, ScheduleRule.kind.in_(kinds), ScheduleRule.voided_at.is_(None))
        .correlate(ScheduleDate)
    )
    return ScheduleDate.held.is_(False) & rule


COLLECT = Todo(
    "collect_round.hold",
    SCHEDULE_DATE,
    Text("开展集中收集并登记", "Hold the collect round"),
    waits="集中收集未登记",
    permission=Permission.SCHEDULE_MANAGE,
    when=_open((ScheduleKind.COLLECT_DAY,)),
    due=ScheduleDate.date,
    begins=ScheduleDate.date,
    for_days=WAITS,
    by=("hold_collect_round", "move_schedule_date"),
)
LEARNING = (ActivityKind.STUDY, ActivityKind.READING_SHARE, ActivityKind.TRAINING)


def _proven(by: type[Consultation] | type[Activity], *how: sa.ColumnElement[bool]) -> Any:
    """What took place there on the day is proof enough: it is not recorded twice."""
    return (
        sa.exists()
        .where(
            by.county == ScheduleDate.county,
            by.date == ScheduleDate.date,
            *how,
            sa.func.starts_with(by.org_path, ScheduleDate.org_path),
            by.voided_at.is_(None),
        )
        .correlate(ScheduleDate)
    )


_learned = _proven(Activity, Activity.kind.in_(LEARNING))
_consulted = _proven(Consultation, Consultation.state.in_(HELD))
MEET = Todo(
    "schedule_date.hold",
    SCHEDULE_DATE,
    Text("开展集中协商或学习并登记", "Hold the consult or study day"),
    waits="集中协商或学习未登记",
    permission=Permission.SCHEDULE_MANAGE,
    due=ScheduleDate.date,
    begins=ScheduleDate.date,
    for_days=WAITS,
    when=(_open((ScheduleKind.STUDY_DAY,)) & ~_learned)
    | (_open((ScheduleKind.CONSULT_DAY,)) & ~_consulted),
    by=("hold_schedule_date", "move_schedule_date"),
)
HAND_IN = Todo(
    "schedule_date.hand_in",
    SCHEDULE_DATE,
    Text("按期报送或完成考核并登记", "Hand in what is due"),
    waits="到期事项未登记完成",
    permission=Permission.SCHEDULE_MANAGE,
    when=_open(DUE),
    due=ScheduleDate.date,
    begins=ScheduleDate.date - sa.literal(AHEAD, sa.Integer()),
    for_days=AHEAD + WAITS,
    by=("hold_schedule_date", "move_schedule_date"),
)
