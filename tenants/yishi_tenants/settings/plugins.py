"""Which plugins an org has: on, retired, off or missing, each with its settings form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from yishi_core.errors import Text
from yishi_core.kernel.operation import Input, OperationContext, Ref, like, question
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.own import is_own
from yishi_core.kernel.variants.variant import CORE
from yishi_tenants.settings.forms import PluginState, PluginStatus, setting_fields
from yishi_tenants.settings.layers import SettingsLayers, ground, lineage
from yishi_tenants.settings.merge import Layer, held, level_of, presets
from yishi_tenants.settings.own.editions import layers_of
from yishi_tenants.settings.own.models import OwnVariant, OwnVariantState
from yishi_tenants.settings.switches.models import PluginSwitch
from yishi_tenants.settings.switches.places import on_below
from yishi_tenants.settings.switches.remaining import records_of, running_under


class PluginsInput(Input):
    """An org."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="Whose plugins and settings.")


@question(
    Text("组织的插件与设置", "Plugins and settings of an org"),
    permission="plugin_switch:read",
    subject="org",
)
async def plugins(context: OperationContext, data: PluginsInput) -> list[PluginState]:
    """Every plugin as the org sees it: its state, and its settings form.

    The platform's own settings come first, as `core`; then what is installed, the variants of one's
    own (code own_…, version the edition) of the org and those above, and at last what is missing:
    switched on here, or needed by running cases, without being installed.
    """
    stand = await _look(context, data.org)
    installed = context.platform.plugins.variants
    codes = (CORE, *installed, *stand.own, *stand.missing)
    return [await _state(context, code, stand) for code in codes]


@dataclass(frozen=True)
class _Stand:
    """What the states of an org's plugins are made of."""

    org: OrgUnit
    ground: SettingsLayers
    names: dict[str, str]
    """Path → name, from the county down to the org."""
    running: Mapping[str, int]
    """Plugin → number of running cases, here and below, that began under it."""
    below: frozenset[str]
    """Plugins that are on at an org below."""
    missing: tuple[str, ...]
    own: Mapping[str, OwnVariant]
    """Code → variant of one's own that is of the org or one above, on or retired there."""
    layers: Sequence[Layer]

    def status(self, code: str) -> PluginStatus:
        if code in self.missing:
            return PluginStatus.MISSING
        if code == CORE or self.places(code):
            return PluginStatus.ON
        return PluginStatus.RETIRED if code in self.ground.only_retired else PluginStatus.OFF

    def places(self, code: str) -> list[str]:
        """The paths of the orgs, this one or above, at which a plugin is on."""
        return [path for plugin, path in self.ground.switched_on if plugin == code]


async def _look(context: OperationContext, org: OrgUnit) -> _Stand:
    base = await ground(context.session, org)
    lines = await context.find(OrgUnit, OrgUnit.org_path.in_(lineage(org.org_path)))
    running = await running_under(context, org.org_path)
    named = {*running, *(plugin for plugin, _ in (*base.switched_on, *base.retired))}
    own = await context.find(
        OwnVariant,
        OwnVariant.state != OwnVariantState.TAKEN_OVER,
        sa.or_(OwnVariant.org_path.in_(lineage(org.org_path)), OwnVariant.code.in_(named)),
        order=OwnVariant.code,
    )
    missing = named - set(context.platform.plugins.variants)
    return _Stand(
        org,
        base,
        {row.org_path: row.name for row in lines},
        running,
        await on_below(context, org),
        tuple(sorted(code for code in missing if not is_own(code))),
        {variant.code: variant for variant in own},
        await layers_of(context, base),
    )


async def _state(context: OperationContext, code: str, stand: _Stand) -> PluginState:
    status, base, org = stand.status(code), stand.ground, stand.org
    variant = context.platform.plugins.variant(code)
    named = variant or stand.own.get(code)
    on = stand.places(code)
    places = on or [path for plugin, path in base.retired if plugin == code]
    left = status in (PluginStatus.RETIRED, PluginStatus.MISSING)
    preset = presets(context.platform.plugins, (plugin for plugin, _ in base.switched_on))
    return PluginState(
        code=code,
        label=named.label if named else code,
        version=variant.version if variant else await _version(context, code),
        summary=variant.summary if variant else "",
        state=status,
        on=bool(on) or code == CORE,
        on_here=org.org_path in on,
        on_at=stand.names.get(places[0], places[0]) if places else None,
        on_below=code in stand.below,
        running_cases=stand.running.get(code, 0) if left else None,
        records=await records_of(context, code, org.org_path)
        if status is PluginStatus.RETIRED
        else None,
        number=base.numbers.get((org.org_path, code), 0),
        settings=setting_fields(
            variant,
            held(variant, stand.layers, preset),
            level_of(org.org_path),
            stand.names,
            org.org_path,
        )
        if variant
        else [],
    )


async def _version(context: OperationContext, code: str) -> str:
    """The version that a plugin had when it was switched on last; empty where it never was."""
    order = PluginSwitch.switched_on_at.desc()
    switch = await context.first(PluginSwitch, PluginSwitch.plugin == code, order=order)
    return switch.plugin_version if switch else ""
