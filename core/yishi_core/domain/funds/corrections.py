"""Corrections of budgets, expenses, subsidies, stipends and secured funds (domain.md 2.14).

They are possible while the years of the record are open. What it belongs to stays: another budget,
case, convener or station makes another record.
"""

from __future__ import annotations

from yishi_core.domain.funds import rules
from yishi_core.domain.funds.events import (
    BUDGET_CHANGED,
    EXPENSE_CHANGED,
    FUND_CHANGED,
    STIPEND_CHANGED,
    SUBSIDY_CHANGED,
)
from yishi_core.domain.funds.models import Budget, Expense, FundSecured, Stipend, Subsidy
from yishi_core.domain.funds.secured import RecordFundSecuredInput
from yishi_core.domain.funds.service import (
    GrantSubsidyInput,
    PayStipendInput,
    RecordBudgetInput,
    RecordExpenseInput,
)
from yishi_core.domain.stations.owner import require_station_of_org
from yishi_core.errors import NotFound, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import OperationContext, Ref, like, operation
from yishi_core.kernel.operation.changing import Correction, correct
from yishi_core.kernel.operation.rules import require_field


class ChangeBudgetInput(Correction, of=RecordBudgetInput):
    """Corrections of a budget."""

    budget: Ref[Budget] = like(Budget)


class ChangeExpenseInput(Correction, of=RecordExpenseInput, but={"budget"}):
    """Corrections of an expense."""

    expense: Ref[Expense] = like(Expense)


class ChangeSubsidyInput(Correction, of=GrantSubsidyInput, but={"station"}):
    """Corrections of a subsidy, including the day of its payment; null undoes the payment."""

    subsidy: Ref[Subsidy] = like(Subsidy)


class ChangeStipendInput(Correction, of=PayStipendInput, but={"station", "person"}):
    """Corrections of a convener's stipend."""

    stipend: Ref[Stipend] = like(Stipend)


class ChangeFundSecuredInput(Correction, of=RecordFundSecuredInput, but={"case", "outcome"}):
    """Corrections of money that was brought in."""

    fund_secured: Ref[FundSecured] = like(FundSecured)


@operation(
    Text("更正工作经费", "Change a budget"),
    permission=Permission.FUNDS_RECORD,
    subject="budget",
    event=BUDGET_CHANGED,
)
async def change_budget(context: OperationContext, data: ChangeBudgetInput) -> Budget:
    """Correct a budget while its year is open. A budget below its expenses gives an advice."""
    await rules.require_open_accounts(context, data.budget, "budget")
    require_station_of_org(data, data.budget)
    correct(context, data.budget, data)
    await rules.require_budget(context, data.budget)
    return data.budget


@operation(
    Text("更正经费支出", "Change an expense"),
    permission=Permission.FUNDS_RECORD,
    subject="expense",
    event=EXPENSE_CHANGED,
)
async def change_expense(context: OperationContext, data: ChangeExpenseInput) -> Expense:
    """Correct an expense while its year and that of its budget are open."""
    await rules.require_open_accounts(context, data.expense, "expense")
    correct(context, data.expense, data)
    budget = await context.get(Budget, data.expense.budget_id)
    if budget is None:
        raise NotFound.at("expense")
    await rules.require_expense(context, data.expense, budget)
    return data.expense


@operation(
    Text("更正奖补资金", "Change a subsidy"),
    permission=Permission.FUNDS_RECORD,
    subject="subsidy",
    event=SUBSIDY_CHANGED,
)
async def change_subsidy(context: OperationContext, data: ChangeSubsidyInput) -> Subsidy:
    """Correct a subsidy while the years of its grant and payment are open.

    An unpaid subsidy is paid with `paySubsidy`.
    """
    subsidy = data.subsidy
    require_field(
        subsidy.paid_on or not data.sent("paid_on"),
        "paid_on",
        "该奖补资金尚未拨付,请办理拨付。",
        "It is not paid yet: pay it.",
    )
    await rules.require_open_accounts(context, subsidy, "subsidy")
    correct(context, subsidy, data)
    await rules.require_subsidy(context, subsidy)
    return subsidy


@operation(
    Text("更正召集人补助", "Change a stipend"),
    permission=Permission.FUNDS_RECORD,
    subject="stipend",
    event=STIPEND_CHANGED,
)
async def change_stipend(context: OperationContext, data: ChangeStipendInput) -> Stipend:
    """Correct amount, period or payment of a stipend.

    The person must have been convener throughout, and no day is paid twice.
    """
    await rules.require_open_accounts(context, data.stipend, "stipend")
    correct(context, data.stipend, data)
    await rules.require_stipend(context, data.stipend)
    return data.stipend


@operation(
    Text("更正争取资金", "Change funds secured"),
    permission=Permission.FUNDS_RECORD,
    subject="fund_secured",
    event=FUND_CHANGED,
)
async def change_fund_secured(
    context: OperationContext, data: ChangeFundSecuredInput
) -> FundSecured:
    """Correct the record of money that was brought in."""
    await rules.require_open_accounts(context, data.fund_secured, "fund_secured")
    correct(context, data.fund_secured, data)
    await rules.require_secured(context, data.fund_secured)
    return data.fund_secured
