"""Money for the work (domain.md 2.14)."""

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
    """A year whose accounts are closed: nothing is entered or changed in it any more, here and
    below.
    """

    __label__ = "经费年度结账"
    __constraints__ = (sa.Index(None, "county", "year"),)

    year: Mapped[int] = column("年度", "Year.")
    closed_on: Mapped[date] = column("结账日期", "When it was closed.")


class Budget(Entity):
    """Money for the work, never money that the work brought in (`FundSecured`)."""

    __label__ = "工作经费"

    year: Mapped[int | None] = column("年度", "Year; empty when it is not known.")
    amount: Mapped[int] = column("金额(分)", "Amount in cents.", summed=True)
    purpose: Mapped[str] = column("用途", "What it is for.", vocabulary="budget_purpose")
    source: Mapped[BudgetSource] = column("来源", "Who gives it.")
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="budgets")
    note: Mapped[str | None] = column("备注", "Remarks.")


class Expense(Entity):
    """Money spent of a budget."""

    __label__ = "经费支出"
    __constraints__ = (sa.Index(None, "county", "date"),)

    budget_id: Mapped[uuid.UUID] = ref("Budget", "工作经费", inverse="expenses")
    amount: Mapped[int] = column("金额(分)", "Amount in cents.", summed=True)
    date: Mapped[dt.date] = column("日期", "When.")
    purpose: Mapped[str] = column("用途", "What it was spent on.", vocabulary="budget_purpose")
    activity_id: Mapped[uuid.UUID | None] = ref("Activity", "履职活动", inverse="expenses")
    note: Mapped[str | None] = column("备注", "Remarks.")


class Subsidy(Entity):
    """Reward money for a station that put in funds of its own (奖补)."""

    __label__ = "奖补资金"

    station_id: Mapped[uuid.UUID] = ref("Station", "站点", inverse="subsidies")
    year: Mapped[int] = column("年度", "Year.")
    own_funds: Mapped[int] = column(
        "自筹资金(分)", "What the station or its office put in, in cents.", default=0, summed=True
    )
    amount: Mapped[int] = column("奖补金额(分)", "Amount in cents.", summed=True)
    reason: Mapped[str] = column("奖补理由", "Why it is granted.")
    granted_on: Mapped[date] = column("批准日期", "When it was granted.")
    paid_on: Mapped[date | None] = column("拨付日期", "When it was paid.")


class FundSecured(Entity):
    """Money that a consultation brought in for a project (对上争取资金); never money for the work
    itself.
    """

    __label__ = "争取资金"
    __many__ = "funds_secured"

    amount: Mapped[int] = column("金额(分)", "Amount in cents.", summed=True)
    source: Mapped[SecuredSource] = column("来源", "Where it comes from.")
    from_body: Mapped[str] = column("出资单位", "Who gives it.")
    date: Mapped[dt.date] = column("落实日期", "When it was secured.")
    purpose: Mapped[str] = column("用途", "What it is for.")
    case_id: Mapped[uuid.UUID | None] = ref("ConsultationCase", "协商事项", inverse="funds_secured")
    outcome_id: Mapped[uuid.UUID | None] = ref("Outcome", "协商成果", inverse="funds_secured")


class Stipend(Entity):
    """What a convener is paid for a period."""

    __label__ = "召集人补助"

    person_id: Mapped[uuid.UUID] = ref("Person", "召集人", inverse="stipends")
    station_id: Mapped[uuid.UUID] = ref("Station", "站点", inverse="stipends")
    amount: Mapped[int] = column("金额(分)", "Amount in cents.", summed=True)
    period_from: Mapped[date] = column("起始日期", "First day of the period.")
    period_to: Mapped[date] = column("截止日期", "Last day of the period.")
    paid_on: Mapped[date | None] = column("发放日期", "When it was paid.")
    note: Mapped[str | None] = column("备注", "Remarks.")
