"""Any metric of the catalogue for one subject and period: counts, shares, and what is read off
quotas and schemes (domain.md 2.20).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

import sqlalchemy as sa

from yishi_core.domain.assessments.models import AssessmentScheme
from yishi_core.domain.quotas.progress.totals import totals_of
from yishi_core.domain.stations.models import Station
from yishi_core.facilities.metrics.counter import CountedFor, Counter
from yishi_core.facilities.metrics.percent import mean, percent
from yishi_core.facilities.metrics.periods import Span
from yishi_core.kernel.access.permissions import Permission, reading
from yishi_core.kernel.entity import OrgRow
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.variants.variant import ScoreItemDef
from yishi_core.views.metrics import counting
from yishi_core.views.metrics.counting import Part, Term
from yishi_core.views.metrics.printing import FigureUnit
from yishi_core.views.metrics.rates import CONVERSION_RATE, RATES, Rate

CONVERSION, PLATFORMS, FULL_MARK = "conversion_rate", "platforms_total", "full_mark"
QUOTAS = {
    "quota_required": FigureUnit.COUNT,
    "quota_done": FigureUnit.COUNT,
    "quota_met": FigureUnit.PERCENT,
}


@dataclass(frozen=True)
class Reading:
    """A figure: `part` and `whole` are told of shares and means. None: there is nothing to divide
    by, or no such scheme.
    """

    value: Decimal | None
    unit: FigureUnit
    part: Decimal | None = None
    whole: Decimal | None = None


class Metric(Protocol):
    """A metric that was understood."""

    def permissions(self, context: OperationContext) -> Iterable[str]:
        """What the caller must hold at the subject: reading the rows that are counted."""

    async def figure(self, context: OperationContext, of: OrgRow, span: Span) -> Reading:
        """The figure of one subject."""


def understood(expression: str, for_: CountedFor, platforms: Iterable[str] = ()) -> Metric | None:
    """The metric that an expression names, for such subjects; None when there is none. `platforms`
    are the parts of a variant's formula.
    """
    if (terms := counting.read(expression, for_)) is not None:
        return Count(tuple(terms), for_)
    found = counting.parts(expression) or []
    if len(found) != 1 or found[0].weight != 1:
        return None  # shares and means are neither added up nor weighed
    part, dims = found[0], dict(found[0].dims)
    if part.name in RATES or part.name == CONVERSION:
        return _share(part, for_)
    if part.name in QUOTAS and dims.keys() <= {"rule", None} and len(dims) == 1:
        return Quota(part.name, next(iter(dims.values())), for_)
    if part.name == FULL_MARK and {"scheme"} <= dims.keys() <= {"scheme", "item"}:
        return FullMark(dims["scheme"], dims.get("item"))
    if part.name == PLATFORMS and for_ is CountedFor.ORG and dims.keys() <= {"brand"}:
        brands = [f"stations{{brand={dims['brand']}}}"] if dims else []
        return _platforms(brands or [*platforms] or ["stations"])
    return None


def offered(for_: CountedFor) -> list[str]:
    """Everything that may be asked for of such subjects."""
    rates = [
        name
        for name, rate in RATES.items()
        if all(c.counts_for(for_) for c in (*rate.part, *rate.whole))
    ]
    bases = [
        f"{CONVERSION}{{base={b}}}"
        for b, rate in CONVERSION_RATE.items()
        if all(c.counts_for(for_) for c in (*rate.part, *rate.whole))
    ]
    more = (
        [f"{PLATFORMS}{{brand}}", f"{FULL_MARK}{{scheme,item}}"] if for_ is CountedFor.ORG else []
    )
    quotas = [f"{name}{{rule}}" for name in QUOTAS] if for_ is not CountedFor.CASE else []
    return [*counting.offered(for_), *rates, *bases, *more, *quotas]


@dataclass(frozen=True)
class Count:
    """Records counted, or what they say added up."""

    terms: tuple[Term, ...]
    for_: CountedFor

    def permissions(self, context: OperationContext) -> Iterable[str]:
        return _reading(context, self.terms)

    async def figure(self, context: OperationContext, of: OrgRow, span: Span) -> Reading:
        unit = FigureUnit.CENTS if all(term.money for term in self.terms) else FigureUnit.COUNT
        return Reading(await self.sum(context, of, span), unit)

    async def sum(self, context: OperationContext, of: OrgRow, span: Span) -> Decimal:
        return (await counting.total(context, self.terms, self.for_, span, [of.id])).get(
            of.id, Decimal(0)
        )


@dataclass(frozen=True)
class Share:
    """Part ÷ whole: a percentage, or a mean; one decimal, half up. Null where the whole is
    nothing.
    """

    part: Count
    whole: Count
    percent: bool

    def permissions(self, context: OperationContext) -> Iterable[str]:
        return _reading(context, (*self.part.terms, *self.whole.terms))

    async def figure(self, context: OperationContext, of: OrgRow, span: Span) -> Reading:
        part, whole = (
            await self.part.sum(context, of, span),
            await self.whole.sum(context, of, span),
        )
        value = percent(part, whole) if self.percent else mean(part, whole)
        return Reading(value, FigureUnit.PERCENT if self.percent else FigureUnit.MEAN, part, whole)


@dataclass(frozen=True)
class Quota:
    """What quotas ask for, what was done, and who met them; `rule` is a set's code, or a set's and
    an item's: `four_ones.opinion`.
    """

    name: str
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
        if self.name != "quota_met":
            return Reading(
                found.required if self.name == "quota_required" else found.done, QUOTAS[self.name]
            )
        return Reading(
            percent(found.met, found.subjects),
            QUOTAS[self.name],
            Decimal(found.met),
            Decimal(found.subjects),
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


def _share(part: Part, for_: CountedFor) -> Share | None:
    dims: Mapping[str | None, str] = dict(part.dims)
    rate: Rate | None = RATES.get(part.name)
    if part.name == CONVERSION:
        rate = CONVERSION_RATE.get(dims.get("base", ""))
        part = replace(part, dims=tuple(pair for pair in part.dims if pair[0] != "base"))
    if rate is None or not all(c.counts_for(for_) for c in (*rate.part, *rate.whole)):
        return None
    above, below = (counting.terms_of(counters, part, for_) for counters in (rate.part, rate.whole))
    return (
        Share(Count(tuple(above), for_), Count(tuple(below), for_), rate.percent)
        if above and below
        else None
    )


def _platforms(formula: Iterable[str]) -> Count | None:
    """Stations and bodies of a formula, each once: a studio and the group that is one body with it
    are one (domain.md 3.13).
    """
    pairs = []
    for expression in formula:
        terms = counting.read(expression, CountedFor.ORG)
        if terms is None:
            return None
        pairs += [(_as_body(counter), dims) for term in terms for counter, dims in term.counters]
    return Count((Term(tuple(pairs)),), CountedFor.ORG)


def _as_body(counter: Counter) -> Counter:
    if counter.entity is not Station:
        return counter
    return replace(counter, distinct=sa.func.coalesce(Station.union_org_id, Station.id))


def _reading(context: OperationContext, terms: Iterable[Term]) -> list[str]:
    counted = {
        entity.__name__
        for term in terms
        for counter, _ in term.counters
        for entity in counter.entities
    }
    return sorted(reading(context.platform.registry[name].object) for name in counted)
