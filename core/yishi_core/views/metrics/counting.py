"""Counting a metric over a period, for every subject at once: one statement for each counter
(domain.md 2.1, 2.20).

A metric is written as in the catalogue, with dimensions if need be: `activities{kind=visit}`. `+`
adds several, `n*` weighs one: `8*proposals+0.25*deeds`. A bare word is short for the dimension that
has it: `attend_times{cppcc_member}`, `activities{self_started}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import FunctionType
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from yishi_core import clock
from yishi_core.facilities.metrics.counter import CountedFor, Counter
from yishi_core.facilities.metrics.periods import Span
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.views.metrics.catalogue import CATALOGUE, OF_PERSONS

_PART = re.compile(
    r"^(?:(?P<weight>\d{1,4}(?:\.\d{1,2})?)\*)?(?P<name>[a-z_]+)(?:\{(?P<dims>[^{}+*]{1,200})\})?$"
)
_DIM = re.compile(r"^(?:(?P<name>[a-z_]+)=)?(?P<word>[^=\x00-\x1f\ud800-\udfff]{1,60})$")
_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True)
class Part:
    """One metric of an expression, read."""

    name: str
    dims: tuple[tuple[str | None, str], ...]
    """Dimension → word; a bare word has no dimension yet."""
    weight: Decimal = Decimal(1)


@dataclass(frozen=True)
class Term:
    """What one statement counts: a counter with the dimensions that are wanted; several where what
    they find is counted once over all of them.
    """

    counters: tuple[tuple[Counter, Mapping[str, Any]], ...]
    weight: Decimal = Decimal(1)

    @property
    def money(self) -> bool:
        return all(counter.money for counter, _ in self.counters)


def counters(name: str, for_: CountedFor) -> tuple[Counter, ...]:
    """The counters of a metric for such subjects; empty when there are none."""
    found = OF_PERSONS.get(name) if for_ is CountedFor.PERSON else None
    return tuple(c for c in found or CATALOGUE.get(name, ()) if c.counts_for(for_))


def offered(for_: CountedFor) -> list[str]:
    """What can be counted for such subjects, each with its dimensions: `activities{kind,…}`."""
    names = ((name, counters(name, for_)) for name in CATALOGUE)
    return [
        name + (f"{{{','.join(sorted(found[0].dims))}}}" if found[0].dims else "")
        for name, found in names
        if found
    ]


def parts(expression: str) -> list[Part] | None:
    """The metrics that an expression adds up; None when it cannot be read."""
    found = []
    for text in expression.split("+"):
        if (word := _PART.match(text.strip())) is None:
            return None
        given = [_DIM.match(pair.strip()) for pair in (word["dims"] or "").split(",") if pair]
        dims = tuple((pair["name"], pair["word"]) for pair in given if pair)
        if len(dims) < len(given):
            return None
        found.append(Part(word["name"], dims, Decimal(word["weight"] or 1)))
    return found


def read(expression: str, for_: CountedFor) -> list[Term] | None:
    """What an expression counts for such subjects; None when it cannot be read or counted for
    them.
    """
    found: list[Term] = []
    for part in parts(expression) or ():
        terms = terms_of(counters(part.name, for_), part, for_)
        if not terms:
            return None
        found += terms
    return found or None


def terms_of(counted: Iterable[Counter], part: Part, for_: CountedFor) -> list[Term]:
    """The counters of a metric with its dimensions; empty when it has no such dimension or word."""
    fitting = []
    for counter in counted:
        dims = _wanted(counter, part, for_)
        if dims is None:
            return []
        if None not in dims.values() and counter.needs <= dims.keys():
            fitting.append((counter, dims))
    apart = [Term((pair,), part.weight) for pair in fitting if pair[0].distinct is None]
    together = tuple(pair for pair in fitting if pair[0].distinct is not None)
    return [*apart, Term(together, part.weight)] if together else apart


async def count(
    context: OperationContext,
    expression: str,
    for_: CountedFor,
    span: Span,
    only: Iterable[UUID] | None = None,
) -> dict[UUID, Decimal] | None:
    """Subject → figure of the period, of all subjects or of these only; None for what cannot be
    counted for them.
    """
    terms = read(expression, for_)
    return None if terms is None else await total(context, terms, for_, span, only)


async def total(
    context: OperationContext,
    terms: Sequence[Term],
    for_: CountedFor,
    span: Span,
    only: Iterable[UUID] | None = None,
) -> dict[UUID, Decimal]:
    """Subject → what the terms add up to."""
    wanted = None if only is None else tuple(only)
    sums: dict[UUID, Decimal] = {}
    for term in terms:
        for subject, n in (
            await context.session.execute(_statement(context, term, for_, span, wanted))
        ).all():
            sums[subject] = sums.get(subject, Decimal(0)) + term.weight * Decimal(str(n))
    return sums


def as_text(figure: Decimal) -> str:
    """A figure without a needless fraction."""
    return f"{figure.normalize():f}"


def _wanted(counter: Counter, part: Part, for_: CountedFor) -> dict[str, Any] | None:
    """Dimension → value as the counter's columns have it; None in it where a constant is another
    one. None: no such dimension or word.
    """
    found: dict[str, Any] = {}
    for name, word in part.dims:
        if name is None and word == for_.value:
            continue  # `org_members{org}`, `fund_secured{case}`: of the one that is asked for
        dim = name or _dimension_with(counter, word)
        column = counter.dims.get(dim) if dim else None
        if dim is None or column is None:
            return None
        if isinstance(column, str):
            found[dim] = word if column == word else None
            continue
        found[dim] = _value(
            column, "true" if name is None and isinstance(column.type, sa.Boolean) else word
        )
        if found[dim] is None:
            return None
    return found


def _dimension_with(counter: Counter, word: str) -> str | None:
    """The dimension that a bare word is short for: a yes-or-no one of that name, or the one that
    has the word.
    """
    enums = {
        name: getattr(getattr(column, "type", None), "enums", ())
        for name, column in counter.dims.items()
    }
    return (
        word
        if word in counter.dims
        else next((name for name, words in enums.items() if word in words), None)
    )


def _value(column: Any, text: str) -> Any:
    """A dimension's value as its column has it; None when there is no such value."""
    if isinstance(column.type, sa.Boolean):
        return _TRUTH.get(text)
    if isinstance(column.type, sa.Enum):
        return text if text in column.type.enums else None
    if isinstance(column.type, sa.Integer):
        return int(text) if text.isdecimal() and len(text) < 10 else None
    return text  # a word of a vocabulary: variants add to these


