"""Adopting, changing and ending sets of quotas (domain.md 2.12)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.quotas import rules
from yishi_core.domain.quotas.events import (
    QUOTA_SET_ADOPTED,
    QUOTA_SET_DEFINED,
    QUOTA_SET_ENDED,
    QUOTA_SET_REVISED,
)
from yishi_core.domain.quotas.models import QuotaRule, QuotaSet, QuotaSubject
from yishi_core.errors import Conflict, InvalidInput, Text
from yishi_core.facilities.metrics.catalogue import catalogue_for
from yishi_core.facilities.metrics.periods import PeriodKind
from yishi_core.facilities.metrics.words import require_known_words
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Beside, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import require_field
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.variant import QuotaDef, QuotaSetDef

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


class QuotaItemInput(Input):
    """A minimum of a metric."""

    code: Code = like(QuotaRule.code)
    label: str = like(QuotaRule.label, min_length=2, max_length=120)
    subject: QuotaSubject = like(QuotaRule.subject)
    metric: str = Field(
        title="计数指标",
        description="What is counted, e.g. activities{kind=survey}.",
        min_length=1,
        max_length=500,
    )
    min: Annotated[Decimal, Field(gt=0, le=10**12, max_digits=14, decimal_places=2)] = like(
        QuotaRule.min, doc="Least number."
    )
    period: PeriodKind = like(QuotaRule.period, doc="Week … term, once.")
    org_kinds: list[str] = like(
        QuotaRule.org_kinds,
        default_factory=list,
        doc="Of orgs: kinds that must meet it.",
        max_length=30,
    )
    per_member: bool = like(QuotaRule.per_member, False)
    last_months: int | None = like(
        QuotaRule.last_months, None, doc="Only the last so many months count.", ge=1, le=12
    )


class AdoptQuotaSetInput(Input):
    """A set of core or of an enabled variant."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="In force here and below.")
    code: str = like(QuotaSet.code, min_length=1, max_length=60)
    from_on: date | None = Field(
        None,
        title="启用日期",
        description="First day in force; 1 January of this year unless named.",
    )


class DefineQuotaSetInput(Input, enters=QuotaSet):
    """A set of the org's own."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="In force here and below.")
    code: Code = like(QuotaSet.code)
    name: str = like(QuotaSet.name, min_length=2, max_length=60)
    items: Annotated[list[QuotaItemInput], Beside()] = Field(
        title="指标项", description="What is to be done.", min_length=1, max_length=30
    )
    from_on: date | None = Field(
        None,
        title="启用日期",
        description="First day in force; 1 January of this year unless named.",
    )


class ReviseQuotaSetInput(Input):
    """Other quotas from a day on."""

    quota_set: Ref[QuotaSet] = like(QuotaSet)
    items: list[QuotaItemInput] = Field(
        title="指标项", description="The whole set as it is to be.", min_length=1, max_length=30
    )
    from_on: date = Field(title="启用日期", description="First day of the new edition.")
    reason: str = Field(title="调整原因", description="Why.", min_length=2, max_length=500)


class EndQuotaSetInput(Input):
    """The end of a set."""

    quota_set: Ref[QuotaSet] = like(QuotaSet)
    to_on: date | None = like(QuotaSet.to_on, None, doc="Last day in force; today unless named.")
    reason: str = Field(title="停用原因", description="Why.", min_length=2, max_length=500)


@operation(
    Text("采用履职指标", "Adopt a quota set"),
    permission=Permission.QUOTA_MANAGE,
    subject="org",
    event=QUOTA_SET_ADOPTED,
)
async def adopt_quota_set(context: OperationContext, data: AdoptQuotaSetInput) -> QuotaSet:
    """Put a set of core or of a variant in force at an org and below.

    From then on it is the org's own and may be changed.
    """
    offered = _offered(context)
    if data.code not in offered:
        listed = "、".join(f"{d.code}({d.label})" for d in offered.values())
        raise InvalidInput.of(
            "code",
            f"没有履职指标“{data.code}”,可选:{listed}。",
            f"No set {data.code}; there are: {', '.join(offered)}.",
        )
    definition = offered[data.code]
    begun = data.from_on or date(context.today.year, 1, 1)
    made = await _begin(
        context, QuotaSet(code=definition.code, name=definition.label, edition=1, from_on=begun)
    )
    _fill(context, made, [rules.rule_of(item, begun) for item in definition.items])
    return made


@operation(
    Text("自定履职指标", "Define a quota set"),
    permission=Permission.QUOTA_MANAGE,
    subject="org",
    event=QUOTA_SET_DEFINED,
)
async def define_quota_set(context: OperationContext, data: DefineQuotaSetInput) -> QuotaSet:
    """Put a set of the org's own in force at the org and below."""
    begun = data.from_on or date(context.today.year, 1, 1)
    made = await _begin(context, entered(QuotaSet, data, edition=1, from_on=begun))
    _fill(context, made, await _rules(context, data.items, begun))
    return made


