"""The share of met quotas of each subject in a span (domain.md 2.20 `quota_met`, 5.10)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from yishi_core.domain.quotas import rules
from yishi_core.domain.quotas.models import QuotaRule
from yishi_core.domain.quotas.progress.figures import figures_of, periods_of, required_of
from yishi_core.domain.quotas.progress.subjects import subjects_of
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.periods import Span
from yishi_core.kernel.operation import OperationContext

QUOTA_MET = "quota_met"
"""The code of the metric; assessments name it among theirs."""


async def met_share(context: OperationContext, for_: CountedFor, span: Span) -> dict[UUID, Decimal]:
    """Subject → share (0 to 1) of the periods begun in the span whose quotas were met.

    It covers all quotas that the subject must meet. Subjects without quotas are missing in the
    answer.
    """
    kinds = [subject for subject, counted_for in rules.COUNTED_FOR.items() if counted_for is for_]
    last = min(span.to_on, context.today)
    asked: dict[UUID, int] = {}
    met: dict[UUID, int] = {}
    for rule in await context.find(
        QuotaRule, QuotaRule.subject.in_(kinds), QuotaRule.from_on <= last
    ):
        for period in await periods_of(context, rule, span.from_on, last):
            subjects = await subjects_of(context, rule, period)
            figures = await figures_of(context, rule, period, [s.id for s in subjects])
            for subject in subjects:
                asked[subject.id] = asked.get(subject.id, 0) + 1
                done = figures.get(subject.id, Decimal(0)) >= await required_of(
                    context, rule, subject, period
                )
                met[subject.id] = met.get(subject.id, 0) + done
    return {
        id_: (Decimal(met[id_]) / n).quantize(Decimal("0.01"), ROUND_HALF_UP)
        for id_, n in asked.items()
    }
