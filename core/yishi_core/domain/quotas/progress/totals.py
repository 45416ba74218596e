"""Totals of quotas over a span of days.

They are what is required, what was done and who met it (domain.md 2.20 `quota_required`,
`quota_done`, `quota_met`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from yishi_core.domain.quotas import rules
from yishi_core.domain.quotas.models import QuotaRule, QuotaSet
from yishi_core.domain.quotas.progress.figures import (
    counted_within,
    figures_within,
    periods_of,
    required_of,
)
from yishi_core.domain.quotas.progress.subjects import Subject, subjects_of
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.periods import Span
from yishi_core.facilities.metrics.records import Counted
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.operation import OperationContext


@dataclass(frozen=True)
class Totals:
    """Totals over all subjects, items and periods."""

    required: Decimal
    done: Decimal
    subjects: int
    met: int
    """Number of subjects that met every item in every period that has begun."""


async def totals_of(
    context: OperationContext, of: OrgRow, for_: CountedFor, rule: str, span: Span
) -> Totals:
    """The totals of a set, or of one item of it (`set.item`), over the periods in the span.

    Only records within the span count. For an org they cover its subjects below and the org itself,
    for a station or person only that one.
    """
    required = done = Decimal(0)
    met: dict[object, bool] = {}
    async for item, period, subjects in _due(context, of, for_, rule, span):
        figures = await figures_within(context, item, period, span, [s.id for s in subjects])
        for subject in subjects:
            least, got = (
                await required_of(context, item, subject, period),
                figures.get(subject.id, Decimal(0)),
            )
            required, done = required + least, done + got
            if period.from_on <= context.today:
                met[subject.id] = met.get(subject.id, True) and got >= least
    return Totals(required, done, len(met), sum(met.values()))


async def done_of(
    context: OperationContext, of: OrgRow, for_: CountedFor, rule: str, span: Span
) -> list[Counted]:
    """What the totals count as done."""
    return [
        counted_within(context, item, period, span, [s.id for s in subjects])
        async for item, period, subjects in _due(context, of, for_, rule, span)
    ]


async def _due(
    context: OperationContext, of: OrgRow, for_: CountedFor, rule: str, span: Span
) -> AsyncIterator[tuple[QuotaRule, Span, list[Subject]]]:
    """Each item with each of its periods, and who must meet it then."""
    within = of.org_path if for_ is CountedFor.ORG else ""
    for item in await _rules(context, of, for_, rule, span):
        for period in await periods_of(context, item, span.from_on, span.to_on):
            yield (
                item,
                period,
                [
                    subject
                    for subject in await subjects_of(context, item, period, within)
                    if for_ is CountedFor.ORG or subject.id == of.id
                ],
            )


async def _rules(
    context: OperationContext, of: OrgRow, for_: CountedFor, rule: str, span: Span
) -> list[QuotaRule]:
    code, _, item = rule.partition(".")
    sets = [
        s.id
        for s in await context.find(
            QuotaSet, QuotaSet.code == code, *_overlapping(QuotaSet, span.from_on, span.to_on)
        )
    ]
    where = [QuotaRule.quota_set_id.in_(sets), *([QuotaRule.code == item] if item else [])]
    found = await context.find(
        QuotaRule, *where, *_overlapping(QuotaRule, span.from_on, span.to_on)
    )
    here = [
        r for r in found if of.org_path.startswith(r.org_path) or r.org_path.startswith(of.org_path)
    ]
    return [r for r in here if for_ is CountedFor.ORG or rules.COUNTED_FOR[r.subject] is for_]


def _overlapping(
    entity: type[QuotaSet | QuotaRule], first: date, last: date
) -> list[sa.ColumnElement[bool]]:
    return [entity.from_on <= last, sa.or_(entity.to_on.is_(None), entity.to_on >= first)]
