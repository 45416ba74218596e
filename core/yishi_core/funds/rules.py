"""When a convener may be paid; years that are closed; budgets that are overspent (domain.md 2.14, 3.13)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa

from yishi_core.entity import Entity
from yishi_core.errors import FieldError, Refused, Text
from yishi_core.funds.models import Budget, Expense, FundSecured, FundYear, Stipend, Subsidy
from yishi_core.operation import OperationContext
from yishi_core.operation.rules import require, require_field
from yishi_core.stations.models import StationAssignment


def require_period(first: date, last: date) -> None:
    """A period has a first and a last day, in this order."""
    require_field(first <= last, "period_to", "截止日期不能早于起始日期。", "The last day lies before the first.")


def require_convener(posts: Sequence[StationAssignment], first: date, last: date) -> None:
    """The person was convener of the station on every day of the period; posts that follow each other count together."""
    day = first
    for post in sorted(posts, key=lambda p: p.from_on):
        if post.from_on <= day and (post.to_on is None or post.to_on >= day):
            day = date.max if post.to_on is None else max(day, date.fromordinal(post.to_on.toordinal() + 1))
    require(
        day > last, "not_convener",
        "该人员在此期间并非始终担任本站召集人。", "The person was not convener of the station throughout the period.",
    )  # fmt: skip


def require_not_paid(paid: Stipend | None) -> None:
    """One period is paid once."""
    require(
        paid is None, "paid_already",
        f"该期间与已发放的{paid.period_from}至{paid.period_to}重叠。" if paid else "",
        f"The period overlaps one that is paid: {paid.period_from} to {paid.period_to}." if paid else "",
    )  # fmt: skip


async def require_open_years(context: OperationContext, years: Collection[int | None], path: str, org_path: str | None = None) -> None:
    """Raise `Refused("year_closed")` when the accounts of one of the years are closed at the org or above it. An unknown year is never closed."""
    wanted = {year for year in years if year is not None}
    above = sa.literal(org_path or context.org.org_path).bool_op("^@")(FundYear.org_path)
    closed = await context.first(FundYear, FundYear.year.in_(wanted), above)
    if closed:
        text = Text(
            f"{closed.year}年度经费已于{closed.closed_on}结账,不能再登记或更改。",
            f"The accounts of {closed.year} were closed on {closed.closed_on}: nothing is entered or changed any more.",
        )
        raise Refused("year_closed", text, [FieldError(path, text)])


async def require_open_accounts(context: OperationContext, row: object) -> None:
    """What stands in the accounts of a closed year is not taken back either; other records are no money."""
    years: list[int | None] = []
    match row:
        case Budget() | Subsidy():
            years = [row.year]
        case Expense() | FundSecured():
            years = [row.date.year]
        case Stipend():
            years = [row.period_to.year]
    if years and isinstance(row, Entity):
        await require_open_years(context, years, "id", row.org_path)


def warn_overspent(context: OperationContext, amount: int, spent: int) -> None:
    """Spending more than the budget is allowed and covered; it is pointed out, not blocked (domain.md 2.14, [S1.7])."""
    if spent > amount:
        over = spent - amount
        context.advise(
            "overspent", f"该经费已超支{over / 100:.2f}元。", f"The budget is overspent by {over / 100:.2f} yuan."
        )  # fmt: skip
