"""Recurring days, and the records that they were held (domain.md 2.16)."""

from __future__ import annotations

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from yishi_core.kernel.entity import Entity, Inherited, column, ref
from yishi_core.kernel.entity.base import Base
from yishi_core.kernel.variants.schedule import MonthParity as MonthParity
from yishi_core.kernel.variants.schedule import OnHoliday as OnHoliday
from yishi_core.kernel.variants.schedule import ScheduleKind as ScheduleKind


class Workday(Base):
    """Whether a calendar day is a working day (国务院办公厅放假安排).

    The table is shared by all tenants and written by the owner's commands.
    """

    __tablename__ = "workday"

    day: Mapped[dt.date] = mapped_column(primary_key=True)
    is_workday: Mapped[bool]
    source: Mapped[str]
    entered_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())


class ScheduleRule(Inherited, Entity):
    """A recurring day: an RFC 5545 rule with a month parity and a rule for holidays."""

    __label__ = "周期安排"

    kind: Mapped[ScheduleKind] = column("类型", "What happens on the day.")
    label: Mapped[str] = column("名称", "Name of the recurring day.", search="title")
    rrule: Mapped[str] = column(
        "周期规则", "RFC 5545 recurrence rule, e.g. FREQ=MONTHLY;BYMONTHDAY=15."
    )
    month_parity: Mapped[MonthParity] = column(
        "单双月", "Odd, even or any months.", default=MonthParity.ANY
    )
    month_day: Mapped[int | None] = column(
        "每月几日", "Day of the month, for a rule that was given by it."
    )
    weekday: Mapped[int | None] = column(
        "星期几", "Day of the week (1 is Monday), for a rule that was given by it."
    )
    time_from: Mapped[dt.time | None] = column("开始时间", "Start time.")
    time_to: Mapped[dt.time | None] = column("结束时间", "End time.")
    on_holiday: Mapped[OnHoliday] = column(
        "遇节假日",
        "Whether the day is kept or shifted on a holiday.",
        default=OnHoliday.NEXT_WORKDAY,
    )
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="schedule_rules")
    starts_on: Mapped[dt.date] = column("起始日期", "First day of validity.")
    ends_on: Mapped[dt.date | None] = column("截止日期", "Last day of validity.")
    plugin: Mapped[str | None] = column("来源插件", "Variant that brought the rule.")


class ScheduleDate(Inherited, Entity):
    """One day of a rule, generated a year ahead; it can be moved with a reason."""

    __label__ = "安排日期"
    __constraints__ = (
        sa.UniqueConstraint("county", "rule_id", "planned_on"),
        sa.Index(None, "county", "date"),
        sa.Index(
            None,
            "county",
            "org_path",
            "date",
            postgresql_where=sa.text("not held and voided_at is null"),
        ),
    )

    rule_id: Mapped[uuid.UUID] = ref("ScheduleRule", "周期安排", inverse="dates", on_void="cascade")
    planned_on: Mapped[dt.date] = column("原定日期", "Day that the rule gives.")
    date: Mapped[dt.date] = column("日期", "Day on which it is held.")
    provisional: Mapped[bool] = column(
        "暂按周末推算", "Whether the year's holidays are not known yet.", default=False
    )
    moved_reason: Mapped[str | None] = column("调整原因", "Why it was moved.")
    held: Mapped[bool] = column(
        "已开展", "Whether it took place, or what was due was done.", default=False
    )
    held_on: Mapped[dt.date | None] = column("开展日期", "Day on which it took place.")
    held_note: Mapped[str | None] = column(
        "开展情况", "What was done; for a collection day, see its round."
    )


class CollectRound(Entity):
    """A record that a collection took place, even when nothing came in."""

    __label__ = "集中收集"

    schedule_date_id: Mapped[uuid.UUID | None] = ref("ScheduleDate", "安排日期", inverse="rounds")
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="collect_rounds")
    date: Mapped[dt.date] = column("日期", "Day of the collection.")
    place: Mapped[str] = column("地点", "Place of the collection.")
    staff: Mapped[list[str] | None] = column("工作人员", "Staff who were present.")
    items: Mapped[int] = column("收集件数", "Number of items collected.", default=0)
    is_nil: Mapped[bool] = column("零报告", "Whether nothing came in.", default=False)
    note: Mapped[str | None] = column("备注", "Remarks.")
    settings_digest: Mapped[str | None] = column(
        "设置版本", "Digest of the settings with which it began."
    )
