"""Adopting, changing and ending sets of quotas (domain.md 2.12)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.quotas import rules
from yishi_core.domain.quotas.models import QuotaRule, QuotaSet, QuotaSubject
from yishi_core.errors import Conflict, InvalidInput, Text
from yishi_core.facilities.metrics.periods import PeriodKind
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, operation
from yishi_core.kernel.operation.rules import require_field
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.variant import QuotaDef, QuotaSetDef

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


class QuotaItemInput(Input):
    """A minimum of a metric."""

    code: Code = Field(title="代码", description="Code within the set.")
    label: str = Field(
        title="名称", description="What is to be done.", min_length=2, max_length=120
    )
    subject: QuotaSubject = Field(title="对象", description="Station, org, member or council room.")
    metric: str = Field(
        title="计数指标",
        description="What is counted, e.g. activities{kind=survey}.",
        min_length=1,
        max_length=500,
    )
    min: Annotated[Decimal, Field(gt=0, le=10**12, max_digits=14, decimal_places=2)] = Field(
        title="最低数", description="Least number."
    )
    period: PeriodKind = Field(title="周期", description="Week … term, once.")
    org_kinds: list[str] = Field(
        default_factory=list,
        title="组织类型",
        description="Of orgs: kinds that must meet it.",
        max_length=30,
    )
    per_member: bool = Field(
        False, title="按委员人数", description="The least number is for each member in office."
    )
    last_months: int | None = Field(
        None, title="限于末几个月", description="Only the last so many months count.", ge=1, le=12
    )


class AdoptQuotaSetInput(Input):
    """A set of core or of an enabled variant."""

    org: Ref[OrgUnit] = Field(title="组织", description="In force here and below.")
    code: str = Field(title="代码", description="Code of the set.", min_length=1, max_length=60)
    from_on: date | None = Field(
        None,
        title="启用日期",
        description="First day in force; 1 January of this year unless named.",
    )


class DefineQuotaSetInput(Input):
    """A set of the org's own."""

    org: Ref[OrgUnit] = Field(title="组织", description="In force here and below.")
    code: Code = Field(title="代码", description="Code of the set.")
    name: str = Field(title="名称", description="Name.", min_length=2, max_length=60)
    items: list[QuotaItemInput] = Field(
        title="指标项", description="What is to be done.", min_length=1, max_length=30
    )
    from_on: date | None = Field(
        None,
        title="启用日期",
        description="First day in force; 1 January of this year unless named.",
    )


class ReviseQuotaSetInput(Input):
    """Other quotas from a day on."""

    quota_set: Ref[QuotaSet] = Field(title="履职指标")
    items: list[QuotaItemInput] = Field(
        title="指标项", description="The whole set as it is to be.", min_length=1, max_length=30
    )
    from_on: date = Field(title="启用日期", description="First day of the new edition.")
    reason: str = Field(title="调整原因", description="Why.", min_length=2, max_length=500)


class EndQuotaSetInput(Input):
    """The end of a set."""

    quota_set: Ref[QuotaSet] = Field(title="履职指标")
    to_on: date | None = Field(
        None, title="截止日期", description="Last day in force; today unless named."
    )
    reason: str = Field(title="停用原因", description="Why.", min_length=2, max_length=500)


@operation(
    Text("采用履职指标", "Adopt a quota set"),
    permission=Permission.QUOTA_MANAGE,
    subject="org",
    event="quota_set.adopted",
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
    event="quota_set.defined",
)
async def define_quota_set(context: OperationContext, data: DefineQuotaSetInput) -> QuotaSet:
    """Put a set of the org's own in force at the org and below."""
    begun = data.from_on or date(context.today.year, 1, 1)
    made = await _begin(context, QuotaSet(code=data.code, name=data.name, edition=1, from_on=begun))
    _fill(context, made, _rules(data.items, begun))
    return made


@operation(
    Text("调整履职指标", "Revise a quota set"),
    permission=Permission.QUOTA_MANAGE,
    subject="quota_set",
    event="quota_set.revised",
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
    _fill(context, made, _rules(data.items, data.from_on))
    return made


@operation(
    Text("停用履职指标", "End a quota set"),
    permission=Permission.QUOTA_MANAGE,
    subject="quota_set",
    event="quota_set.ended",
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


def _rules(items: list[QuotaItemInput], begun: date) -> list[QuotaRule]:
    codes = [item.code for item in items]
    for index, item in enumerate(items):
        require_field(
            item.code not in codes[:index],
            f"items.{index}.code",
            f"“{item.code}”重复。",
            f"“{item.code}” stands twice.",
        )
        rules.require_countable(item.metric, item.subject, f"items.{index}.metric")
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
    plugins = context.platform.plugins
    variants = [plugins.core, *(v for c in context.settings.plugins if (v := plugins.variant(c)))]
    return {d.code: d for variant in variants for d in variant.quotas}
