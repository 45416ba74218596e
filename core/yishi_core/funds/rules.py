"""When a convener may be paid (domain.md 2.14, 3.13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yishi_core.funds.models import Stipend
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
