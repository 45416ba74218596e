"""Putting an edition to work at an org."""

from __future__ import annotations

from yishi_core.errors import Refused, Text
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.own import PREFIX
from yishi_core.kernel.variants.settings import Effective
from yishi_tenants.settings.own.models import OwnVariant, OwnVariantState
from yishi_tenants.settings.own.rules import OwnVariantRule
from yishi_tenants.settings.switches.models import PluginSwitch
from yishi_tenants.settings.switches.places import lock
from yishi_tenants.settings.switches.rules import SwitchRule


def require_usable(variant: OwnVariant) -> None:
    """Refuse what the county refuses, has withdrawn, or goes on with itself."""
    match variant.state:
        case OwnVariantState.REFUSED:
            raise Refused(
                OwnVariantRule.OWN_REFUSED, code=variant.code, reason=variant.reason or ""
            )
        case OwnVariantState.WITHDRAWN:
            raise Refused(OwnVariantRule.OWN_WITHDRAWN, code=variant.code)
        case OwnVariantState.TAKEN_OVER:
            raise Refused(OwnVariantRule.OWN_TAKEN_OVER, code=variant.code)


async def put_to_work(context: OperationContext, org: OrgUnit, variant: OwnVariant) -> PluginSwitch:
    """Let the newest edition run at an org and below, from now on; running cases keep theirs.

    Refused where its base is off, where another one is laid over that base, and where it is on at
    an org above.
    """
    require_usable(variant)
    code, edition = variant.code, str(variant.edition)
    if not variant.edition:
        raise Refused(OwnVariantRule.NO_EDITION, code=code)
    await lock(context, org)
    settings = await context.platform.settings.effective(context.session, org)
    if variant.base not in settings.plugins:
        raise Refused(
            SwitchRule.REQUIREMENT_OFF,
            data={"plugins": [variant.base]},
            plugin=code,
            missing=Text.listed([variant.base]),
        )
    for one in settings.own:
        if one.variant.code == code and one.path != org.org_path:
            raise Refused(SwitchRule.ON_ABOVE, plugin=code)
    await _require_alone(context, org, settings, variant)
    standing = await context.first(
        PluginSwitch,
        PluginSwitch.org_id == org.id,
        PluginSwitch.plugin == code,
        PluginSwitch.ended_at.is_(None),
    )
    if standing is not None:
        if standing.switched_off_at is None and standing.plugin_version == edition:
            raise Refused(SwitchRule.ALREADY_ON, plugin=code)
        standing.ended_at = context.now
        await context.session.flush()  # before the new period: of one org and code one stands
    return context.add(
        PluginSwitch(plugin=code, plugin_version=edition, switched_on_at=context.now), org
    )


async def _require_alone(
    context: OperationContext, org: OrgUnit, here: Effective, variant: OwnVariant
) -> None:
    """Refuse a second variant over the same base at an org, above or below it.

    Below, the nearer one would hold, and the office there would escape what its level above has
    put to work; it is to switch its own off first.
    """
    for one in here.own:
        if one.base == variant.base and one.variant.code != variant.code:
            _taken(variant.base, one.variant.label)
    below = await context.find(
        PluginSwitch,
        PluginSwitch.org_path.bool_op("^@")(org.org_path),
        PluginSwitch.org_path != org.org_path,
        PluginSwitch.plugin.startswith(PREFIX, autoescape=True),
        PluginSwitch.plugin != variant.code,
        PluginSwitch.switched_off_at.is_(None),
    )
    for switch in below:
        other = await context.first(
            OwnVariant,
            OwnVariant.code == switch.plugin,
            OwnVariant.base == variant.base,
        )
        if other is not None:
            _taken(variant.base, other.label)


def _taken(base: str, other: str) -> None:
    raise Refused(OwnVariantRule.BASE_TAKEN, base=base, other=other)
