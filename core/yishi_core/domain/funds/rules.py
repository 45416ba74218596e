"""When a convener may be paid; years that are closed; budgets that are overspent (domain.md 2.14,
3.13).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from yishi_core.domain.funds.models import Budget, Expense, FundSecured, FundYear, Stipend, Subsidy
from yishi_core.domain.stations.models import StationAssignment, StationRole
from yishi_core.errors import Refused, Rule
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


def require_convener(posts: Sequence[StationAssignment], first: date, last: date) -> None:
    """The person was convener of the station on every day of the period; posts that follow each
    other count together.
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
    """One period is paid once."""
    if paid is not None:
        raise Refused(FundsRule.PERIOD_PAID, start=paid.period_from, end=paid.period_to)


async def require_open_years(
    context: OperationContext,
    years: Mapping[str, int | None],
    path: str | None = None,
    org_path: str | None = None,
) -> None:
    """Raise `Refused("year_closed")` when the accounts of one of the years are closed at the org or
    above it. An unknown year is never closed.

    The keys are the fields by which the years are known; the error is at `path`, if that is named.
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
    """What stands in the accounts of a closed year is not entered, put right or taken back; other
    records are no money.
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
    """Money is budgeted for next year at the latest. A budget that is below its expenses is pointed
    out.
    """
    require_field(
        not row.year or row.year <= context.today.year + 1,
        "year",
        "年度最迟为明年。",
        "Next year at the latest.",
    )
    await require_open_accounts(context, row)
    await _point_out(context, row)


async def require_expense(context: OperationContext, row: Expense, budget: Budget) -> None:
    """Money is spent first and entered afterwards. More than there is may be spent; that is pointed
    out, not refused.
    """
    not_future(row.date, "date", context)
    await require_open_accounts(context, row)
    await _point_out(context, budget)


async def require_subsidy(context: OperationContext, row: Subsidy) -> None:
    """A subsidy is granted and then paid, for a year that has begun."""
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
    """Money is entered once it is there."""
    not_future(row.date, "date", context)
    await require_open_accounts(context, row)


async def require_stipend(context: OperationContext, row: Stipend) -> None:
    """A convener is paid for days on which he was one, each once."""
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
    """Spending more than the budget is allowed and covered; it is pointed out, not blocked
    (domain.md 2.14, [S1.7]).
    """
    if spent > amount:
        over = spent - amount
        context.advise(
            "overspent",
            f"该经费已超支{over / 100:.2f}元。",
            f"The budget is overspent by {over / 100:.2f} yuan.",
        )
