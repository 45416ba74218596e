"""Money for the work: budgets, expenses, subsidies, what conveners are paid; closed years
(domain.md 2.14).
"""

from __future__ import annotations

import datetime as dt
from datetime import date
from typing import Annotated

from pydantic import Field

from yishi_core.domain.activities.models import Activity
from yishi_core.domain.funds import rules
from yishi_core.domain.funds.events import (
    BUDGET_RECORDED,
    EXPENSE_RECORDED,
    FUND_YEAR_CLOSED,
    STIPEND_RECORDED,
    SUBSIDY_GRANTED,
    SUBSIDY_PAID,
)
from yishi_core.domain.funds.models import Budget, BudgetSource, Expense, FundYear, Stipend, Subsidy
from yishi_core.domain.funds.rules import FundsRule
from yishi_core.domain.people.models import Person
from yishi_core.domain.stations.models import Station
from yishi_core.domain.stations.owner import OwnedInput
from yishi_core.domain.stations.rules import require_active
from yishi_core.errors import Text
from yishi_core.facilities.attachments.models import Attachment
from yishi_core.facilities.attachments.service import attach
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import (
    TODAY,
    Beside,
    Input,
    OperationContext,
    Ref,
    Term,
    like,
    operation,
)
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field
from yishi_core.kernel.tree.models import OrgUnit

Cents = Annotated[int, Field(gt=0, le=10**13)]
Year = Annotated[int, Field(ge=1949, le=2100)]


class RecordBudgetInput(OwnedInput, enters=Budget):
    """Money for the work of a station or org."""

    year: Year | None = like(Budget.year, None, doc="Left out when it is not known.")
    amount: Cents = like(Budget.amount)
    purpose: Annotated[str, Term("budget_purpose")] = like(Budget.purpose)
    source: BudgetSource = like(Budget.source)
    note: str | None = like(Budget.note, None, max_length=500)


class RecordExpenseInput(Input, enters=Expense):
    """Money spent of a budget."""

    budget: Ref[Budget] = like(Expense.budget_id)
    amount: Cents = like(Expense.amount)
    date: dt.date = like(Expense.date)
    purpose: Annotated[str, Term("budget_purpose")] = like(Expense.purpose)
    activity: Ref[Activity] | None = like(
        Expense.activity_id, None, doc="The activity that it paid."
    )
    note: str | None = like(Expense.note, None, max_length=500)
    attachments: Annotated[list[Ref[Attachment]], Beside()] = Field(
        default_factory=list, title="票据", description="Vouchers.", max_length=20
    )


class GrantSubsidyInput(Input, enters=Subsidy):
    """Reward money for a station."""

    station: Ref[Station] = like(Subsidy.station_id)
    year: Year = like(Subsidy.year)
    own_funds: int = like(Subsidy.own_funds, 0, ge=0, le=10**13)
    amount: Cents = like(Subsidy.amount)
    reason: str = like(Subsidy.reason, min_length=2, max_length=500)
    granted_on: date = like(Subsidy.granted_on)
    paid_on: date | None = like(Subsidy.paid_on, None, doc="When it was paid, if it was.")


class PaySubsidyInput(Input):
    """The payment of a subsidy."""

    subsidy: Ref[Subsidy] = like(Subsidy)
    paid_on: date | None = like(Subsidy.paid_on, None, doc=TODAY)


class CloseFundYearInput(Input):
    """The end of a year's accounts."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="Closed here and below.")
    year: Year = like(FundYear.year)
    closed_on: date | None = like(FundYear.closed_on, None, doc=TODAY)


class PayStipendInput(Input, enters=Stipend):
    """A convener's pay for a period."""

    station: Ref[Station] = like(Stipend.station_id)
    person: Ref[Person] = like(
        Stipend.person_id, doc="Convener of the station throughout the period."
    )
    amount: int = like(Stipend.amount, gt=0, le=1_000_000_000)
    period_from: date = like(Stipend.period_from)
    period_to: date = like(Stipend.period_to)
    paid_on: date | None = like(Stipend.paid_on, None, doc="When it was paid, if it was.")
    note: str | None = like(Stipend.note, None, max_length=500)


@operation(
    Text("登记工作经费", "Record a budget"),
    permission=Permission.FUNDS_RECORD,
    subject="owner",
    event=BUDGET_RECORDED,
)
async def record_budget(context: OperationContext, data: RecordBudgetInput) -> Budget:
    """Record money for the work of a station or org. What consultations brought in for projects is
    recorded as `fundSecured`.
    """
    require_one_county(context, data)
    require_active(data.station)
    budget = context.add(entered(Budget, data))
    await rules.require_budget(context, budget)
    return budget


@operation(
    Text("登记经费支出", "Record an expense"),
    permission=Permission.FUNDS_RECORD,
    subject="budget",
    event=EXPENSE_RECORDED,
)
async def record_expense(context: OperationContext, data: RecordExpenseInput) -> Expense:
    """Record money spent of a budget. More than there is may be spent; that is pointed out, not
    refused.
    """
    require_one_county(context, data)
    expense = context.add(entered(Expense, data))
    await rules.require_expense(context, expense, data.budget)
    attach(context, expense, data.attachments)
    return expense


@operation(
    Text("登记奖补资金", "Grant a subsidy"),
    permission=Permission.FUNDS_RECORD,
    subject="station",
    event=SUBSIDY_GRANTED,
)
async def grant_subsidy(context: OperationContext, data: GrantSubsidyInput) -> Subsidy:
    """Record reward money for a station that put in funds of its own."""
    subsidy = context.add(entered(Subsidy, data))
    await rules.require_subsidy(context, subsidy)
    return subsidy


@operation(
    Text("登记奖补拨付", "Pay a subsidy"),
    permission=Permission.FUNDS_RECORD,
    subject="subsidy",
    event=SUBSIDY_PAID,
)
async def pay_subsidy(context: OperationContext, data: PaySubsidyInput) -> Subsidy:
    """Record that a subsidy was paid, once."""
    row, day = data.subsidy, data.paid_on or context.today
    require(not row.paid_on, FundsRule.SUBSIDY_PAID)
    not_future(day, "paid_on", context)
    not_before(day, row.granted_on, "paid_on", "批准日期", "the day of the grant")
    await rules.require_open_years(context, {"paid_on": day.year})
    row.paid_on = day
    return row


@operation(
    Text("经费年度结账", "Close a year's accounts"),
    permission=Permission.FUNDS_CLOSE,
    subject="org",
    event=FUND_YEAR_CLOSED,
    allow_closed_org=True,
)
async def close_fund_year(context: OperationContext, data: CloseFundYearInput) -> FundYear:
    """Close the accounts of a year for an org and everything below: from now on nothing is entered
    or changed in it.
    """
    day = data.closed_on or context.today
    not_future(day, "closed_on", context)
    require_field(
        data.year < day.year, "year", "年度结束后方可结账。", "A year is closed once it is over."
    )
    await rules.require_open_years(context, {"year": data.year})
    return context.add(FundYear(year=data.year, closed_on=day))


@operation(
    Text("登记召集人补助", "Record a stipend"),
    permission=Permission.FUNDS_RECORD,
    subject="station",
    event=STIPEND_RECORDED,
)
async def pay_stipend(context: OperationContext, data: PayStipendInput) -> Stipend:
    """Record what a convener is paid for a period in which the person was convener of the station;
    no day is paid twice.
    """
    require_one_county(context, data)
    stipend = context.add(entered(Stipend, data))
    await rules.require_stipend(context, stipend)
    return stipend
