"""Counting over a period, for every subject at once: one statement for each figure (domain.md 2.1,
2.20).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import FunctionType
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from yishi_core import clock
from yishi_core.facilities.metrics.counter import CountedFor, Counter
from yishi_core.facilities.metrics.expression import Term
from yishi_core.facilities.metrics.periods import Span
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import OrgUnit


async def total(
    context: OperationContext,
    terms: Sequence[Term],
    for_: CountedFor,
    span: Span,
    only: Iterable[UUID] | None = None,
) -> dict[UUID, Decimal]:
    """Subject → what the terms add up to."""
    return (await totals(context, [terms], for_, span, only))[0]


async def totals(
    context: OperationContext,
    sides: Sequence[Sequence[Term]],
    for_: CountedFor,
    span: Span,
    only: Iterable[UUID] | None = None,
) -> list[dict[UUID, Decimal]]:
    """For each side, subject → what its terms add up to; all of them in one statement."""
    wanted = None if only is None else tuple(only)
    sums: list[dict[UUID, Decimal]] = [{} for _ in sides]
    arms = [
        _weighed(side, _statement(context, term, for_, span, wanted), term.weight)
        for side, terms in enumerate(sides)
        for term in terms
    ]
    rows = (await context.session.execute(sa.union_all(*arms))).all() if arms else ()
    for side, subject, n in rows:
        sums[side][subject] = sums[side].get(subject, Decimal(0)) + Decimal(str(n))
    return sums


def _weighed(side: int, counted: sa.Select[Any], weight: Decimal) -> sa.Select[Any]:
    subject, n = counted.subquery().c
    figure = sa.cast(n, sa.Numeric) * sa.literal(weight, sa.Numeric)
    return sa.select(sa.literal(side, sa.Integer), subject, figure)


def as_text(figure: Decimal) -> str:
    """A figure without a needless fraction."""
    return f"{figure.normalize():f}"


def _statement(
    context: OperationContext,
    term: Term,
    for_: CountedFor,
    span: Span,
    only: tuple[UUID, ...] | None,
) -> sa.Select[Any]:
    now = min(span.to_on, context.today)
    rows = [rows_of(context, counter, dims, for_, span, only) for counter, dims in term.counters]
    if len(rows) > 1:  # one person holds a post by two records, one body is an office and a station
        pairs = zip(rows, term.counters, strict=True)
        found = sa.union_all(*(q.add_columns(_single(c, now)) for q, (c, _) in pairs)).subquery()
        subject, value = found.c
        figure = sa.func.max(value) if term.largest else sa.func.count(sa.distinct(value))
        return sa.select(subject, figure).group_by(subject)
    return (
        rows[0].add_columns(_figure(term.counters[0][0], now)).group_by(rows[0].selected_columns[0])
    )


def rows_of(
    context: OperationContext,
    counter: Counter,
    dims: Mapping[str, Any],
    for_: CountedFor,
    span: Span,
    only: tuple[UUID, ...] | None,
) -> sa.Select[Any]:
    """The rows that a counter finds, each with its subject: of all subjects, or of these only."""
    entity, county = counter.entity, context.county
    subject = OrgUnit.id if for_ is CountedFor.ORG else counter.subject(for_)
    query = sa.select(subject.label("subject")).select_from(entity)
    for parent, on in counter.joins(for_):
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
        query = query.where(subject == sa.any_(sa.literal(list(only), ARRAY(sa.Uuid()))))
    return query.where(*_within(context, counter, span))


def _figure(counter: Counter, now: date) -> Any:
    if counter.distinct is not None:
        return sa.func.count(sa.distinct(counter.distinct))
    if counter.value is None:
        return sa.func.count()
    value = value_of(counter, now)
    return sa.func.coalesce(sa.func.max(value) if counter.largest else sa.func.sum(value), 0)


def _single(counter: Counter, now: date) -> Any:
    """What one row of several counters that are counted together tells."""
    if counter.largest:
        return sa.func.coalesce(sa.cast(value_of(counter, now), sa.Numeric), 0)
    return sa.cast(counter.distinct, sa.Text)


def value_of(counter: Counter, now: date) -> Any:
    """What a row adds, as of a day; None where rows are counted."""
    return counter.value(now) if isinstance(counter.value, FunctionType) else counter.value


def _within(
    context: OperationContext, counter: Counter, span: Span
) -> tuple[sa.ColumnElement[bool], ...]:
    asked = min(span.as_of or context.today, context.today)
    known = asked if counter.follows_up else context.today
    last = min(span.to_on, known - timedelta(days=1)) if counter.past_only else span.to_on
    now = min(last, context.today)
    stood = counter.as_of(now if counter.stands else known) if counter.as_of else ()
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
