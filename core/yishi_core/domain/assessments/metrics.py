"""What is counted of assessments, and the full marks of their schemes (domain.md 2.20)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from yishi_core.domain.assessments.models import AssessmentResult, AssessmentScheme
from yishi_core.facilities.metrics.counter import CountedFor, Counter
from yishi_core.facilities.metrics.figures import FigureSide, Reading
from yishi_core.facilities.metrics.metric import Asked, Computed, Metric
from yishi_core.facilities.metrics.periods import Span
from yishi_core.facilities.metrics.printing import FigureUnit
from yishi_core.facilities.metrics.records import Counted
from yishi_core.kernel.access.permissions import reading
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.variants.variant import ScoreItemDef

ASSESSMENTS = Metric(
    "assessments",
    Counter(
        AssessmentResult,
        AssessmentScheme.decided_on,
        person=AssessmentResult.person_id,
        station=AssessmentResult.station_id,
        through=(AssessmentScheme, AssessmentResult.scheme_id == AssessmentScheme.id),
    ),
)


@dataclass(frozen=True)
class FullMark:
    """The full mark of a scheme, or the most that one of its items brings, in the newest edition
    that judges days of the period.
    """

    scheme: str
    item: str | None

    def permissions(self, context: OperationContext) -> Iterable[str]:
        return (reading("assessment_scheme"),)

    async def figure(self, context: OperationContext, of: OrgRow, span: Span) -> Reading:
        place = sa.or_(
            AssessmentScheme.org_path.bool_op("^@")(of.org_path),
            sa.literal(of.org_path).bool_op("^@")(AssessmentScheme.org_path),
        )
        held = (AssessmentScheme.from_on <= span.to_on, AssessmentScheme.to_on >= span.from_on)
        newest = AssessmentScheme.to_on.desc()
        scheme = await context.first(
            AssessmentScheme, AssessmentScheme.code == self.scheme, place, *held, order=newest
        )
        if scheme is None or self.item is None:
            return Reading(scheme.full_mark if scheme else None, FigureUnit.COUNT)
        item = scheme.items.get(self.item)
        return Reading(ScoreItemDef.model_validate(item).cap if item else None, FigureUnit.COUNT)

    async def behind(
        self, context: OperationContext, of: OrgRow, span: Span, side: FigureSide
    ) -> Sequence[Counted] | None:
        return None  # a points table says it


def _full_mark(asked: Asked) -> FullMark | None:
    if not {"scheme"} <= asked.dims.keys() <= {"scheme", "item"}:
        return None
    return FullMark(asked.dims["scheme"], asked.dims.get("item"))


FULL_MARK = Computed("full_mark", "scheme,item", frozenset({CountedFor.ORG}), _full_mark)
