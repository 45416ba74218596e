"""What the county does with variants of its offices: refusing, taking over, spreading, withdrawing."""

from __future__ import annotations

from pydantic import Field

from yishi_core.errors import Refused, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, operation
from yishi_core.kernel.operation.rules import require, require_field, require_state
from yishi_core.kernel.refusals import KernelRule
from yishi_core.kernel.tree.models import OrgUnit
from yishi_tenants.settings.own.drafts import base_of
from yishi_tenants.settings.own.events import (
    OWN_VARIANT_ACCEPTED,
    OWN_VARIANT_REFUSED,
    OWN_VARIANT_RELEASED,
    OWN_VARIANT_TAKEN_OVER,
    OWN_VARIANT_WITHDRAWN,
)
from yishi_tenants.settings.own.models import OwnVariant, OwnVariantState, Spread
from yishi_tenants.settings.own.rules import OwnVariantRule
from yishi_tenants.settings.own.running import put_to_work, require_usable
from yishi_tenants.settings.own.service import add_edition, newest_of
from yishi_tenants.settings.switches.events import PLUGIN_SWITCHED
from yishi_tenants.settings.switches.models import PluginSwitch
from yishi_tenants.settings.switches.places import rights_changed
from yishi_tenants.settings.switches.remaining import is_over, remaining, told
from yishi_tenants.settings.switches.rules import SwitchHint

MANY = 200


class OwnVariantInput(Input):
    """A variant of one's own."""

    variant: Ref[OwnVariant] = like(OwnVariant)


class RefuseVariantInput(OwnVariantInput):
    """A variant of an office, and why the county refuses it."""

    reason: str = like(OwnVariant.reason, min_length=1, max_length=300)


class AcceptVariantInput(OwnVariantInput):
    """A variant that the county refused, and no longer does."""


class WithdrawVariantInput(OwnVariantInput):
    """A variant that is to run nowhere any more, and why."""

    reason: str = like(OwnVariant.reason, min_length=1, max_length=300)


class TakeOverVariantInput(OwnVariantInput):
    """A variant of an office with which the county goes on."""


class SpreadVariantInput(OwnVariantInput):
    """A variant of the county's, and the orgs at which it is put to work."""

    orgs: list[Ref[OrgUnit]] = like(
        OrgUnit,
        doc="Townships of the county, or other orgs below it.",
        min_length=1,
        max_length=MANY,
    )


class SpreadPlace(Structure):
    """What became of one place."""

    org: OrgUnit
    outcome: Spread = Field(title="结果")
    reason: str | None = Field(None, title="未启用原因")


class VariantSpreading(Structure):
    """A variant, and every place at which it was to be put to work."""

    variant: OwnVariant
    edition: int = Field(title="版次")
    places: list[SpreadPlace] = Field(title="各地")


@operation(
    Text("不同意自定工作法", "Refuse a variant of an office"),
    permission=Permission.PLUGIN_OVERSEE,
    subject="variant",
    event=OWN_VARIANT_REFUSED,
)
async def refuse_variant(context: OperationContext, data: RefuseVariantInput) -> OwnVariant:
    """Refuse a variant: no edition of it is released, and it is switched on nowhere, before the
    county accepts it. Where it runs already it goes on; `withdrawVariant` ends that.
    """
    require_state(data.variant, (OwnVariantState.DRAFT, OwnVariantState.RELEASED))
    data.variant.state, data.variant.reason = OwnVariantState.REFUSED, data.reason
    return data.variant


@operation(
    Text("同意自定工作法", "Accept a variant of an office"),
    permission=Permission.PLUGIN_OVERSEE,
    subject="variant",
    event=OWN_VARIANT_ACCEPTED,
)
async def accept_variant(context: OperationContext, data: AcceptVariantInput) -> OwnVariant:
    """Let a variant that was refused be released and switched on again."""
    variant = data.variant
    require_state(variant, (OwnVariantState.REFUSED,))
    variant.state = OwnVariantState.RELEASED if variant.edition else OwnVariantState.DRAFT
    variant.reason = None
    return variant


