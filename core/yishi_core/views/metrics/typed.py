"""Figures typed by hand among the answers of `metric` and `metrics` (domain.md 2.1).

A typed figure stands for records that do not exist: it answers for exactly its org or station, its
metric and its period, where nothing is counted. It is never added to anything.
"""

from __future__ import annotations

from yishi_core.domain.impact.models import ManualFigure, Sign
from yishi_core.domain.stations.models import Station
from yishi_core.facilities.metrics import records
from yishi_core.facilities.metrics.catalogue import catalogue_for
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.figures import Figure, FigureSide, Reading
from yishi_core.facilities.metrics.periods import Span
from yishi_core.kernel.access.permissions import Scope, reading
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import OrgUnit

_SIGNS = {Sign.EXACT: "", Sign.MORE: "超过", Sign.LESS: "近", Sign.ABOUT: "约"}
_MARK = "(手工填报)"


async def typed_instead(
    context: OperationContext,
    of: OrgUnit | Station,
    metric: str,
    found: Figure,
    span: Span,
    read: Reading,
) -> ManualFigure | None:
    """The figure that was typed for what could not be counted; None where records exist, where
    nothing was typed, and for callers who may not read what was typed.
    """
    if read.value or read.whole or not _may_read(context, of):
        return None
    station = of.id if isinstance(of, Station) else None
    typed = await context.find(
        ManualFigure,
        ManualFigure.org_id == of.org_id,
        ManualFigure.station_id.is_not_distinct_from(station),
        ManualFigure.from_on == span.from_on,
        ManualFigure.to_on == span.to_on,
        order=ManualFigure.id.desc(),
    )
    for_ = CountedFor.STATION if station else CountedFor.ORG
    catalogue = catalogue_for(context, to_read=True)
    wanted = catalogue.canonical(metric, for_)
    same = (one for one in typed if catalogue.canonical(one.metric, for_) == wanted)
    newest = next(same, None)
    if newest is None or await _has_records(context, of, found, span):
        return None
    return newest


def as_typed(typed: ManualFigure, text: str) -> str:
    """A typed figure as a report prints it: marked, and with its sign."""
    return f"{_SIGNS[typed.sign]}{text}{_MARK}"


def _may_read(context: OperationContext, of: OrgRow) -> bool:
    """Whether the caller may read what is typed at the subject's place."""
    held = context.principal.paths_for(reading("manual_figure"), Scope.TREE)
    return of.org_path.startswith(held)


async def _has_records(context: OperationContext, of: OrgRow, found: Figure, span: Span) -> bool:
    """Whether any record stands behind a figure, though it may add nothing."""
    for side in FigureSide:
        behind = await found.behind(context, of, span, side)
        if behind is not None and (await records.page(context, behind, 1, None)).total:
            return True
    return False
