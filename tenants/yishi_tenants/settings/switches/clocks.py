"""Daily: a retired plugin is off where nothing of it is left."""

from __future__ import annotations

from yishi_core.facilities.daily.declaration import daily
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.own import is_own
from yishi_tenants.settings.switches.events import PLUGIN_ENDED
from yishi_tenants.settings.switches.models import PluginSwitch
from yishi_tenants.settings.switches.places import rights_changed
from yishi_tenants.settings.switches.remaining import is_over


@daily("plugins.retired", emits=[PLUGIN_ENDED])
async def end_retired(context: OperationContext) -> None:
    """End the retirement of plugins whose last case is over and whose last record is voided."""
    retired = await context.find(
        PluginSwitch, PluginSwitch.switched_off_at.is_not(None), PluginSwitch.ended_at.is_(None)
    )
    # The innermost first, and of one org the plugins that require others: what they required may
    # then end as well.
    order = [plugin.code for plugin in context.platform.plugins]
    own = sorted({s.plugin for s in retired if is_own(s.plugin)})
    order += own  # what they are laid over may end after them
    for switch in sorted(
        (s for s in retired if s.plugin in order),
        key=lambda s: (-len(s.org_path), -order.index(s.plugin)),
    ):
        if not await is_over(context, switch):
            continue
        switch.ended_at = context.now
        context.emit(PLUGIN_ENDED, switch)
        org = await context.get(OrgUnit, switch.org_id)
        assert org is not None
        await rights_changed(context, org)
