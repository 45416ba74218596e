"""To-dos of those who switch plugins: cases that still run under one that they have retired."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.domain.procedures.models import CaseState, ConsultationCase
from yishi_core.domain.procedures.todos import CASE
from yishi_core.errors import Text
from yishi_core.facilities.todos.declaration import Todo
from yishi_core.kernel.access import Permission
from yishi_tenants.settings.models import SettingDocument
from yishi_tenants.settings.switches.models import PluginSwitch

_retired_there = sa.and_(
    PluginSwitch.county == ConsultationCase.county,
    PluginSwitch.switched_off_at.is_not(None),
    PluginSwitch.ended_at.is_(None),
    PluginSwitch.voided_at.is_(None),
    ConsultationCase.org_path.bool_op("^@")(PluginSwitch.org_path),
)
_begun_under_it = sa.and_(
    SettingDocument.county == ConsultationCase.county,
    SettingDocument.digest == ConsultationCase.settings_digest,
    PluginSwitch.plugin == sa.any_(SettingDocument.plugins),
)

FINISH = Todo(
    "case.finish",
    CASE,
    Text("办结:所用插件已停用", "Finish it: its plugin is switched off"),
    waits="插件已停用,事项未办结",
    permission=Permission.PLUGIN_SWITCH,
    when=(ConsultationCase.state == CaseState.RUNNING)
    & sa.exists().where(_retired_there, _begun_under_it).correlate(ConsultationCase),
    by=("stop_case", "move_case_settings"),
)
