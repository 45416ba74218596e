"""Rules of stipends, closed years and overspent budgets (domain.md 2.14, 3.13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from yishi_core.domain.funds.models import Budget, Expense, FundSecured, FundYear, Stipend, Subsidy
from yishi_core.domain.stations.models import StationAssignment, StationRole
from yishi_core.errors import Hint, Refused, Rule
from yishi_core.kernel.entity import Entity
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field


class FundsRule(Rule):
    """Why an operation on funds is refused."""

    NOT_CONVENER = (
        "not_convener",
        "该人员在此期间并非始终担任本站召集人。",
        "The person was not convener of the station throughout the period.",
    )
    PERIOD_PAID = (
        "paid_already",
        "该期间与已发放的{start}至{end}重叠。",
        "The period overlaps one that is paid: {start} to {end}.",
    )
    SUBSIDY_PAID = "paid_already", "该奖补资金已拨付。", "It is paid already."
    YEAR_CLOSED = (
        "year_closed",
        "{year}年度经费已于{closed_on}结账,不能再登记或更改。",
        "The accounts of {year} were closed on {closed_on}: "
        "nothing is entered or changed any more.",
    )


class FundsHint(Hint):
    """What an operation on funds points out."""

    OVERSPENT = "overspent", "该经费已超支{yuan}元。", "The budget is overspent by {yuan} yuan."


def require_convener(posts: Sequence[StationAssignment], first: date, last: date) -> None:
    """Require that the person was convener of the station on every day of the period.

    Consecutive posts count together.
    """
    day = first
    for post in sorted(posts, key=lambda p: p.from_on):
        if post.from_on <= day and (post.to_on is None or post.to_on >= day):
            day = (
                date.max
                if post.to_on is None
                else max(day, date.fromordinal(post.to_on.toordinal() + 1))
            )
    require(day > last, FundsRule.NOT_CONVENER)


def require_not_paid(paid: Stipend | None) -> None:
    """Require that the period is not paid yet."""
    if paid is not None:
        raise Refused(FundsRule.PERIOD_PAID, start=paid.period_from, end=paid.period_to)


async def require_open_years(
    context: OperationContext,
    years: Mapping[str, int | None],
    path: str | None = None,
    org_path: str | None = None,
) -> None:
    """Raise `Refused("year_closed")` when one of the years is closed at the org or above it.

    An unknown year is never closed. The keys are the fields that hold the years; the error is
    reported at `path`, if given.
    """
    wanted = {year for year in years.values() if year is not None}
    above = sa.literal(org_path or context.org.org_path).bool_op("^@")(FundYear.org_path)
    closed = await context.first(FundYear, FundYear.year.in_(wanted), above)
    if closed:
        field = path or next(name for name, year in years.items() if year == closed.year)
        raise Refused(FundsRule.YEAR_CLOSED, at=field, year=closed.year, closed_on=closed.closed_on)


async def require_open_accounts(
    context: OperationContext, row: object, path: str | None = None
) -> None:
    """Refuse to enter, correct or void money in a closed year.

    Records without money pass.
    """
    years: dict[str, int | None] = {}
    match row:
        case Budget():
            years = {"year": row.year}
        case Subsidy():
            years = {
                "year": row.year,
                "granted_on": row.granted_on.year,
                "paid_on": row.paid_on.year if row.paid_on else None,
            }
        case Expense():
            budget = await context.get(Budget, row.budget_id)
            years = {"date": row.date.year, "budget": budget.year if budget else None}
        case FundSecured():
            years = {"date": row.date.year}
        case Stipend():
            years = {"period_to": row.period_to.year}
    if years and isinstance(row, Entity):
        await require_open_years(context, years, path, row.org_path)


async def require_budget(context: OperationContext, row: Budget) -> None:
    """Require a budget of next year at the latest; advise when it is below its expenses."""
    require_field(
        not row.year or row.year <= context.today.year + 1,
        "year",
        "年度最迟为明年。",
        "Next year at the latest.",
    )
    await require_open_accounts(context, row)
    await _point_out(context, row)


async def require_expense(context: OperationContext, row: Expense, budget: Budget) -> None:
    """Require that money was spent before it is entered.

    Spending more than the budget is allowed and gives an advice.
    """
    not_future(row.date, "date", context)
    await require_open_accounts(context, row)
    await _point_out(context, budget)


async def require_subsidy(context: OperationContext, row: Subsidy) -> None:
    """Require that a subsidy is granted before it is paid, for a year that has begun."""
    not_future(row.granted_on, "granted_on", context)
    not_future(row.paid_on, "paid_on", context)
    not_before(row.paid_on, row.granted_on, "paid_on", "批准日期", "the day of the grant")
    require_field(
        row.year <= context.today.year,
        "year",
        "年度不能晚于今年。",
        "The year must not lie in the future.",
    )
    await require_open_accounts(context, row)


async def require_secured(context: OperationContext, row: FundSecured) -> None:
    """Require that the money has arrived."""
    not_future(row.date, "date", context)
    await require_open_accounts(context, row)


async def require_stipend(context: OperationContext, row: Stipend) -> None:
    """Require that a stipend covers only days as convener, each paid once."""
    require_field(
        row.period_from <= row.period_to,
        "period_to",
        "截止日期不能早于起始日期。",
        "The last day lies before the first.",
    )
    not_future(row.paid_on, "paid_on", context)
    await require_open_accounts(context, row)
    here = (
        StationAssignment.station_id == row.station_id,
        StationAssignment.person_id == row.person_id,
    )
    posts = await context.find(
        StationAssignment, *here, StationAssignment.role == StationRole.CONVENER
    )
    require_convener(posts, row.period_from, row.period_to)
    others = (
        Stipend.station_id == row.station_id,
        Stipend.person_id == row.person_id,
        Stipend.id != row.id,
    )
    require_not_paid(
        await context.first(
            Stipend,
            *others,
            Stipend.period_from <= row.period_to,
            Stipend.period_to >= row.period_from,
        )
    )


async def _point_out(context: OperationContext, budget: Budget) -> None:
    spent = sum(e.amount for e in await context.find(Expense, Expense.budget_id == budget.id))
    warn_overspent(context, budget.amount, spent)


def warn_overspent(context: OperationContext, amount: int, spent: int) -> None:
    """Advise when more is spent than the budget holds.

    It is allowed and covered (domain.md 2.14, [S1.7]).
    """
    if spent > amount:
        over = spent - amount
        context.advise(FundsHint.OVERSPENT, yuan=f"{over / 100:.2f}")
