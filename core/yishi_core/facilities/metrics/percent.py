"""Percentages and means as reports print them (domain.md 2.20, Rounding)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def one_decimal(number: Decimal) -> Decimal:
    """Round to one decimal, half up, as reports print it (domain.md 2.20)."""
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)


def mean(total: Decimal | int, n: Decimal | int) -> Decimal | None:
    """The mean of `n` values, with one decimal, half up; None for no values."""
    return one_decimal(Decimal(total) / n) if n else None


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """`part` of `whole` in percent, with one decimal, half up; None when `whole` is 0.

    What was never asked is neither 0 % nor 100 %.
    """
    return mean(part * 100, whole)
