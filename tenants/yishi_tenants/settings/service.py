"""Reading and changing settings; which plugins are installed and on."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from pydantic import Field

from yishi_core.domain.procedures.models import CaseState, ConsultationCase
from yishi_core.errors import Conflict, Refused, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import Input, OperationContext, Ref, like, operation, question
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.rules import require_state
from yishi_core.kernel.tree.models import OrgUnit
from yishi_tenants.settings.change import Change, plan
from yishi_tenants.settings.events import CASE_SETTINGS_MOVED, PLUGIN_CONFIGURED
from yishi_tenants.settings.forms import (
    CaseMovePreview,
    ChangedSetting,
    InstalledVariant,
    KeptCase,
    SettingsPreview,
    installed_variant,
)
from yishi_tenants.settings.models import SettingVersion
from yishi_tenants.settings.moving import changed_values, plan_move
from yishi_tenants.settings.rules import SettingsRule

SHOWN_CASES = 50


class PreviewSettingsInput(Input):
    """Values that an org would set of one plugin (`core` for the platform's own)."""

    org: Ref[OrgUnit] = like(
        OrgUnit, doc="The level at which they are set; it and all below inherit them."
    )
    plugin: str = like(SettingVersion.plugin, max_length=60)
    values: dict[str, Any] = Field(
        default_factory=dict,
        title="设置",
        description="Key → value; null goes back to what is inherited.",
        max_length=200,
    )
    fixed: list[str] | None = like(
        SettingVersion.fixed,
        None,
        doc="Keys that the levels below may not change; absent: as before.",
        max_length=200,
    )


class ConfigurePluginInput(PreviewSettingsInput):
    """Values that an org sets of one plugin."""

    note: str | None = like(SettingVersion.note, None, max_length=500)
    based_on: int | None = Field(
        None,
        title="所据版本",
        description="`number` of the version that the form was filled from; a newer one is a "
        "conflict.",
        ge=0,
    )


class CaseSettingsInput(Input):
    """A running case."""

    case: Ref[ConsultationCase] = like(
        ConsultationCase, doc="It keeps the settings with which it began until it is moved."
    )


class PreviewCaseSettingsInput(CaseSettingsInput):
    """A running case that may be moved."""


class MoveCaseSettingsInput(CaseSettingsInput):
    """A running case that is moved."""


class VariantsInput(Input):
    """This input has no fields."""


@operation(
    Text("修改插件设置", "Configure a plugin"),
    permission=Permission.PLUGIN_CONFIGURE,
    subject="org",
    event=PLUGIN_CONFIGURED,
)
async def configure_plugin(context: OperationContext, data: ConfigurePluginInput) -> SettingVersion:
    """Change settings of a plugin for an org and all orgs below it.

    A key can be changed only where the plugin opens it to this level and no level above has fixed
    it. The change is checked as a whole, and nothing is saved when one value is wrong. Running
    cases keep the settings with which they began: see `previewSettings`.
    """
    # Two changes at once would both write the next number, so one waits for the other here.
    await context.session.execute(
        sa.select(OrgUnit.id)
        .where(OrgUnit.county == context.county, OrgUnit.id == data.org.id)
        .with_for_update(key_share=True)
    )
    change = await plan(context, data.org, data.plugin, data.values, data.fixed)
    if data.based_on is not None and data.based_on != change.number:
        raise Conflict.stale(change.number)
    own = change.ground.layers[-1].overrides.get(data.plugin, {})
    if change.overrides == own and change.fixed == change.was_fixed:
        raise Refused(SettingsRule.NOTHING_CHANGED)
    return context.add(
        SettingVersion(
            plugin=data.plugin,
            number=change.number + 1,
            changes={
                k: {"before": change.before[k].value, "after": change.after[k].value}
                for k in change.changed
            },
            overrides=dict(change.overrides),
            fixed=list(change.fixed),
            effective={key: found.value for key, found in change.after.items()},
            note=data.note,
        ),
        data.org,
    )


@question(
    Text("预览设置变更", "Preview a change of settings"),
    permission=Permission.PLUGIN_CONFIGURE,
    subject="org",
)
async def preview_settings(
    context: OperationContext, data: PreviewSettingsInput
) -> SettingsPreview:
    """What a change would alter at the org, and which running cases would keep their version.

    It refuses what `configurePlugin` would refuse.
    """
    change = await plan(context, data.org, data.plugin, data.values, data.fixed)
    running = (
        ConsultationCase.state == CaseState.RUNNING,
        ConsultationCase.org_path.bool_op("^@")(data.org.org_path),
    )
    return SettingsPreview(
        changes=_changes(change),
        running_cases=await context.count(ConsultationCase, *running),
        cases=[
            KeptCase(id=global_id(case), no=case.no, title=case.title)
            for case in await context.find(ConsultationCase, *running, limit=SHOWN_CASES)
        ],
    )


@question(
    Text("预览事项改用新版设置", "Preview a case's move to the newest settings"),
    permission=Permission.PLUGIN_CONFIGURE,
    subject="case",
)
async def preview_case_settings(
    context: OperationContext, data: PreviewCaseSettingsInput
) -> CaseMovePreview:
    """What would change for one running case, and whether it can be moved at all.

    It cannot be moved where a step that was begun no longer exists.
    """
    require_state(data.case, (CaseState.RUNNING,))
    reason, procedure = None, None
    try:
        procedure = (await plan_move(context, data.case)).procedure
    except Refused as refusal:
        reason = refusal.text.zh
    newest = await context.platform.settings.effective(context.session, context.org)
    old = context.settings.procedures.get(data.case.procedure)
    return CaseMovePreview(
        possible=reason is None,
        reason=reason,
        changes=[
            ChangedSetting(
                key=f"{plugin}.{key}",
                label=_label(context, plugin, key),
                before=before,
                after=after,
            )
            for plugin, key, before, after in changed_values(context.settings, newest)
        ],
        steps_before=[step.label for step in old.steps] if old else [],
        steps_after=[step.label for step in procedure.steps] if procedure else [],
    )


@operation(
    Text("事项改用新版设置", "Move a case to the newest settings"),
    permission=Permission.PLUGIN_CONFIGURE,
    subject="case",
    event=CASE_SETTINGS_MOVED,
)
async def move_case_settings(
    context: OperationContext, data: MoveCaseSettingsInput
) -> ConsultationCase:
    """Let a running case continue under the newest settings of its org.

    Steps that were done stay; steps not begun follow the newer procedure; steps that it adds before
    the current one count as skipped. Refused where a step that was begun no longer exists
    (`step_gone`) or the order of begun steps has changed (`steps_reordered`).
    """
    require_state(data.case, (CaseState.RUNNING,))
    move = await plan_move(context, data.case)
    move.apply(context, data.case)
    data.case.settings_digest = await context.platform.settings.keep(
        context.session, context.county, move.settings
    )
    return data.case


@question(Text("已安装的插件", "Installed plugins"), permission=None)
async def variants(context: OperationContext, data: VariantsInput) -> list[InstalledVariant]:
    """The plugins of the installation, in the order in which their hooks are called."""
    plugins = context.platform.plugins
    return [installed_variant(v, plugins.core) for v in plugins.variants.values()]


def _label(context: OperationContext, plugin: str, key: str) -> str:
    variant = context.platform.plugins.variant(plugin)
    definition = variant.settings.get(key) if variant else None
    return definition.label if definition else key


def _changes(change: Change) -> list[ChangedSetting]:
    return [
        ChangedSetting(
            key=key,
            label=change.variant.settings[key].label,
            before=change.before[key].value,
            after=change.after[key].value,
        )
        for key in change.changed
    ]
