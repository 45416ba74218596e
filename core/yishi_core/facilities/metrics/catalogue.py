"""The catalogue of metrics: everything that nouns and plugins declare, by its code (domain.md 2.20).
Quotas, assessments and reports count by these and by nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import ModuleType
from typing import Any
from uuid import UUID

from yishi_core.facilities.metrics import counting, expression
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.expression import Part, Term
from yishi_core.facilities.metrics.figures import Count, Figure, Share
from yishi_core.facilities.metrics.metric import (
    Addend,
    Asked,
    Computed,
    Counters,
    Metric,
    Rate,
)
from yishi_core.facilities.metrics.periods import Span
from yishi_core.kernel.access import PrincipalKind
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.operation.collecting import declared_in
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.variants.variant import Variant

Declared = dict[type[Any], list[tuple[Any, str | None]]]


@dataclass(frozen=True)
class Catalogue:
    """The metrics of an installation, each kind by its code."""

    counted: Mapping[str, Counters]
    of_persons: Mapping[str, Counters]
    """Where a person's figure is made of other rows than that of a place."""
    rates: Mapping[tuple[str, str | None], Rate]
    """By code and base."""
    computed: Mapping[str, Computed]
    _of_metrics: Mapping[Metric, Counters]

    @classmethod
    def of(cls, modules: Iterable[ModuleType]) -> Catalogue:
        """What these modules declare; raises `ValueError` for a code that is declared twice."""
        found = list(modules)
        return cls.collect(lambda kind: declared_in(found, kind))

    @classmethod
    def collect(cls, declared: Callable[[type[Any]], list[Any]]) -> Catalogue:
        """What `declared(kind)` finds of every kind of declaration.

        Raises `ValueError` for a code that is declared twice, and for an addend to or a rate of a
        metric that is declared nowhere.
        """
        metrics: list[Metric] = declared(Metric)
        rates: list[Rate] = declared(Rate)
        computed: list[Computed] = declared(Computed)
        _refuse_twice(rate.shown for rate in rates)
        _refuse_twice(
            [*(m.code for m in metrics), *(c.code for c in computed), *{r.code for r in rates}]
        )
        counters = _with_addends(metrics, declared(Addend))
        _refuse_unknown(rates, counters)
        return cls(
            counted={metric.code: counters[metric] for metric in sorted(metrics, key=_by_code)},
            of_persons={m.code: m.of_person for m in metrics if m.of_person},
            rates={(r.code, r.base): r for r in sorted(rates, key=lambda rate: rate.shown)},
            computed={c.code: c for c in sorted(computed, key=_by_code)},
            _of_metrics=counters,
        )

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all metrics, shares and computed figures."""
        return frozenset([*self.counted, *self.computed, *(code for code, _ in self.rates)])

    def dimensions(self, code: str) -> dict[str, list[str]]:
        """Dimension of a metric → the words that it may have; empty where any number or word of a
        vocabulary may stand.
        """
        found: dict[str, list[str]] = {}
        for counter in (*self.counted.get(code, ()), *self.of_persons.get(code, ())):
            for name, column in counter.dims.items():
                found.setdefault(name, []).extend(expression.words_of(column))
        return found

    def counters(self, code: str, for_: CountedFor) -> Counters:
        """The counters of a metric for such subjects; empty when there are none."""
        found = self.of_persons.get(code) if for_ is CountedFor.PERSON else None
        return tuple(c for c in found or self.counted.get(code, ()) if c.counts_for(for_))

    def named(self, code: str, for_: CountedFor) -> Counters:
        """The counters of a metric, or of both sides of a share or mean of that code."""
        rates = [rate for (name, _), rate in self.rates.items() if name == code]
        sides = (counters for rate in rates for counters in self._sides(rate))
        return (*self.counters(code, for_), *(c for counters in sides for c in counters))

    def canonical(self, written: str, for_: CountedFor) -> list[str] | None:
        """What an expression means, whichever way it is written: `posts{vice_chair}` is
        `posts{post_kind=vice_chair}`. None when it cannot be read.
        """
        parts = expression.parts(written)
        if parts is None:
            return None
        return sorted(f"{p.weight}*{p.code}{self._meant(p, for_)}" for p in parts)

    def _meant(self, part: Part, for_: CountedFor) -> list[tuple[str, str]]:
        """The dimensions of a metric with their words, each by its name."""
        counters = self.named(part.code, for_)
        found = set()
        for name, word in part.dims:
            if name is None and word == for_.value:
                continue
            means = (expression.dimension_of(counter, name, word) for counter in counters)
            dimension = next(filter(None, means), name)
            bare = name is None and dimension == word
            found.add((dimension or "", "true" if bare else word))
        return sorted(found)

    def countable(self, for_: CountedFor) -> list[str]:
        """What can be counted for such subjects, each with its dimensions: `activities{kind,…}`."""
        found = ((code, self.counters(code, for_)) for code in self.counted)
        return [_with_dims(code, ",".join(sorted(c[0].dims))) for code, c in found if c]

    def measurable(self, for_: CountedFor) -> list[str]:
        """What can be counted for such subjects, and their shares and means."""
        rates = [r.shown for r in self.rates.values() if self._is_for(r, for_)]
        return [*self.countable(for_), *rates]

    def offered(self, for_: CountedFor) -> list[str]:
        """Everything that may be asked for of such subjects: also what is computed."""
        computed = [
            _with_dims(c.code, c.dims) for c in self.computed.values() if for_ in c.listed_for
        ]
        return [*self.measurable(for_), *computed]

    def read(self, written: str, for_: CountedFor) -> list[Term] | None:
        """What an expression counts for such subjects; None when it cannot be read or counted for
        them.
        """
        found: list[Term] = []
        for part in expression.parts(written) or ():
            terms = expression.terms_of(self.counters(part.code, for_), part, for_)
            if not terms:
                return None
            found += terms
        return found or None

    def understood(
        self, written: str, for_: CountedFor, variants: Sequence[Variant] = ()
    ) -> Figure | None:
        """The figure that an expression names, for such subjects; None when there is none.
        `variants` are those that are switched on where it is asked.
        """
        if (terms := self.read(written, for_)) is not None:
            return Count(tuple(terms), for_)
        found = expression.parts(written) or []
        if len(found) != 1 or found[0].weight != 1:
            return None  # shares and means are neither added up nor weighed
        part = found[0]
        if (computed := self.computed.get(part.code)) is not None:
            return computed.figure(Asked(part.code, dict(part.dims), for_, variants, self.read))
        return self._share(part, for_)

    def measured(self, written: str, for_: CountedFor) -> Count | Share | None:
        """What an expression counts for such subjects, or the share or mean that it names."""
        found = self.understood(written, for_)
        return found if isinstance(found, Count | Share) else None

    def _share(self, part: Part, for_: CountedFor) -> Share | None:
        rate = self.rates.get((part.code, None))
        if rate is None:
            rate = self.rates.get((part.code, dict(part.dims).get("base")))
            part = replace(part, dims=tuple(pair for pair in part.dims if pair[0] != "base"))
        if rate is None or not self._is_for(rate, for_):
            return None
        above, below = (
            expression.terms_of((c for c in counters if c.counts_for(for_)), part, for_)
            for counters in self._sides(rate)
        )
        return (
            Share(Count(tuple(above), for_), Count(tuple(below), for_), rate.percent)
            if above and below
            else None
        )

    def subjects(self, code: str) -> list[CountedFor]:
        """The kinds of subjects for which a metric, a share or a mean counts."""
        rates = [rate for (name, _), rate in self.rates.items() if name == code]
        return [
            for_
            for for_ in CountedFor
            if self.counters(code, for_)
            or any(self._is_for(rate, for_) for rate in rates)
            or (code in self.computed and for_ in self.computed[code].listed_for)
        ]

    def _is_for(self, rate: Rate, for_: CountedFor) -> bool:
        return all(any(c.counts_for(for_) for c in counters) for counters in self._sides(rate))

    def _sides(self, rate: Rate) -> tuple[Counters, Counters]:
        part, whole = (
            self._of_metrics[side] if isinstance(side, Metric) else side
            for side in (rate.part, rate.whole)
        )
        return part, whole


def catalogue_of(platform: Platform) -> Catalogue:
    """The metrics of an installation: those of core's nouns and of its plugins."""
    return platform.derived(_collected)


