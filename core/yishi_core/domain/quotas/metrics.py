"""Metrics that are read off quotas: what they ask for, what was done, and who met them (domain.md
2.20).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from yishi_core.domain.quotas.progress.met import QUOTA_MET
from yishi_core.domain.quotas.progress.totals import done_of, totals_of
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.figures import FigureSide, Reading
from yishi_core.facilities.metrics.metric import Asked, Computed
from yishi_core.facilities.metrics.percent import percent
from yishi_core.facilities.metrics.periods import Span
from yishi_core.facilities.metrics.printing import FigureUnit
from yishi_core.facilities.metrics.records import Counted
from yishi_core.kernel.access.permissions import Permission, reading
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.operation import OperationContext


@dataclass(frozen=True)
class QuotaFigure:
    """A figure of one quota; `rule` is a set's code, or a set's and an item's: `four_ones.opinion`."""

    code: str
    rule: str
    for_: CountedFor

    def permissions(self, context: OperationContext) -> Iterable[str]:
        # As `quotaProgress` and `quotaOverview` ask: a member's progress, and that of all together,
        # is for those who read scores.
        return Permission.QUOTA_PROGRESS, *(
            [] if self.for_ is CountedFor.STATION else [reading("score_entry")]
        )

    async def figure(self, context: OperationContext, of: OrgRow, span: Span) -> Reading:
        found = await totals_of(context, of, self.for_, self.rule, span)
        if self.code == MET.code:
            return Reading(
                percent(found.met, found.subjects),
                FigureUnit.PERCENT,
                Decimal(found.met),
                Decimal(found.subjects),
            )
        value = found.required if self.code == REQUIRED.code else found.done
        return Reading(value, FigureUnit.COUNT)

    async def behind(
        self, context: OperationContext, of: OrgRow, span: Span, side: FigureSide
    ) -> Sequence[Counted] | None:
        if self.code != DONE.code or side is not FigureSide.PART:
            return None  # what is required is a number of the quota; who met it is no record
        return await done_of(context, of, self.for_, self.rule, span)


def _of_rule(asked: Asked) -> QuotaFigure | None:
    """The rule must be named, as `{rule=…}` or by its bare word."""
    if len(asked.dims) != 1 or not asked.dims.keys() <= {"rule", None}:
        return None
    return QuotaFigure(asked.code, next(iter(asked.dims.values())), asked.for_)


_SUBJECTS = frozenset({CountedFor.PERSON, CountedFor.STATION, CountedFor.ORG})

REQUIRED = Computed("quota_required", "rule", _SUBJECTS, _of_rule)
DONE = Computed("quota_done", "rule", _SUBJECTS, _of_rule)
MET = Computed(QUOTA_MET, "rule", _SUBJECTS, _of_rule)