@operation(
    Text("撤回自定工作法", "Withdraw a variant of one's own"),
    permission=Permission.PLUGIN_SWITCH,
    subject="variant",
    event=OWN_VARIANT_WITHDRAWN,
    emits=[PLUGIN_SWITCHED],
)
async def withdraw_variant(context: OperationContext, data: WithdrawVariantInput) -> OwnVariant:
    """End a variant for good, by the office that made it or by the county.

    Wherever it runs it is retired like a plugin: nothing new begins under it, running cases finish
    with the edition with which they began, and its base holds for what begins afterwards.
    """
    variant = data.variant
    require_state(
        variant, (OwnVariantState.DRAFT, OwnVariantState.RELEASED, OwnVariantState.REFUSED)
    )
    variant.state, variant.reason = OwnVariantState.WITHDRAWN, data.reason
    standing = await context.find(
        PluginSwitch, PluginSwitch.plugin == variant.code, PluginSwitch.switched_off_at.is_(None)
    )
    for switch in standing:
        switch.switched_off_at = context.now
        if await is_over(context, switch):
            switch.ended_at = context.now
        else:
            left = await remaining(context, switch.plugin, switch.org_path)
            context.advise(SwitchHint.PLUGIN_RETIRED, left=told(left))
        context.emit(PLUGIN_SWITCHED, switch)
        org = await context.get(OrgUnit, switch.org_id)
        assert org is not None
        await rights_changed(context, org)
    return variant


@operation(
    Text("接管自定工作法", "Take a variant of an office over"),
    permission=Permission.PLUGIN_OVERSEE,
    subject="variant",
    event=OWN_VARIANT_TAKEN_OVER,
    emits=[OWN_VARIANT_RELEASED],
)
async def take_over_variant(context: OperationContext, data: TakeOverVariantInput) -> OwnVariant:
    """Let the county go on with the variant of an office, under the same code.

    Its newest edition becomes the county's next one; where it runs it goes on as it is. The office
    may no longer change it, but may copy it like any other.
    """
    old = data.variant
    top = await context.first(OrgUnit, OrgUnit.org_path == county_path(context.county))
    assert top is not None
    require(old.org_id != top.id, OwnVariantRule.OF_THE_COUNTY, code=old.code)
    require_state(old, (OwnVariantState.DRAFT, OwnVariantState.RELEASED))
    base = base_of(context, old.base)
    newest = await newest_of(context, old)
    old.state = OwnVariantState.TAKEN_OVER
    await context.session.flush()  # before the new record: of one code one stands
    taken = context.add(
        OwnVariant(
            code=old.code,
            label=newest.label if newest else old.label,
            base=old.base,
            base_version=old.base_version,
            copied_from=f"{old.code} {old.edition}",
            state=OwnVariantState.DRAFT,
            edition=old.edition,
            draft=dict(newest.document if newest else old.draft),
        ),
        top,
    )
    if newest is not None:
        await context.session.flush()
        note = newest.note
        edition = await add_edition(context, top, taken, dict(newest.document), base, note)
        context.emit(OWN_VARIANT_RELEASED, edition)
    return taken


@operation(
    Text("推广自定工作法", "Spread a variant of the county's"),
    permission=Permission.PLUGIN_OVERSEE,
    subject="variant",
    emits=[PLUGIN_SWITCHED],
)
async def spread_variant(context: OperationContext, data: SpreadVariantInput) -> VariantSpreading:
    """Put the newest edition of a variant of the county's to work at chosen orgs, in one act.

    Each place is told by itself: where it is refused (its base is off, another one is laid over
    that base, it runs this edition already) the others are switched on all the same (decision
    0096). Running cases keep what they began with.
    """
    variant = data.variant
    require_usable(variant)
    require(variant.edition, OwnVariantRule.NO_EDITION, code=variant.code)
    require(
        variant.org_path == county_path(context.county),
        OwnVariantRule.NOT_OF_THE_COUNTY,
        code=variant.code,
    )
    for n, org in enumerate(data.orgs):
        require_field(
            org.county == context.county,
            f"orgs.{n}",
            "只能推广到本县的组织。",
            "It is spread within its county.",
        )
    # In a fixed order: two spreads at once would wait for each other's townships.
    done = {
        org.id: await _spread_to(context, variant, org)
        for org in sorted(data.orgs, key=lambda org: org.org_path)
    }
    places = [done[org.id] for org in data.orgs]
    return VariantSpreading(variant=variant, edition=variant.edition, places=places)


async def _spread_to(context: OperationContext, variant: OwnVariant, org: OrgUnit) -> SpreadPlace:
    try:
        if org.closed_on is not None:
            raise Refused(KernelRule.ORG_CLOSED, org=org.name, day=org.closed_on)
        switch = await put_to_work(context, org, variant)
    except Refused as refusal:
        return SpreadPlace(org=org, outcome=Spread.REFUSED, reason=refusal.text.zh)
    context.emit(PLUGIN_SWITCHED, switch)
    await rights_changed(context, org)
    return SpreadPlace(org=org, outcome=Spread.SWITCHED_ON)
