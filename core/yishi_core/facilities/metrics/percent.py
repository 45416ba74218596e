"""Shares and means as reports print them (domain.md 2.20, Rounding)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def one_decimal(number: Decimal) -> Decimal:
    """As reports print it: one decimal, half up (domain.md 2.20)."""
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)


def mean(total: Decimal | int, n: Decimal | int) -> Decimal | None:
    """One decimal, half up; None of nothing."""
    return one_decimal(Decimal(total) / n) if n else None


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """A share in percent, one decimal, half up; None of nothing: what was never asked is neither 0
    % nor 100 %.
    """
    return mean(part * 100, whole)
