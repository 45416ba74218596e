"""Recurring dates such as collection days and reporting deadlines (domain.md 2.16)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any, Self

from dateutil.rrule import rrulestr
from pydantic import Field, model_validator

from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.variants.definition import Code, Definition, Label
from yishi_core.kernel.variants.problem import wrong


class ScheduleKind(Labelled):
    COLLECT_DAY = "collect_day", "集中收集日"
    CONSULT_DAY = "consult_day", "集中协商日"
    STUDY_DAY = "study_day", "学习日"
    REPORT_DUE = "report_due", "报送期限"
    ASSESSMENT_DUE = "assessment_due", "考核期限"


class OnHoliday(Labelled):
    KEEP = "keep", "照常"
    NEXT_WORKDAY = "next_workday", "顺延至下一工作日"


class MonthParity(Labelled):
    ODD = "odd", "单月"
    EVEN = "even", "双月"
    ANY = "any", "每月"


_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MONTHS = {MonthParity.ODD: "1,3,5,7,9,11", MonthParity.EVEN: "2,4,6,8,10,12"}


def monthly(day: int) -> str:
    """A day of every month as an RFC 5545 rule."""
    return f"FREQ=MONTHLY;BYMONTHDAY={day}"


def weekly(day: int) -> str:
    """A day of every week as an RFC 5545 rule; 1 is Monday."""
    return f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[day - 1]}"


class ScheduleDef(Definition):
    """A rule for recurring dates.

    It has exactly one of `rrule` (RFC 5545, without DTSTART), `month_day` (with `month_parity`) and
    `weekday` (1 is Monday). `day_setting` names a setting of the variant whose value replaces
    `month_day` or `weekday`.
    """

    code: Code = ""
    kind: ScheduleKind
    label: Label
    rrule: str | None = Field(None, max_length=200)
    month_parity: MonthParity = MonthParity.ANY
    month_day: int | None = Field(None, ge=1, le=31)
    weekday: int | None = Field(None, ge=1, le=7)
    day_setting: Code | None = None
    time_from: time | None = None
    time_to: time | None = None
    on_holiday: OnHoliday = OnHoliday.KEEP

    @model_validator(mode="after")
    def _has_one_rule(self) -> Self:
        if sum(x is not None for x in (self.rrule, self.month_day, self.weekday)) != 1:
            raise wrong(
                "rrule、month_day、weekday 三者应恰有其一",
                "exactly one of rrule, month_day and weekday must be given",
            )
        if self.month_parity is not MonthParity.ANY and self.month_day is None:
            raise wrong("month_parity 须与 month_day 同用", "month_parity needs month_day")
        if self.day_setting and self.rrule is not None:
            raise wrong(
                "day_setting 须与 month_day 或 weekday 同用",
                "day_setting needs month_day or weekday",
            )
        if (self.time_from is None) != (self.time_to is None) or (
            self.time_from and self.time_to and self.time_from >= self.time_to
        ):
            raise wrong("时间应成对且先后有序", "times come in pairs, the earlier first")
        try:
            rrulestr(self.rule)
        except (ValueError, TypeError, KeyError):
            raise wrong("rrule 写法有误", "the rrule cannot be read") from None
        if not self.code:
            object.__setattr__(self, "code", self.kind.value)
        return self

    @property
    def rule(self) -> str:
        """The rule as RFC 5545 text, however it was declared."""
        if self.rrule is not None:
            return self.rrule.removeprefix("RRULE:")
        if self.weekday is not None:
            return weekly(self.weekday)
        assert self.month_day is not None  # one of the three is given
        if self.month_parity is MonthParity.ANY:
            return monthly(self.month_day)
        return f"FREQ=YEARLY;BYMONTH={_MONTHS[self.month_parity]};BYMONTHDAY={self.month_day}"

    def set_by(self, values: Mapping[str, Any]) -> ScheduleDef:
        """The rule with its day taken from the variant's settings, where it names one that is there:
        the base of a variant of one's own may have lost it since.
        """
        if self.day_setting not in values:
            return self
        day = "month_day" if self.month_day is not None else "weekday"
        return self.model_copy(update={day: values[self.day_setting or ""]})

    def as_data(self) -> dict[str, Any]:
        """The rule as plain JSON; `ScheduleDef.model_validate` reads it back."""
        return self.model_dump(mode="json")
