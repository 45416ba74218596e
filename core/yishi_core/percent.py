"""Shares and means as reports print them (domain.md 2.20, Rounding)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def one_decimal(number: Decimal) -> Decimal:
    """As reports print it: one decimal, half up (domain.md 2.20)."""
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)


def percent(part: int, whole: int) -> Decimal:
    """A share in percent; 0 of nothing is 0."""
    return one_decimal(Decimal(part * 100) / whole if whole else Decimal(0))
