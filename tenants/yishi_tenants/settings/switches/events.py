"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.kernel.events.declaration import EventType
from yishi_tenants.settings.switches.models import PluginSwitch

PLUGIN_SWITCHED = EventType("plugin.switched", PluginSwitch)
