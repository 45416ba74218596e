"""A figure of one subject over a period: a count, or a share or mean of two counts (domain.md 2.20).

What a figure counts can be listed, too: `behind` names it, `records.page` finds the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from yishi_core.facilities.metrics import counting
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.expression import Term
from yishi_core.facilities.metrics.percent import mean, percent
from yishi_core.facilities.metrics.periods import Span
from yishi_core.facilities.metrics.printing import FigureUnit
from yishi_core.facilities.metrics.records import Counted
from yishi_core.kernel.access.permissions import reading
from yishi_core.kernel.entity import OrgRow, OwnFields
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.operation import OperationContext


class FigureSide(Labelled):
    PART = "part", "分子"
    WHOLE = "whole", "分母"


@dataclass(frozen=True)
class Reading:
    """The value of a figure; of shares and means also what stands above and below the line.

    `value` is None where there is nothing to divide by, or nothing of the kind that was asked for.
    """

    value: Decimal | None
    unit: FigureUnit
    part: Decimal | None = None
    whole: Decimal | None = None


class Figure(Protocol):
    """What a metric means once it was understood: it can be worked out for a subject."""

    def permissions(self, context: OperationContext) -> Iterable[str]:
        """What the caller must hold at the subject: reading the rows that are counted."""

    async def figure(self, context: OperationContext, of: OrgRow, span: Span) -> Reading:
        """The figure of one subject."""

    async def behind(
        self, context: OperationContext, of: OrgRow, span: Span, side: FigureSide
    ) -> Sequence[Counted] | None:
        """What is counted for one side of the figure; a figure that is no share or mean has only a
        part. None where no records are counted for it.
        """


@dataclass(frozen=True)
class Count:
    """Records counted, or what they say added up."""

    terms: tuple[Term, ...]
    for_: CountedFor

    def permissions(self, context: OperationContext) -> Iterable[str]:
        return reading_of(context, self.terms, self.for_)

    async def figure(self, context: OperationContext, of: OrgRow, span: Span) -> Reading:
        unit = FigureUnit.CENTS if self.money else FigureUnit.COUNT
        return Reading(await self.sum(context, of, span), unit)

    @property
    def follows_up(self) -> bool:
        """Whether it tells what became of the period's records by a day."""
        return any(counter.follows_up for term in self.terms for counter, _ in term.counters)

    @property
    def money(self) -> bool:
        """Whether it is an amount in cents."""
        return all(term.money for term in self.terms)

    async def behind(
        self, context: OperationContext, of: OrgRow, span: Span, side: FigureSide
    ) -> Sequence[Counted] | None:
        return [self.counted(of, span)] if side is FigureSide.PART else None

    def counted(self, subject: OrgRow, span: Span) -> Counted:
        """What is counted of one subject."""
        return Counted(self.terms, self.for_, span, (subject.id,))

    async def sum(self, context: OperationContext, of: OrgRow, span: Span) -> Decimal:
        return (await self.of_all(context, span, [of.id])).get(of.id, Decimal(0))

    async def of_all(
        self, context: OperationContext, span: Span, only: Iterable[UUID] | None = None
    ) -> dict[UUID, Decimal]:
        """Subject → sum, of all subjects that have any or of these only."""
        return await counting.total(context, self.terms, self.for_, span, only)


@dataclass(frozen=True)
class Share:
    """Part ÷ whole: a percentage, or a mean; one decimal, half up. Null where the whole is
    nothing.
    """

    part: Count
    whole: Count
    percent: bool

    def permissions(self, context: OperationContext) -> Iterable[str]:
        return reading_of(context, (*self.part.terms, *self.whole.terms), self.part.for_)

    async def figure(self, context: OperationContext, of: OrgRow, span: Span) -> Reading:
        part, whole = (
            side.get(of.id, Decimal(0)) for side in await self._sides(context, span, [of.id])
        )
        return Reading(self.value(part, whole), self.unit, part, whole)

    async def of_all(
        self, context: OperationContext, span: Span, only: Iterable[UUID] | None = None
    ) -> dict[UUID, Decimal]:
        """Subject → share or mean, of those that have something to divide by."""
        parts, wholes = await self._sides(context, span, only)
        values = ((of, self.value(parts.get(of, Decimal(0)), n)) for of, n in wholes.items())
        return {of: value for of, value in values if value is not None}

    async def _sides(
        self, context: OperationContext, span: Span, only: Iterable[UUID] | None
    ) -> list[dict[UUID, Decimal]]:
        """Subject → number above the line, and below it."""
        sides = (self.part.terms, self.whole.terms)
        return await counting.totals(context, sides, self.part.for_, span, only)

    def value(self, part: Decimal, whole: Decimal) -> Decimal | None:
        """Part ÷ whole as it is told."""
        return percent(part, whole) if self.percent else mean(part, whole)

    @property
    def follows_up(self) -> bool:
        """Whether it tells what became of the period's records by a day."""
        return self.part.follows_up or self.whole.follows_up

    @property
    def unit(self) -> FigureUnit:
        if self.percent:
            return FigureUnit.PERCENT
        return FigureUnit.MEAN_CENTS if self.part.money else FigureUnit.MEAN

    async def behind(
        self, context: OperationContext, of: OrgRow, span: Span, side: FigureSide
    ) -> Sequence[Counted] | None:
        return [(self.part if side is FigureSide.PART else self.whole).counted(of, span)]


def reading_of(context: OperationContext, terms: Iterable[Term], for_: CountedFor) -> list[str]:
    """The permissions to read the rows that terms count for such subjects."""
    counted = {
        entity.__of__ if issubclass(entity, OwnFields) else entity
        for term in terms
        for counter, _ in term.counters
        for entity in counter.entities(for_)
    }
    return sorted(reading(context.platform.registry.of(entity).object) for entity in counted)
