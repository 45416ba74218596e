"""Rules of moving a date and recording a round (domain.md 2.16)."""

from __future__ import annotations

from datetime import date, timedelta

from yishi_core.domain.schedules.models import ScheduleDate, ScheduleRule
from yishi_core.errors import Hint, Rule
from yishi_core.kernel.operation.rules import require, require_field
from yishi_core.kernel.variants.schedule import ScheduleKind, monthly, weekly


class SchedulingRule(Rule):
    """Why an operation on schedules is refused."""

    ALREADY_HELD = "already_held", "该安排已开展。", "This date has been held already."
    COLLECT_DAY = (
        "collect_day",
        "集中收集日请登记集中收集(含零报告)。",
        "A collect day is fulfilled by its round, nil or not.",
    )
    NOT_A_COLLECT_DAY = "not_a_collect_day", "该安排不是集中收集日。", "The date is no collect day."
    OTHER_DAY = (
        "other_day",
        "安排日期为{day},请先登记调整。",
        "It was set to {day}: record first that it was moved.",
    )
    OTHER_STATION = "other_station", "该安排属于其他站点。", "The date is another station's."
    RULE_GONE = "rule_gone", "周期安排已作废。", "The recurring day has been voided."


class SchedulingHint(Hint):
    """What moving a date of the schedule points out."""

    REST_DAY = "rest_day", "新日期为休息日。", "The new day is a day of rest."


DUE = (ScheduleKind.REPORT_DUE, ScheduleKind.ASSESSMENT_DUE)
"""Kinds of days by which something is due; the others are meetings."""
FURTHEST_MOVE = timedelta(days=366)
FURTHEST_BEGIN = timedelta(days=3653)


def require_not_held(row: ScheduleDate) -> None:
    """Refuse to change a day that was held."""
    require(not row.held, SchedulingRule.ALREADY_HELD)


def require_nil_agrees(items: int, is_nil: bool) -> None:
    """Require that a nil report has no items, and only a nil report has none."""
    require_field(
        is_nil == (items == 0),
        "is_nil",
        "零报告与收集件数不一致:没有收到时填零报告,收到时不填。",
        "A round is nil exactly when no item came in.",
    )


def require_collect_day(
    rule: ScheduleRule, scheduled: ScheduleDate, on: date, station_id: object
) -> None:
    """Require that the round is the planned one.

    It must be a collect day, of this station if of any, on the day to which it was set.
    """
    require(rule.kind is ScheduleKind.COLLECT_DAY, SchedulingRule.NOT_A_COLLECT_DAY)
    require(rule.station_id is None or rule.station_id == station_id, SchedulingRule.OTHER_STATION)
    require(scheduled.date == on, SchedulingRule.OTHER_DAY, day=scheduled.date)


def require_held(rule: ScheduleRule, scheduled: ScheduleDate, on: date) -> None:
    """Require that a planned day can be recorded as held on the given day.

    A collect day needs its round instead. A meeting is held on the day to which it was set, what is
    due may be done on any other.
    """
    require(rule.kind is not ScheduleKind.COLLECT_DAY, SchedulingRule.COLLECT_DAY)
    require(rule.kind in DUE or scheduled.date == on, SchedulingRule.OTHER_DAY, day=scheduled.date)


def require_another_day(scheduled: ScheduleDate, on: date) -> None:
    """Require another day within a plausible distance; years away is a typing error."""
    require_field(
        on != scheduled.date, "date", "新日期与现日期相同。", "It is set to this day already."
    )
    require_field(
        abs(on - scheduled.planned_on) <= FURTHEST_MOVE,
        "date",
        f"新日期与原定日期({scheduled.planned_on.isoformat()})相差超过一年,请核对。",
        "It would be moved by more than a year.",
    )


def require_near(starts_on: date, today: date) -> None:
    """Require that a rule begins within a plausible distance from today.

    Old years are entered afterwards, but every day of a rule becomes a row.
    """
    require_field(
        abs(starts_on - today) <= FURTHEST_BEGIN,
        "starts_on",
        "起始日期与今天相差超过十年,请核对。",
        "It begins more than ten years from today.",
    )


def rule_of_days(month_day: int | None, weekday: int | None, rrule: str | None) -> str:
    """The RFC 5545 rule from whichever of the three inputs was given."""
    require_field(
        sum(given is not None for given in (month_day, weekday, rrule)) == 1,
        "rrule",
        "每月几日、星期几、周期规则三者须填且只填一项。",
        "Give a day of the month, a day of the week, or a rule: exactly one.",
    )
    if month_day is not None:
        return monthly(month_day)
    return weekly(weekday) if weekday is not None else rrule or ""


def require_times(rule: ScheduleRule) -> None:
    """Require begin and end together, in order."""
    begin, end = rule.time_from, rule.time_to
    require_field(
        (begin is None) == (end is None),
        "time_to",
        "开始与结束时间须同时填写。",
        "Give begin and end together.",
    )
    require_field(
        begin is None or end is None or begin < end,
        "time_to",
        "结束时间须晚于开始时间。",
        "The end must lie after the begin.",
    )
