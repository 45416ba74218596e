"""When a date may be moved and a round recorded (domain.md 2.16)."""

from __future__ import annotations

from datetime import date

from yishi_core.operation.rules import require, require_field
from yishi_core.schedules.models import ScheduleDate, ScheduleKind, ScheduleRule


def require_not_held(row: ScheduleDate) -> None:
    """A day that was held is history."""
    require(not row.held, "already_held", "该安排已开展。", "This date has been held already.")


def require_nil_agrees(items: int, is_nil: bool) -> None:
    """A nil report says that nothing came in, and only that."""
    require_field(
        is_nil == (items == 0), "is_nil", "零报告与收集件数不一致:没有收到时填零报告,收到时不填。",
        "A round is nil exactly when no item came in.",
    )  # fmt: skip


def require_collect_day(rule: ScheduleRule, scheduled: ScheduleDate, on: date, station_id: object) -> None:
    """The round is the one that was planned: a collect day, of this station if of any, on the day to which it was set."""
    require(rule.kind is ScheduleKind.COLLECT_DAY, "not_a_collect_day", "该安排不是集中收集日。", "The date is no collect day.")
    require(
        rule.station_id is None or rule.station_id == station_id, "other_station",
        "该安排属于其他站点。", "The date is another station's.",
    )  # fmt: skip
    require(
        scheduled.date == on, "other_day", f"安排日期为{scheduled.date.isoformat()},请先登记调整。",
        f"It was set to {scheduled.date.isoformat()}: record first that it was moved.",
    )  # fmt: skip


def require_times(time_from: object, time_to: object, in_order: bool) -> None:
    """Begin and end come together, in order."""
    require_field((time_from is None) == (time_to is None), "time_to", "开始与结束时间须同时填写。", "Give begin and end together.")
    require_field(in_order, "time_to", "结束时间须晚于开始时间。", "The end must lie after the begin.")
