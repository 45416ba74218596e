"""What a quota counts and asks for in one period (domain.md 2.12)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from yishi_core.meetings.models import Term
from yishi_core.metrics.counting import count
from yishi_core.metrics.periods import Span
from yishi_core.operation import OperationContext
from yishi_core.quotas import rules
from yishi_core.quotas.models import QuotaRule
from yishi_core.quotas.progress.subjects import Subject, members_in_office


async def figures_of(context: OperationContext, rule: QuotaRule, span: Span, only: Iterable[UUID]) -> dict[UUID, Decimal]:
    """Subject → what was done in a period."""
    counted = await count(context, rule.metric, rules.COUNTED_FOR[rule.subject], rules.counting_span(rule, span), only)
    return counted or {}


async def required_of(context: OperationContext, rule: QuotaRule, subject: Subject, span: Span) -> Decimal:
    """What a subject has to do in a period."""
    return rule.min * (await members_in_office(context, subject.org_path, span) if rule.per_member else 1)


async def term_begin(context: OperationContext, on: date) -> date | None:
    """First day of the term that holds a day, where terms are recorded."""
    term = await context.first(Term, Term.start <= on, Term.end >= on)
    return term.start if term else None