def _statement(
    context: OperationContext,
    term: Term,
    for_: CountedFor,
    span: Span,
    only: tuple[UUID, ...] | None,
) -> sa.Select[Any]:
    now = min(span.to_on, context.today)
    rows = [_rows(context, counter, dims, for_, span, only) for counter, dims in term.counters]
    if len(rows) > 1:  # one person holds a post by two records, one body is an office and a station
        found = sa.union_all(
            *(
                q.add_columns(sa.cast(c.distinct, sa.Text))
                for q, (c, _) in zip(rows, term.counters, strict=True)
            )
        ).subquery()
        subject, value = found.c
        return sa.select(subject, sa.func.count(sa.distinct(value))).group_by(subject)
    return (
        rows[0].add_columns(_figure(term.counters[0][0], now)).group_by(rows[0].selected_columns[0])
    )


def _rows(
    context: OperationContext,
    counter: Counter,
    dims: Mapping[str, Any],
    for_: CountedFor,
    span: Span,
    only: tuple[UUID, ...] | None,
) -> sa.Select[Any]:
    """The rows that a counter finds, each with its subject."""
    entity, county = counter.entity, context.county
    subject = OrgUnit.id if for_ is CountedFor.ORG else counter.subject(for_)
    query = sa.select(subject.label("subject")).select_from(entity)
    if counter.through:
        parent, on = counter.through
        query = query.join(parent, sa.and_(parent.county == entity.county, on)).where(
            parent.county == county, parent.voided_at.is_(None)
        )
    if for_ is CountedFor.ORG:
        # An org's figure is that of everything below it.
        query = query.join(
            OrgUnit,
            sa.and_(
                OrgUnit.county == entity.county, entity.org_path.bool_op("^@")(OrgUnit.org_path)
            ),
        )
        query = query.where(OrgUnit.county == county)
    query = query.where(
        entity.county == county, entity.voided_at.is_(None), subject.is_not(None), *counter.where
    )
    query = query.where(
        *(
            counter.dims[name] == value
            for name, value in dims.items()
            if not isinstance(counter.dims[name], str)
        )
    )
    if only is not None:
        query = query.where(subject.in_(only))
    return query.where(*_within(context, counter, span))


def _figure(counter: Counter, now: date) -> Any:
    if counter.distinct is not None:
        return sa.func.count(sa.distinct(counter.distinct))
    if counter.value is None:
        return sa.func.count()
    value = counter.value(now) if isinstance(counter.value, FunctionType) else counter.value
    return sa.func.coalesce(sa.func.max(value) if counter.largest else sa.func.sum(value), 0)


def _within(
    context: OperationContext, counter: Counter, span: Span
) -> tuple[sa.ColumnElement[bool], ...]:
    last = min(span.to_on, context.today - timedelta(days=1)) if counter.past_only else span.to_on
    now = min(last, context.today)
    stood = counter.as_of(now) if counter.as_of else ()
    if counter.day is None:
        return stood
    if counter.until is not None:
        return (*stood, counter.day <= now, sa.or_(counter.until.is_(None), counter.until >= now))
    if isinstance(counter.day.type, sa.DateTime):
        begin, end = (
            datetime.combine(day, time(), clock.CHINA)
            for day in (span.from_on, last + timedelta(days=1))
        )
        return (*stood, counter.day >= begin, counter.day < end)
    return (*stood, counter.day >= span.from_on, counter.day <= last)
