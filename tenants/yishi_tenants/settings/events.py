"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.kernel.events.declaration import EventType
from yishi_tenants.settings.models import SettingVersion

PLUGIN_CONFIGURED = EventType("plugin.configured", SettingVersion)

CASE_SETTINGS_MOVED = EventType("case.settings_moved", ConsultationCase)
