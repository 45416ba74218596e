"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.errors import Text
from yishi_core.kernel.events.declaration import EventType
from yishi_tenants.settings.switches.models import PluginSwitch

PLUGIN_SWITCHED = EventType("plugin.switched", PluginSwitch)
PLUGIN_ENDED = EventType(
    "plugin.ended", PluginSwitch, Text("停用插件已清结", "Nothing of it is left")
)
