"""The records behind a figure, found by the declarations that count it (domain.md 2.20).

Each record says what it adds, so that they add up to the figure: 1 where rows are counted, its value
where values are added up. Where something is counted once however often it is found, the first
record of it adds 1 and the others nothing; where the largest value is taken, one record that has it
adds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from yishi_core.clock import CHINA
from yishi_core.errors import InvalidInput
from yishi_core.facilities.metrics import counting
from yishi_core.facilities.metrics.counter import CountedFor, Counter
from yishi_core.facilities.metrics.expression import Term
from yishi_core.facilities.metrics.periods import Span
from yishi_core.kernel.entity import OwnFields
from yishi_core.kernel.entity.columns import INFO, ColumnInfo
from yishi_core.kernel.entity.own_fields import reference_to
from yishi_core.kernel.operation import OperationContext, cursors
from yishi_core.kernel.operation.inputs import Pending

MOST_PARTS = 400
"""Most counters of one statement: a weekly quota has 52 in a year."""


@dataclass(frozen=True)
class Counted:
    """What a figure counts: terms, of these subjects, over a period."""

    terms: tuple[Term, ...]
    for_: CountedFor
    span: Span
    subjects: tuple[UUID, ...]


@dataclass(frozen=True)
class Found:
    """A record behind a figure."""

    record: Pending
    day: date | None
    """By which it counts; None where only what stands is counted."""
    adds: Decimal
    """What it adds to the figure, with the weight that its metric has there."""
    value: Decimal | None
    """What the record says, where values are added up or compared."""
    counted_by: str | None
    """What is counted once, where records are not counted themselves."""


class Place(NamedTuple):
    """Where a page of records ended."""

    id: UUID
    arm: int
    """A record may stand behind several parts of an expression."""

    @classmethod
    def read(cls, cursor: str) -> Place:
        """Parse a cursor; raises `InvalidInput`."""
        return cls(*cursors.read(cursor, "records", UUID, _arm))

    def __str__(self) -> str:
        return cursors.written("records", self.id.hex, self.arm)


@dataclass(frozen=True)
class Page:
    """A page of the records behind a figure, in the order of entry."""

    found: Sequence[Found]
    total: int
    """Number of all records."""
    adds: Decimal
    """What all of them add up to: the figure."""
    end: Place | None
    """Where the page ended; None when it is empty."""
    more: bool


async def page(
    context: OperationContext, counted: Sequence[Counted], first: int, after: Place | None
) -> Page:
    """The first records after a place, behind all that is counted together.

    Raises `InvalidInput` where that is too much for one statement.
    """
    behind = _behind(context, counted)
    if behind is None:
        return Page((), 0, Decimal(0), None, more=False)
    total, adds = (
        await context.session.execute(
            sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(behind.c.adds), 0))
        )
    ).one()
    query = sa.select(behind).order_by(behind.c.id, behind.c.arm).limit(first + 1)
    if after is not None:
        query = query.where(sa.tuple_(behind.c.id, behind.c.arm) > sa.tuple_(*after))
    rows = (await context.session.execute(query)).all()
    shown = rows[:first]
    return Page(
        [
            Found(
                Pending(row.type, context.county, row.id), row.day, row.adds, row.value, row.shown
            )
            for row in shown
        ],
        total,
        Decimal(adds),
        Place(shown[-1].id, shown[-1].arm) if shown else None,
        len(rows) > first,
    )


def _arm(text: str) -> int:
    return range(MOST_PARTS).index(int(text))


def _behind(context: OperationContext, counted: Sequence[Counted]) -> sa.Subquery | None:
    """All records; None where there is nobody of whom they could be."""
    terms = [(one, term) for one in counted for term in one.terms if one.subjects]
    parts = sum(len(term.counters) for _, term in terms)
    if parts > MOST_PARTS:
        raise InvalidInput.of(
            "from_on",
            f"期间过长,须分{parts}项统计,最多{MOST_PARTS}项;请缩短期间。",
            f"The period is too long: {parts} counts, at most {MOST_PARTS}. Ask for a shorter one.",
        )
    arms = count()
    found = [_term(context, one, term, arms) for one, term in terms]
    return sa.union_all(*found).subquery() if found else None


def _term(
    context: OperationContext, counted: Counted, term: Term, arms: Iterator[int]
) -> sa.Select[Any]:
    rows = sa.union_all(
        *(_rows(context, counted, c, dims, next(arms)) for c, dims in term.counters)
    ).subquery()
    counter, weight = term.counters[0][0], sa.literal(term.weight, sa.Numeric())
    adds: sa.ColumnElement[Any] = weight
    met: sa.ColumnElement[bool] = sa.true()
    if term.counts_once:
        first = sa.func.row_number().over(
            partition_by=(rows.c.subject, rows.c.by), order_by=(rows.c.id, rows.c.arm)
        )
        adds, met = sa.case((first == 1, weight), else_=0), rows.c.by.is_not(None)
    elif counter.value is not None:
        adds, met = weight * rows.c.value, rows.c.value.is_not(None)
    if term.largest:
        best = sa.func.row_number().over(
            partition_by=rows.c.subject, order_by=(rows.c.value.desc(), rows.c.id, rows.c.arm)
        )
        adds = sa.case((best == 1, adds), else_=0)
    shown = (rows.c.arm, rows.c.type, rows.c.id, rows.c.day, rows.c.value, rows.c.shown)
    return sa.select(*shown, sa.cast(adds, sa.Numeric()).label("adds")).where(met)


def _rows(
    context: OperationContext,
    counted: Counted,
    counter: Counter,
    dims: Mapping[str, Any],
    arm: int,
) -> sa.Select[Any]:
    """The rows that a counter finds, with what is told of them."""
    span = counted.span
    found = counting.rows_of(context, counter, dims, counted.for_, span, counted.subjects)
    value = counting.value_of(counter, min(span.to_on, context.today))
    class_: Any = sa.inspect(counter.entity).mapper.class_
    id_ = counter.entity.id
    if issubclass(class_, OwnFields):
        class_, id_ = class_.__of__, getattr(counter.entity, reference_to(class_.__of__))
    by = None if counter.distinct is None else sa.cast(counter.distinct, sa.Text)
    return found.add_columns(
        sa.literal(arm).label("arm"),
        sa.literal(class_.__name__).label("type"),
        id_.label("id"),
        sa.cast(_day(counter), sa.Date).label("day"),
        sa.cast(value, sa.Numeric()).label("value"),
        sa.cast(by, sa.Text).label("by"),
        sa.cast(_shown(context, counter.distinct, by), sa.Text).label("shown"),
    )


def _day(counter: Counter) -> Any:
    if counter.day is None or not isinstance(counter.day.type, sa.DateTime):
        return counter.day
    return sa.func.timezone(str(CHINA), counter.day)


def _shown(context: OperationContext, distinct: Any, by: Any) -> Any:
    """What is counted once, in the form in which clients know it: a record by its global id.
    Personal data, and what takes a permission of its own, is not told.
    """
    info = getattr(distinct, "info", {}).get(INFO)
    if isinstance(info, ColumnInfo) and (info.personal or info.permission or info.hidden):
        return None
    named = info.ref.target if isinstance(info, ColumnInfo) and info.ref else None
    if getattr(distinct, "key", None) == "id":
        named = distinct.class_.__name__
    return by if named is None else sa.literal(f"{named}:{context.county}:") + by
