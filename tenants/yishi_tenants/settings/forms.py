"""Answers of the questions about plugins and settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from yishi_core.kernel.entity import Labelled
from yishi_core.kernel.operation import Structure
from yishi_core.kernel.variants.variant import Level, ProcedureDef, SettingDef, SettingType, Variant
from yishi_tenants.settings.merge import Held


class SettingChoice(Structure):
    value: str = Field(title="值")
    label: str = Field(title="名称")


class SettingField(Structure):
    """One line of a settings form: setting, value, source, and whether it is open here."""

    key: str = Field(title="键")
    label: str = Field(title="名称")
    help: str = Field(title="说明")
    type: SettingType = Field(title="类型")
    choices: list[SettingChoice] = Field(title="选项")
    min: int | None = Field(
        title="下限", description="Limit of an int's value, a text's length, or a list's length."
    )
    max: int | None = Field(title="上限")
    open_to: list[Level] = Field(title="可修改的层级")
    default: Any | None = Field(
        title="默认值",
        description="Value that the plugin ships with; null for the declared steps of a procedure.",
    )
    value: Any | None = Field(title="生效值")
    source: str | None = Field(
        title="来自", description="Name of the org that set it; null for the plugin's default."
    )
    open_here: bool = Field(
        title="此处可改",
        description="Whether this level may change it, and no level above has fixed it.",
    )
    fixed: bool = Field(
        title="不许下级更改", description="Whether this org or one above has fixed it."
    )


class PluginStatus(Labelled):
    """What a plugin is to an org."""

    ON = "on", "已启用"
    RETIRED = "retired", "已停用,仍有未结事项或记录"
    OFF = "off", "未启用"
    MISSING = "missing", "程序缺失"


class PluginState(Structure):
    """A plugin as an org sees it."""

    code: str = Field(title="代码")
    label: str = Field(title="名称")
    version: str = Field(title="版本")
    summary: str = Field(title="简介")
    state: PluginStatus = Field(
        title="状态",
        description="on; retired: switched off, and something of it is left; off; missing: its "
        "code is not installed, and it is on or retired here or running cases need it.",
    )
    on: bool = Field(title="已启用", description="Whether it is on here or at an org above.")
    on_here: bool = Field(
        title="在此启用", description="Whether it was switched on at this org itself."
    )
    on_at: str | None = Field(
        title="启用于", description="Name of the org where it is switched on, or retired."
    )
    on_below: bool = Field(
        title="下级启用",
        description="Whether it is on at an org below, whose settings may come from here.",
    )
    running_cases: int | None = Field(
        title="未结事项",
        description="Running cases here and below that began under it; null unless it is retired "
        "or missing.",
    )
    records: int | None = Field(
        title="留存记录",
        description="Records of its own here and below, without voided ones; null unless it is "
        "retired.",
    )
    number: int = Field(
        title="本级设置版本",
        description="Number of this org's current version, 0 for none. Send it as `basedOn`.",
    )
    settings: list[SettingField] = Field(title="设置")


class ChangedSetting(Structure):
    """A setting whose value at the org would change."""

    key: str = Field(title="键")
    label: str = Field(title="名称")
    before: Any | None = Field(title="原值")
    after: Any | None = Field(title="新值")


class KeptCase(Structure):
    """A running case that keeps the settings with which it began."""

    id: str = Field(title="标识", description="Global id.")
    no: str = Field(title="编号")
    title: str = Field(title="名称")


class SettingsPreview(Structure):
    """The effect of a change: settings that change, and running cases that are not affected."""

    changes: list[ChangedSetting] = Field(title="变更")
    running_cases: int = Field(
        title="进行中的事项", description="Number of running cases that keep their settings."
    )
    cases: list[KeptCase] = Field(title="其中", description="The oldest 50 of these cases.")


class CaseMovePreview(Structure):
    """What the newest settings would change for one running case."""

    possible: bool = Field(title="可以改用")
    reason: str | None = Field(title="不能改用的原因")
    changes: list[ChangedSetting] = Field(
        title="变更", description="Changed settings; keys have the form plugin.key."
    )
    steps_before: list[str] = Field(title="原步骤")
    steps_after: list[str] = Field(title="新步骤")


class VariantStep(Structure):
    code: str = Field(title="代码")
    label: str = Field(title="名称")
    stage: str = Field(title="阶段")
    stage_label: str = Field(title="阶段名称")


class VariantProcedure(Structure):
    code: str = Field(title="代码")
    label: str = Field(title="名称")
    steps: list[VariantStep] = Field(title="步骤")


class VariantGuide(Structure):
    code: str = Field(title="代码")
    title: str = Field(title="标题")
    text: str = Field(title="正文")


class InstalledVariant(Structure):
    """An installed plugin, and what it brings."""

    code: str = Field(title="代码")
    label: str = Field(title="名称")
    version: str = Field(title="版本")
    summary: str = Field(title="简介")
    formula: str = Field(title="站点格局", description="Formula of the stations, e.g. 1+10+N.")
    requires: list[str] = Field(title="依赖")
    procedures: list[VariantProcedure] = Field(title="工作法")
    guide: list[VariantGuide] = Field(title="指引")


def setting_fields(
    variant: Variant, held: Mapping[str, Held], level: Level, names: Mapping[str, str], own: str
) -> list[SettingField]:
    """The form of one plugin at one org.

    `names` maps the paths of the lineage to names; `own` is the org's path.
    """
    return [
        _field(key, definition, held[key], level, names, own)
        for key, definition in variant.settings.items()
    ]


def _field(
    key: str, definition: SettingDef, found: Held, level: Level, names: Mapping[str, str], own: str
) -> SettingField:
    return SettingField(
        key=key,
        label=definition.label,
        help=definition.help,
        type=definition.type,
        choices=[
            SettingChoice(value=v, label=label) for v, label in (definition.choices or {}).items()
        ],
        min=definition.min,
        max=definition.max,
        open_to=list(definition.open_to),
        default=definition.default,
        value=found.value,
        source=None if found.source is None else names.get(found.source, found.source),
        open_here=level in definition.open_to and found.fixed_by in (None, own),
        fixed=found.fixed_by is not None,
    )


def procedure_form(procedure: ProcedureDef) -> VariantProcedure:
    steps = [
        VariantStep(code=s.code, label=s.label, stage=s.stage.value, stage_label=s.stage.label)
        for s in procedure.steps
    ]
    return VariantProcedure(code=procedure.code, label=procedure.label, steps=steps)


def installed_variant(variant: Variant, core: Variant) -> InstalledVariant:
    offered = [p for p in core.procedures if p.code in variant.offers]
    return InstalledVariant(
        code=variant.code,
        label=variant.label,
        version=variant.version,
        summary=variant.summary,
        formula=variant.formula,
        requires=list(variant.requires),
        procedures=[procedure_form(p) for p in (*offered, *variant.procedures)],
        guide=[VariantGuide(code=g.code, title=g.title, text=g.text) for g in variant.guide],
    )