@operation(
    Text("调整履职指标", "Revise a quota set"),
    permission=Permission.QUOTA_MANAGE,
    subject="quota_set",
    event=QUOTA_SET_REVISED,
)
async def revise_quota_set(context: OperationContext, data: ReviseQuotaSetInput) -> QuotaSet:
    """Begin a new edition of a set.

    The old edition ends the day before and keeps its periods and figures.
    """
    old = data.quota_set
    rules.require_running(old, data.from_on, "from_on")
    await _end(context, old, data.from_on - timedelta(days=1), None)
    made = QuotaSet(
        code=old.code,
        name=old.name,
        edition=old.edition + 1,
        from_on=data.from_on,
        replaces_id=old.id,
        change_reason=data.reason,
        settings_digest=await context.platform.settings.keep(
            context.session, context.county, context.settings
        ),
    )
    context.add(made)
    _fill(context, made, await _rules(context, data.items, data.from_on))
    return made


@operation(
    Text("停用履职指标", "End a quota set"),
    permission=Permission.QUOTA_MANAGE,
    subject="quota_set",
    event=QUOTA_SET_ENDED,
)
async def end_quota_set(context: OperationContext, data: EndQuotaSetInput) -> QuotaSet:
    """End a set of quotas. Its figures stay."""
    last = data.to_on or context.today
    rules.require_running(data.quota_set, last, "to_on")
    await _end(context, data.quota_set, last, data.reason)
    return data.quota_set


async def _begin(context: OperationContext, row: QuotaSet) -> QuotaSet:
    require_field(
        row.from_on.year <= context.today.year + 1,
        "from_on",
        "启用日期最迟为明年。",
        "Begin next year at the latest.",
    )
    same = (QuotaSet.org_id == context.org.id, QuotaSet.code == row.code)
    for earlier in await context.find(QuotaSet, *same):
        if earlier.to_on is None or earlier.to_on >= row.from_on:
            raise Conflict(
                Text(
                    "该履职指标已启用,请先停用或直接调整。",
                    "The set is in force already: revise it, or end it first.",
                )
            )
        row.edition = max(row.edition, earlier.edition + 1)
    row.settings_digest = await context.platform.settings.keep(
        context.session, context.county, context.settings
    )
    return context.add(row)


def _fill(context: OperationContext, owner: QuotaSet, made: list[QuotaRule]) -> None:
    for rule in made:
        rule.quota_set_id = owner.id
        context.add(rule)


async def _rules(
    context: OperationContext, items: list[QuotaItemInput], begun: date
) -> list[QuotaRule]:
    catalogue, codes = catalogue_for(context), [item.code for item in items]
    for index, item in enumerate(items):
        require_field(
            item.code not in codes[:index],
            f"items.{index}.code",
            f"“{item.code}”重复。",
            f"“{item.code}” stands twice.",
        )
        for_, path = rules.COUNTED_FOR[item.subject], f"items.{index}.metric"
        await require_known_words(context, item.metric, for_, path)
        rules.require_countable(catalogue, item.metric, item.subject, path)
        rules.require_org_kinds(item.subject, item.org_kinds, f"items.{index}.org_kinds")
        whole = item.subject is QuotaSubject.ORG or not item.per_member
        require_field(
            whole,
            f"items.{index}.per_member",
            "仅组织指标可按委员人数计算。",
            "Only quotas of orgs are per member.",
        )
    return [
        rules.rule_of(QuotaDef.model_validate(item.model_dump(mode="json")), begun)
        for item in items
    ]


async def _end(context: OperationContext, row: QuotaSet, last: date, reason: str | None) -> None:
    row.to_on, row.change_reason = last, reason or row.change_reason
    for rule in await context.find(QuotaRule, QuotaRule.quota_set_id == row.id):
        rule.to_on = last


def _offered(context: OperationContext) -> dict[str, QuotaSetDef]:
    variants = context.platform.plugins.switched_on(context.settings)
    return {d.code: d for variant in variants for d in variant.quotas}
