"""Counting a metric over a period, for every subject at once: one statement for each counter (domain.md 2.1, 2.20).

A metric is written as in the catalogue, with dimensions if need be: `activities{kind=visit}`. `+` adds several, `n*` weighs one:
`8*proposals+0.25*deeds`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from yishi_core import clock
from yishi_core.metrics.catalogue import CATALOGUE, OF_PERSONS
from yishi_core.metrics.counter import CountedFor, Counter
from yishi_core.metrics.periods import Span
from yishi_core.operation import OperationContext
from yishi_core.orgs.models import OrgUnit

_PART = re.compile(
    r"^(?:(?P<weight>\d{1,4}(?:\.\d{1,2})?)\*)?(?P<name>[a-z_]+)(?:\{(?P<dims>[a-z_]+=[a-z0-9_]+(?:,[a-z_]+=[a-z0-9_]+)*)\})?$"
)
_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True)
class Term:
    """One counter of an expression, with the dimensions that are wanted and its weight."""

    counter: Counter
    dims: Mapping[str, Any]
    weight: Decimal


def counters(name: str, for_: CountedFor) -> tuple[Counter, ...]:
    """The counters of a metric for such subjects; empty when there are none."""
    found = OF_PERSONS.get(name) if for_ is CountedFor.PERSON else None
    return tuple(c for c in found or CATALOGUE.get(name, ()) if c.counts_for(for_))


def offered(for_: CountedFor) -> list[str]:
    """What can be counted for such subjects, each with its dimensions: `activities{kind,…}`."""
    names = ((name, counters(name, for_)) for name in CATALOGUE)
    return [name + (f"{{{','.join(sorted(found[0].dims))}}}" if found[0].dims else "") for name, found in names if found]


def read(expression: str, for_: CountedFor) -> list[Term] | None:
    """What an expression counts for such subjects; None when it cannot be read or counted for them."""
    found: list[Term] = []
    for part in expression.split("+"):
        word = _PART.match(part.strip())
        counted = counters(word["name"], for_) if word else ()
        if word is None or not counted:
            return None
        given = dict(pair.split("=") for pair in (word["dims"] or "").split(",") if pair)
        for counter in counted:
            dims = {name: _value(counter.dims.get(name), text) for name, text in given.items()}
            if None in dims.values():
                return None
            found.append(Term(counter, dims, Decimal(word["weight"] or 1)))
    return found


async def count(
    context: OperationContext, expression: str, for_: CountedFor, span: Span, only: Iterable[UUID] | None = None
) -> dict[UUID, Decimal] | None:
    """Subject → figure of the period, of all subjects or of these only; None for what cannot be counted for them."""
    terms = read(expression, for_)
    if terms is None:
        return None
    wanted = None if only is None else tuple(only)
    sums: dict[UUID, Decimal] = {}
    for term in terms:
        for subject, n in (await context.session.execute(_statement(context, term, for_, span, wanted))).all():
            sums[subject] = sums.get(subject, Decimal(0)) + term.weight * n
    return sums


def as_text(figure: Decimal) -> str:
    """A figure without a needless fraction."""
    return f"{figure.normalize():f}"


def _value(column: Any, text: str) -> Any:
    """A dimension's value as its column has it; None when there is no such dimension or value."""
    if column is None:
        return None
    if isinstance(column.type, sa.Boolean):
        return _TRUTH.get(text)
    if isinstance(column.type, sa.Enum):
        return text if text in column.type.enums else None
    return text  # a word of a vocabulary: variants add to these


def _statement(context: OperationContext, term: Term, for_: CountedFor, span: Span, only: tuple[UUID, ...] | None) -> sa.Select[Any]:
    counter, county = term.counter, context.county
    entity = counter.entity
    subject = OrgUnit.id if for_ is CountedFor.ORG else counter.subject(for_)
    value = _figure(counter)
    query = sa.select(subject, value).select_from(entity)
    if counter.through:
        parent, on = counter.through
        query = query.join(parent, sa.and_(parent.county == entity.county, on)).where(parent.county == county, parent.voided_at.is_(None))
    if for_ is CountedFor.ORG:
        # An org's figure is that of everything below it.
        query = query.join(OrgUnit, sa.and_(OrgUnit.county == entity.county, entity.org_path.bool_op("^@")(OrgUnit.org_path)))
        query = query.where(OrgUnit.county == county)
    query = query.where(entity.county == county, entity.voided_at.is_(None), subject.is_not(None), *counter.where)
    query = query.where(*(counter.dims[name] == value for name, value in term.dims.items()))
    if only is not None:
        query = query.where(subject.in_(only))
    return query.where(*_within(context, counter, span)).group_by(subject)


def _figure(counter: Counter) -> Any:
    if counter.distinct is not None:
        return sa.func.count(sa.distinct(counter.distinct))
    return sa.func.count() if counter.value is None else sa.func.coalesce(sa.func.sum(counter.value), 0)


def _within(context: OperationContext, counter: Counter, span: Span) -> tuple[sa.ColumnElement[bool], ...]:
    last = min(span.to_on, context.today - timedelta(days=1)) if counter.past_only else span.to_on
    if counter.until is not None:
        now = min(last, context.today)
        return counter.day <= now, sa.or_(counter.until.is_(None), counter.until >= now)
    if isinstance(counter.day.type, sa.DateTime):
        begin, end = (datetime.combine(day, time(), clock.CHINA) for day in (span.from_on, last + timedelta(days=1)))
        return counter.day >= begin, counter.day < end
    return counter.day >= span.from_on, counter.day <= last
