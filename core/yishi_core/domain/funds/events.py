"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.funds.models import Budget, Expense, FundSecured, FundYear, Stipend, Subsidy
from yishi_core.kernel.events.declaration import EventType

BUDGET_CHANGED = EventType("budget.changed", Budget)

EXPENSE_CHANGED = EventType("expense.changed", Expense)

SUBSIDY_CHANGED = EventType("subsidy.changed", Subsidy)

STIPEND_CHANGED = EventType("stipend.changed", Stipend)

FUND_CHANGED = EventType("fund.changed", FundSecured)
FUND_SECURED = EventType("fund.secured", FundSecured)

BUDGET_RECORDED = EventType("budget.recorded", Budget)

EXPENSE_RECORDED = EventType("expense.recorded", Expense)

SUBSIDY_GRANTED = EventType("subsidy.granted", Subsidy)
SUBSIDY_PAID = EventType("subsidy.paid", Subsidy)

FUND_YEAR_CLOSED = EventType("fund_year.closed", FundYear)

STIPEND_RECORDED = EventType("stipend.recorded", Stipend)