def catalogue_for(context: OperationContext, *, to_read: bool = False) -> Catalogue:
    """The metrics that may be named at an org: those of core, and of the plugins that are on there,
    above or below. `to_read` adds those of plugins that are retired.
    """
    principal, org, settings = context.principal, context.org, context.settings
    if principal.kind is PrincipalKind.SYSTEM:
        return catalogue_of(context.platform)
    around = [
        plugin.code
        for plugin in context.platform.plugins
        if principal.has_plugin(plugin.code, org.county, org.org_path, retired=to_read)
    ]
    there = {*settings.plugins, *around, *(settings.retired if to_read else ())}
    return context.platform.derived(_Among(frozenset(there)))


@dataclass(frozen=True)
class _Among:
    """The catalogue with the metrics of some plugins only, and what they add to others'."""

    plugins: frozenset[str]

    def __call__(self, platform: Platform) -> Catalogue:
        there = {None, *self.plugins}
        declared = platform.derived(_declared)
        return Catalogue.collect(
            lambda kind: [value for value, plugin in declared[kind] if plugin in there]
        )


async def count(
    context: OperationContext,
    written: str,
    for_: CountedFor,
    span: Span,
    only: Iterable[UUID] | None = None,
) -> dict[UUID, Decimal] | None:
    """Subject → figure of the period, of all subjects or of these only; None for an expression that
    cannot be counted for them.
    """
    terms = catalogue_of(context.platform).read(written, for_)
    return None if terms is None else await counting.total(context, terms, for_, span, only)


