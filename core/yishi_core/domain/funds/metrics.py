"""What is counted of budgets, expenses and funds secured (domain.md 2.20)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from yishi_core.domain.funds.models import Budget, Expense, FundSecured
from yishi_core.domain.people.metrics import PERSONS_IN_OFFICE
from yishi_core.domain.procedures.metrics import of_case
from yishi_core.domain.stations.models import Station, StationLevel
from yishi_core.facilities.metrics.counter import Counter, among
from yishi_core.facilities.metrics.metric import Metric, Rate
from yishi_core.facilities.metrics.years import new_year


def _budget_level() -> Any:
    """The level of the station that a budget is for, else of the office whose it is, by the
    divisions in its path.
    """
    station = (
        sa.select(sa.cast(Station.level, sa.Text))
        .where(Station.county == Budget.county, Station.id == Budget.station_id)
        .scalar_subquery()
    )
    below = [sa.func.split_part(Budget.org_path, "/", n).regexp_match("^[0-9]{3}$") for n in (4, 5)]
    office = sa.case((~below[0], "county"), (below[1], "village"), else_="township")
    return among(StationLevel, sa.func.coalesce(station, office))


_BUDGET = {
    "source": Budget.source,
    "purpose": Budget.purpose,
    "level": _budget_level(),
    "undated": Budget.year.is_(None),
}

BUDGETS = Metric(
    "budgets",
    Counter(
        Budget,
        new_year(Budget.year),
        station=Budget.station_id,
        value=Budget.amount,
        money=True,
        dims=_BUDGET,
    ),
    # of an unknown year: counted in the period for which somebody asks for it by hand
    Counter(
        Budget,
        None,
        station=Budget.station_id,
        value=Budget.amount,
        money=True,
        where=(Budget.year.is_(None),),
        dims=_BUDGET,
        needs=frozenset({"undated"}),
    ),
)

EXPENSES = Metric(
    "expenses",
    Counter(
        Expense,
        Expense.date,
        station=Budget.station_id,
        through=(Budget, Expense.budget_id == Budget.id),
        value=Expense.amount,
        money=True,
        dims={
            "purpose": Expense.purpose,
            "year": sa.cast(sa.func.date_part("year", Expense.date), sa.Integer),
        },
    ),
)

FUND_SECURED = Metric(
    "fund_secured",
    Counter(
        FundSecured,
        FundSecured.date,
        **of_case(FundSecured.case_id),
        value=FundSecured.amount,
        money=True,
        dims={"source": FundSecured.source},
    ),
)

EXPENSES_PER_MEMBER = Rate("expenses_per_member", EXPENSES, PERSONS_IN_OFFICE, percent=False)
