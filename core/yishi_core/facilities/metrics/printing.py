"""How a figure is rounded and printed (domain.md 2.20 “Rounding”). Pure."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from yishi_core.facilities.metrics.percent import one_decimal
from yishi_core.kernel.entity.labelled import Labelled

NOTHING = "—"
"""Of a rate without anything to divide by."""
WAN = Decimal(1_000_000)
"""Cents of 10 000 yuan."""


class FigureUnit(Labelled):
    COUNT = "count", "数量"
    PERCENT = "percent", "百分比(%)"
    MEAN = "mean", "平均数"
    CENTS = "cents", "金额(分)"
    MEAN_CENTS = "mean_cents", "平均金额(分)"


class PrintStyle(Labelled):
    EXACT = "exact", "准确数"
    APPROX = "approx", "约数(余)"


def printed(
    value: Decimal | None,
    unit: FigureUnit,
    style: PrintStyle = PrintStyle.EXACT,
    step: int | None = None,
) -> str:
    """A figure as a report prints it; money in 万元, means of money in yuan. Shares and means are
    never rounded off to 余.
    """
    if value is None:
        return NOTHING
    match unit:
        case FigureUnit.PERCENT:
            return f"{one_decimal(value)}%"
        case FigureUnit.MEAN:
            return str(one_decimal(value))
        case FigureUnit.MEAN_CENTS:
            return f"{one_decimal(value / 100)}元"
        case FigureUnit.CENTS if style is PrintStyle.APPROX:
            return _money_approx(value / WAN, step)
        case FigureUnit.CENTS:
            return f"{(value / WAN).quantize(Decimal('0.01'), ROUND_HALF_UP)}万元"
    if style is PrintStyle.EXACT:
        return f"{value.normalize():f}"
    floored, more = _floored(value, step)
    return f"{floored}余" if more else str(floored)


def _floored(n: Decimal, step: int | None) -> tuple[int, bool]:
    """Down to the step, and whether something remains: 2501 → 2500 and more. Without a step 100
    from 1000 on, 10 from 100 on, else 1.
    """
    by = step or (100 if n >= 1000 else 10 if n >= 100 else 1)
    floored = (n / by).to_integral_value(ROUND_FLOOR) * by
    return int(floored), n > floored


def _money_approx(wan: Decimal, step: int | None) -> str:
    """110余万元, 5万余元: 余 stands behind round tens, and behind 万 where the last digit is told."""
    floored, more = _floored(wan, step)
    if not more:
        return f"{floored}万元"
    return f"{floored}余万元" if floored and floored % 10 == 0 else f"{floored}万余元"