async def measure(
    context: OperationContext,
    written: str,
    for_: CountedFor,
    span: Span,
    only: Iterable[UUID] | None = None,
) -> dict[UUID, Decimal] | None:
    """The same as `count`, also of a share or mean; who has nothing to divide by has none."""
    found = catalogue_of(context.platform).measured(written, for_)
    return None if found is None else await found.of_all(context, span, only)


def _collected(platform: Platform) -> Catalogue:
    declared = platform.derived(_declared)
    return Catalogue.collect(lambda kind: [value for value, _ in declared[kind]])


def _declared(platform: Platform) -> Declared:
    """What is declared of each kind, with the plugin that declares it; None for core."""
    found: Declared = {}
    for kind in (Metric, Addend, Rate, Computed):
        owners = dict.fromkeys(map(id, declared_in(platform.modules, kind)))
        for plugin in platform.plugins:
            for value in declared_in(plugin.modules, kind):
                owners.setdefault(id(value), plugin.code)
        found[kind] = [(value, owners[id(value)]) for value in platform.declared(kind)]
    return found


def _by_code(declared: Metric | Computed) -> str:
    return declared.code


def _with_dims(code: str, dims: str) -> str:
    return f"{code}{{{dims}}}" if dims else code


def _with_addends(
    metrics: Iterable[Metric], addends: Iterable[Addend]
) -> Mapping[Metric, Counters]:
    counters = {metric: metric.counters for metric in metrics}
    for addend in addends:
        if addend.to not in counters:
            raise ValueError(f"counters are added to {addend.to.code}, which nobody declares")
        counters[addend.to] += addend.counters
    return counters


def _refuse_unknown(rates: Iterable[Rate], known: Container[Metric]) -> None:
    for rate in rates:
        for side in (rate.part, rate.whole):
            if isinstance(side, Metric) and side not in known:
                raise ValueError(f"{rate.code} counts {side.code}, which nobody declares")


def _refuse_twice(codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise ValueError(f"two metrics are named {code}")
        seen.add(code)
