"""The count and the requirement of a quota in one period (domain.md 2.12)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from yishi_core.domain.meetings.models import Term
from yishi_core.domain.quotas import rules
from yishi_core.domain.quotas.models import QuotaRule
from yishi_core.domain.quotas.progress.subjects import Subject, members_in_office
from yishi_core.facilities.metrics.catalogue import catalogue_of, count
from yishi_core.facilities.metrics.periods import DAY, PeriodKind, Span
from yishi_core.facilities.metrics.records import Counted
from yishi_core.kernel.operation import OperationContext


async def figures_of(
    context: OperationContext, rule: QuotaRule, span: Span, only: Iterable[UUID]
) -> dict[UUID, Decimal]:
    """Subject → the count in a period."""
    return await figures_within(context, rule, span, span, only)


async def figures_within(
    context: OperationContext, rule: QuotaRule, period: Span, asked: Span, only: Iterable[UUID]
) -> dict[UUID, Decimal]:
    """Subject → the count on those days of a period that lie in `asked`."""
    days = _days(rule, period, asked)
    return await count(context, rule.metric, rules.COUNTED_FOR[rule.subject], days, only) or {}


def counted_within(
    context: OperationContext, rule: QuotaRule, period: Span, asked: Span, only: Iterable[UUID]
) -> Counted:
    """What `figures_within` counts."""
    for_ = rules.COUNTED_FOR[rule.subject]
    terms = catalogue_of(context.platform).read(rule.metric, for_) or ()
    return Counted(tuple(terms), for_, _days(rule, period, asked), tuple(only))


def _days(rule: QuotaRule, period: Span, asked: Span) -> Span:
    counting = rules.counting_span(rule, period)
    return Span(max(counting.from_on, asked.from_on), min(counting.to_on, asked.to_on))


async def required_of(
    context: OperationContext, rule: QuotaRule, subject: Subject, span: Span
) -> Decimal:
    """The count required of a subject in a period."""
    return rule.min * (
        await members_in_office(context, subject.org_path, span) if rule.per_member else 1
    )


async def period_at(context: OperationContext, rule: QuotaRule, on: date) -> Span:
    """The period of a rule that contains a day.

    It is a recorded term from its first day to its last, else as the calendar or the rule says.
    """
    day = rules.last_day(rule, on)
    held = (Term.start <= day, Term.end >= day)
    term = (
        await context.first(Term, *held, order=Term.start.desc())
        if rule.period is PeriodKind.TERM
        else None
    )
    return rules.span_at(rule, on, Span(term.start, term.end) if term else None)


async def period_before(context: OperationContext, rule: QuotaRule, period: Span) -> Span | None:
    """The period before; None where the rule had not begun, and for a one-off quota."""
    if rule.period is PeriodKind.ONCE or period.from_on <= rule.from_on:
        return None
    return await period_at(context, rule, period.from_on - DAY)


async def periods_of(
    context: OperationContext, rule: QuotaRule, first: date, last: date
) -> list[Span]:
    """The periods of a rule that the days from `first` to `last` touch."""
    found, day = [], max(first, rule.from_on)
    while day <= rules.last_day(rule, last):
        found.append(await period_at(context, rule, day))
        day = found[-1].to_on + DAY
    return found
