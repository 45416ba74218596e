"""Figures typed by hand among the answers of `metric` and `metrics` (domain.md 2.1).

A typed figure stands for records that do not exist: it answers for exactly its org or station, its
metric and its period, where nothing is counted. It is never added to anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from yishi_core.domain.impact.models import ManualFigure, Sign
from yishi_core.domain.stations.models import Station
from yishi_core.facilities.metrics import records
from yishi_core.facilities.metrics.catalogue import catalogue_for
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.figures import Figure, FigureSide
from yishi_core.facilities.metrics.periods import Span
from yishi_core.kernel.access.permissions import Scope, reading
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import OrgUnit

_SIGNS = {Sign.EXACT: "", Sign.MORE: "超过", Sign.LESS: "近", Sign.ABOUT: "约"}
_MARK = "(手工填报)"


async def typed_at(
    context: OperationContext, of: OrgUnit | Station | None
) -> Sequence[ManualFigure]:
    """The figures that were typed of an org or station, the newest first; none of other subjects,
    and none for callers who may not read what is typed there.
    """
    if of is None or not _may_read(context, of):
        return ()
    return await context.find(
        ManualFigure,
        ManualFigure.org_id == of.org_id,
        ManualFigure.station_id.is_not_distinct_from(of.id if isinstance(of, Station) else None),
        order=ManualFigure.id.desc(),
    )


async def typed_instead(
    context: OperationContext,
    typed: Sequence[ManualFigure],
    of: OrgUnit | Station,
    metric: str,
    found: Figure,
    span: Span,
) -> ManualFigure | None:
    """The one of these figures that was typed for what could not be counted; None where records
    exist, though they may add nothing.
    """
    for_ = CountedFor.STATION if isinstance(of, Station) else CountedFor.ORG
    catalogue = catalogue_for(context, to_read=True)
    wanted = catalogue.canonical(metric, for_)
    same = (
        one
        for one in typed
        if (one.from_on, one.to_on) == (span.from_on, span.to_on)
        and catalogue.canonical(one.metric, for_) == wanted
    )
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
