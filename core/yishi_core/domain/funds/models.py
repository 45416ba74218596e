"""Funds for the work (domain.md 2.14)."""

from __future__ import annotations

import datetime as dt
import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Inherited, Labelled, column, ref


class BudgetSource(Labelled):
    COUNTY_FINANCE = "county_finance", "县级财政"
    TOWNSHIP_FINANCE = "township_finance", "乡镇财政"
    PARTY_COMMITTEE = "party_committee", "党委"
    SUBSIDY = "subsidy", "奖补"
    DONATION = "donation", "捐赠"


class SecuredSource(Labelled):
    UPPER_LEVEL = "upper_level", "上级资金"
    FINANCE = "finance", "本级财政"
    ENTERPRISE = "enterprise", "企业"
    CROWD = "crowd", "群众自筹"


class FundYear(Inherited, Entity):
    """A year whose accounts are closed.

    Nothing in it can be entered or changed any more, here and below.
    """

    __label__ = "经费年度结账"
    __constraints__ = (sa.Index(None, "county", "year"),)

    year: Mapped[int] = column("年度", "Year of the accounts.")
    closed_on: Mapped[date] = column("结账日期", "When it was closed.")


class Budget(Entity):
    """Funds for the work, as opposed to funds that the work brought in (`FundSecured`)."""

    __label__ = "工作经费"

    year: Mapped[int | None] = column("年度", "Year, or null when it is unknown.")
    amount: Mapped[int] = column("金额(分)", "Amount in cents.", summed=True)
    purpose: Mapped[str] = column("用途", "Purpose of the funds.", vocabulary="budget_purpose")
    source: Mapped[BudgetSource] = column("来源", "Source of the funds.")
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="budgets")
    note: Mapped[str | None] = column("备注", "Remarks.")


class Expense(Entity):
    """An expense paid from a budget."""

    __label__ = "经费支出"
    __constraints__ = (sa.Index(None, "county", "date"),)

    budget_id: Mapped[uuid.UUID] = ref("Budget", "工作经费", inverse="expenses")
    amount: Mapped[int] = column("金额(分)", "Amount in cents.", summed=True)
    date: Mapped[dt.date] = column("日期", "Day of the expense.")
    purpose: Mapped[str] = column("用途", "Purpose of the expense.", vocabulary="budget_purpose")
    activity_id: Mapped[uuid.UUID | None] = ref("Activity", "履职活动", inverse="expenses")
    note: Mapped[str | None] = column("备注", "Remarks.")


class Subsidy(Entity):
    """A subsidy that rewards a station for its own funds (奖补)."""

    __label__ = "奖补资金"

    station_id: Mapped[uuid.UUID] = ref("Station", "站点", inverse="subsidies")
    year: Mapped[int] = column("年度", "Year of the subsidy.")
    own_funds: Mapped[int] = column(
        "自筹资金(分)", "Own funds of the station or its office in cents.", default=0, summed=True
    )
    amount: Mapped[int] = column("奖补金额(分)", "Amount in cents.", summed=True)
    reason: Mapped[str] = column("奖补理由", "Why it is granted.")
    granted_on: Mapped[date] = column("批准日期", "When it was granted.")
    paid_on: Mapped[date | None] = column("拨付日期", "When it was paid.")


class FundSecured(Entity):
    """Funds that a consultation secured for a project (对上争取资金).

    They are never funds for the work itself.
    """

    __label__ = "争取资金"
    __many__ = "funds_secured"

    amount: Mapped[int] = column("金额(分)", "Amount in cents.", summed=True)
    source: Mapped[SecuredSource] = column("来源", "Source of the funds.")
    from_body: Mapped[str] = column("出资单位", "Body that provides the funds.")
    date: Mapped[dt.date] = column("落实日期", "When the funds were secured.")
    purpose: Mapped[str] = column("用途", "Purpose of the funds.")
    case_id: Mapped[uuid.UUID | None] = ref("ConsultationCase", "协商事项", inverse="funds_secured")
    outcome_id: Mapped[uuid.UUID | None] = ref("Outcome", "协商成果", inverse="funds_secured")


class Stipend(Entity):
    """A stipend paid to a convener for a period."""

    __label__ = "召集人补助"

    person_id: Mapped[uuid.UUID] = ref("Person", "召集人", inverse="stipends")
    station_id: Mapped[uuid.UUID] = ref("Station", "站点", inverse="stipends")
    amount: Mapped[int] = column("金额(分)", "Amount in cents.", summed=True)
    period_from: Mapped[date] = column("起始日期", "First day of the period.")
    period_to: Mapped[date] = column("截止日期", "Last day of the period.")
    paid_on: Mapped[date | None] = column("发放日期", "When it was paid.")
    note: Mapped[str | None] = column("备注", "Remarks.")
