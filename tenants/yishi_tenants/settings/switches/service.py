"""Switching plugins on and off."""

from __future__ import annotations

from pydantic import Field

from yishi_core.errors import InvalidInput, Refused, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.sources import LoadedPlugin
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.own import is_own
from yishi_tenants.settings.layers import ground
from yishi_tenants.settings.own.models import OwnEdition, OwnVariant, OwnVariantState
from yishi_tenants.settings.own.running import put_to_work
from yishi_tenants.settings.switches.events import PLUGIN_SWITCHED
from yishi_tenants.settings.switches.models import PluginSwitch
from yishi_tenants.settings.switches.places import lock, rights_changed
from yishi_tenants.settings.switches.remaining import is_over, remaining, told
from yishi_tenants.settings.switches.rules import SwitchHint, SwitchRule


class SwitchPluginInput(Input):
    """A plugin, an org, and whether the plugin is to be on there and below."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="The plugin is switched for this org and all below it.")
    plugin: str = like(
        PluginSwitch.plugin, doc="Code of the plugin, see `variants`.", max_length=60
    )
    on: bool = Field(title="启用", description="true switches on, false off.")


@operation(
    Text("启用或停用插件", "Switch a plugin on or off"),
    permission=Permission.PLUGIN_SWITCH,
    subject="org",
    event=PLUGIN_SWITCHED,
)
async def switch_plugin(context: OperationContext, data: SwitchPluginInput) -> PluginSwitch:
    """Switch a plugin on or off for an org and all orgs below it.

    Refused when it is on or off already, when it is on at an org above (switch it off there), when
    a plugin that it requires is not on, or when a plugin that requires it still is. Of a variant of
    one's own (code own_…) the newest edition runs from now on.

    Where cases run under it or records of it are there, switching it off retires it: nothing new
    begins, what is there stays readable, and running cases finish under the settings, and so the
    plugins, with which they began. Switching it off once more ends that where nothing is left
    (`already_retired` tells what is).
    """
    await lock(context, data.org)
    if data.on and is_own(data.plugin):
        switch = await put_to_work(context, data.org, await _own_variant(context, data.plugin))
        await rights_changed(context, data.org)
        return switch
    own = await context.first(
        PluginSwitch,
        PluginSwitch.org_id == data.org.id,
        PluginSwitch.plugin == data.plugin,
        PluginSwitch.ended_at.is_(None),
    )
    switch = await (_on if data.on else _off)(context, data, own)
    await rights_changed(context, data.org)
    return switch


async def _own_variant(context: OperationContext, code: str) -> OwnVariant:
    """The variant of one's own with this code, of the caller's own office or of one above."""
    variant = await context.first(
        OwnVariant, OwnVariant.code == code, OwnVariant.state != OwnVariantState.TAKEN_OVER
    )
    if variant is None:
        raise InvalidInput.of(
            "plugin", f"没有自定工作法“{code}”。", f"There is no variant of one's own “{code}”."
        )
    return variant


async def _on(
    context: OperationContext, data: SwitchPluginInput, own: PluginSwitch | None
) -> PluginSwitch:
    plugin = _installed(context, data.plugin)
    retired = own is not None and own.switched_off_at is not None
    if (own is not None and not retired) or data.plugin in context.settings.plugins:
        raise Refused(SwitchRule.ALREADY_ON, plugin=data.plugin)
    missing = [
        need.name for need in plugin.variant.needs if need.name not in context.settings.plugins
    ]
    if missing:
        raise Refused(
            SwitchRule.REQUIREMENT_OFF,
            data={"plugins": missing},
            plugin=data.plugin,
            missing=Text.listed(missing),
        )
    if own is not None:
        own.ended_at = context.now
        await context.session.flush()  # before the new period: of one org and plugin one stands
    return context.add(
        PluginSwitch(
            plugin=data.plugin, plugin_version=plugin.variant.version, switched_on_at=context.now
        ),
        data.org,
    )


async def _off(
    context: OperationContext, data: SwitchPluginInput, own: PluginSwitch | None
) -> PluginSwitch:
    if own is None or own.switched_off_at is not None:
        on = {plugin for plugin, _ in (await ground(context.session, data.org)).switched_on}
        if data.plugin in on:
            raise Refused(SwitchRule.ON_ABOVE, plugin=data.plugin)
        if own is None:
            raise Refused(SwitchRule.ALREADY_OFF, plugin=data.plugin)
        return await _cleared(context, own)
    if needed := await _needed_by(context, data):
        raise Refused(
            SwitchRule.STILL_REQUIRED,
            data={"plugins": needed},
            plugin=data.plugin,
            needed=Text.listed(needed),
        )
    own.switched_off_at = context.now
    if await is_over(context, own):
        own.ended_at = context.now
    else:
        left = told(await remaining(context, own.plugin, own.org_path))
        context.advise(SwitchHint.PLUGIN_RETIRED, left=left)
    return own


async def _cleared(context: OperationContext, own: PluginSwitch) -> PluginSwitch:
    """End the retirement of a plugin; refused while something of it is left."""
    if not await is_over(context, own):
        left = await remaining(context, own.plugin, own.org_path)
        raise Refused(
            SwitchRule.ALREADY_RETIRED,
            data={"runningCases": left.running_cases, "records": left.records},
            plugin=own.plugin,
            left=told(left),
        )
    own.ended_at = context.now
    return own


def _installed(context: OperationContext, code: str) -> LoadedPlugin:
    plugins = context.platform.plugins
    if code not in plugins:
        known = "、".join(f"{p.code}({p.variant.label})" for p in plugins)
        raise InvalidInput.of(
            "plugin",
            f"没有安装插件“{code}”,已安装:{known}。",
            f"No plugin “{code}”; installed: {', '.join(plugins.variants)}.",
        )
    return plugins[code]


async def _needed_by(context: OperationContext, data: SwitchPluginInput) -> list[str]:
    """Plugins that require this one, and variants of one's own that are laid over it, which are on
    here, above or below.
    """
    below = await context.find(
        PluginSwitch,
        PluginSwitch.org_path.bool_op("^@")(data.org.org_path),
        PluginSwitch.switched_off_at.is_(None),
    )
    on = {s.plugin for s in below} | set(context.settings.plugins)
    own = {s.plugin for s in below if is_own(s.plugin)}
    over = {one.variant.code for one in context.settings.own if one.base == data.plugin}
    if own:
        editions = await context.find(
            OwnEdition, OwnEdition.code.in_(own), OwnEdition.base == data.plugin
        )
        over |= {edition.code for edition in editions}
    return [
        *(
            p.code
            for p in context.platform.plugins
            if p.code in on and any(n.name == data.plugin for n in p.variant.needs)
        ),
        *sorted(over),
    ]
