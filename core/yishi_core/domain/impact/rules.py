"""Rules of facts and typed figures (domain.md 2.1, 2.18)."""

from __future__ import annotations

from datetime import date

from yishi_core.facilities.metrics.catalogue import Catalogue
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.kernel.operation.rules import require_field


def require_period(from_on: date, to_on: date) -> None:
    """Require that a period does not end before its first day."""
    require_field(
        from_on <= to_on,
        "to_on",
        "截止日期不能早于起始日期。",
        "The last day lies before the first.",
    )


def require_known(catalogue: Catalogue, metric: str, for_: CountedFor) -> None:
    """Require a metric of the catalogue, since a typed figure replaces a counted one."""
    known = catalogue.understood(metric, for_) is not None
    listed = "、".join(catalogue.offered(for_))
    require_field(
        known,
        "metric",
        f"指标目录中没有该指标,可选:{listed}。",
        f"Not in the catalogue; there are: {listed}.",
    )
