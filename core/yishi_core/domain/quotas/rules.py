"""Pure rules of the progress of a quota and of the editions of a set (domain.md 2.12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from yishi_core.domain.quotas.models import QuotaRule, QuotaSet, QuotaSubject
from yishi_core.errors import InvalidInput, Rule, Text
from yishi_core.facilities.metrics.catalogue import Catalogue
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.periods import Span, period_of
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.operation.checking import Declarations, StartCheck
from yishi_core.kernel.operation.rules import require, require_field
from yishi_core.kernel.refusals import CommonRule
from yishi_core.kernel.tree.models import OrgKind
from yishi_core.kernel.variants.problem import Problem, unknown
from yishi_core.kernel.variants.variant import QuotaDef


class QuotaSetRule(Rule):
    """Why an operation on quotas is refused."""

    SET_ENDED = CommonRule.ENDED, "该指标已停用。", "The set has ended."


COUNTED_FOR = {
    QuotaSubject.STATION: CountedFor.STATION,
    QuotaSubject.COUNCIL_ROOM: CountedFor.STATION,
    QuotaSubject.MEMBER: CountedFor.PERSON,
    QuotaSubject.ORG: CountedFor.ORG,
}


class QuotaState(Labelled):
    GREEN = "green", "已完成"
    YELLOW = "yellow", "临近期末未完成"
    RED = "red", "逾期未完成"
    NONE = "none", "进行中"


def state_of(done: Decimal, required: Decimal, span: Span, on: date) -> QuotaState:
    """The traffic-light state of a quota (domain.md 2.12).

    Green: done. Red: the period is over and it is not done. Yellow: less than a quarter of the
    period is left. None: there is still time.
    """
    if done >= required:
        return QuotaState.GREEN
    if on > span.to_on:
        return QuotaState.RED
    left = (span.to_on - on).days + 1
    return QuotaState.YELLOW if left * 4 < span.days else QuotaState.NONE


def last_day(rule: QuotaRule, on: date) -> date:
    """The day for which a rule is evaluated: after its end, its last day."""
    return on if rule.to_on is None else min(on, rule.to_on)


def span_at(rule: QuotaRule, on: date, term: Span | None = None) -> Span:
    """The period of a rule that contains a day; `term` where recorded terms are counted.

    It never begins before the rule, nor ends after it.
    """
    whole = term or period_of(rule.period, last_day(rule, on), rule.from_on, rule.to_on)
    return Span(
        max(whole.from_on, rule.from_on),
        whole.to_on if rule.to_on is None else min(whole.to_on, rule.to_on),
    )


def counting_span(rule: QuotaRule, span: Span) -> Span:
    """The days of a period whose records count."""
    return span.last_months(rule.last_months)


def in_force(rows: Iterable[QuotaRule], on: date) -> list[QuotaRule]:
    """Rules that have begun; one that ended stays, with its last period, for a year."""
    return [r for r in rows if r.from_on <= on and (r.to_on is None or (on - r.to_on).days <= 366)]


def require_countable(catalogue: Catalogue, metric: str, subject: QuotaSubject, path: str) -> None:
    """Raise `InvalidInput` for a metric that cannot be counted for such subjects.

    The error names those that can.
    """
    if catalogue.read(metric, COUNTED_FOR[subject]) is None:
        listed = "、".join(catalogue.countable(COUNTED_FOR[subject]))
        zh = f"不能按此指标为“{subject.label}”计数,可选:{listed}。"
        raise InvalidInput.of(
            path, zh, f"It cannot be counted for each {subject.value}; there are: {listed}."
        )


def require_org_kinds(subject: QuotaSubject, kinds: Iterable[str], path: str) -> None:
    """Require that only quotas of orgs name kinds of orgs, and only existing kinds."""
    known = {k.value for k in OrgKind}
    for kind in kinds:
        require_field(
            subject is QuotaSubject.ORG,
            path,
            "仅组织指标可限定组织类型。",
            "Only quotas of orgs name kinds.",
        )
        require_field(
            kind in known, path, f"没有组织类型“{kind}”。", f"There is no kind of org {kind}."
        )


def require_running(row: QuotaSet, on: date, path: str) -> None:
    """Require that a set is in force, and that its change or end is after its first day."""
    require(row.to_on is None, QuotaSetRule.SET_ENDED)
    require_field(
        on > row.from_on,
        path,
        f"日期须晚于启用日期({row.from_on})。",
        f"Must lie after the first day ({row.from_on}).",
    )


def rule_of(definition: QuotaDef, from_on: date) -> QuotaRule:
    """A rule as the variant's data define it."""
    return QuotaRule(
        code=definition.code,
        label=definition.label,
        subject=QuotaSubject.read(definition.subject),
        metric=definition.metric,
        min=definition.min,
        period=definition.period,
        org_kinds=list(definition.org_kinds) or None,
        per_member=definition.per_member,
        last_months=definition.last_months,
        from_on=from_on,
    )


def _wrong_org_kinds(declarations: Declarations) -> Iterator[Problem]:
    """Kinds of orgs that nobody declares: no org would have to meet the quota."""
    for file, variant in declarations.variants.items():
        for quotas in variant.quotas:
            for quota in quotas.items:
                for kind in quota.org_kinds:
                    if kind not in {*OrgKind}:
                        key = f"quotas.{quotas.code}.{quota.code}.org_kinds"
                        yield unknown(file, key, kind, Text("组织类型", "kind of org"), OrgKind)


ORG_KINDS_EXIST = StartCheck(_wrong_org_kinds)
