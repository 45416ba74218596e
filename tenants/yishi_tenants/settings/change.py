"""A change of settings, checked as a whole before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from yishi_core.errors import FieldError, InvalidInput, Refused, Text
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.refusals import KernelRule
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.problem import problems_of
from yishi_core.kernel.variants.variant import CORE, Variant
from yishi_tenants.settings.layers import SettingsLayers, ground
from yishi_tenants.settings.merge import Held, Layer, held, presets
from yishi_tenants.settings.own.editions import layers_of
from yishi_tenants.settings.switches.places import on_below


@dataclass(frozen=True)
class Change:
    """The settings of one plugin at an org, before and after a change."""

    variant: Variant
    ground: SettingsLayers
    before: Mapping[str, Held]
    after: Mapping[str, Held]
    overrides: Mapping[str, Any]
    fixed: tuple[str, ...]
    was_fixed: tuple[str, ...]
    number: int
    """Number of the current version; 0 when there is none."""

    @property
    def changed(self) -> list[str]:
        """Keys whose value at the org would change."""
        return [key for key in self.after if self.after[key].value != self.before[key].value]


async def plan(
    context: OperationContext,
    org: OrgUnit,
    plugin: str,
    values: Mapping[str, Any],
    fixed: Sequence[str] | None,
) -> Change:
    """Check a change of settings and return it.

    A value of null restores what is inherited. `fixed` names the keys that the levels below may no
    longer change; None leaves that unchanged. Raises `InvalidInput` with the reason for every wrong
    key.
    """
    variant = await _variant(context, org, plugin)
    base = await ground(context.session, org)
    *above, own = layers = await layers_of(context, base)
    preset = presets(context.platform.plugins, (on for on, _ in base.switched_on))
    before = held(variant, layers, preset)
    wrong = _refused_keys(variant, own, above, values, fixed or ())
    overrides = dict(own.overrides.get(plugin, {}))
    for key, value in values.items():
        if key in wrong:
            continue
        overrides.pop(key, None)
        if value is not None:
            try:
                overrides[key] = variant.settings[key].read(value)
            except PydanticCustomError as error:
                context_ = error.context or {}
                wrong[key] = Text(str(context_["zh"]), str(context_["en"]))
            except ValidationError as error:
                wrong |= {p.key: p.text for p in problems_of(error, plugin, key)}
    was_fixed = tuple(sorted(own.fixed.get(plugin, ())))
    fixing = was_fixed if fixed is None else tuple(sorted(set(fixed)))
    layer = replace(
        own,
        overrides={**own.overrides, plugin: overrides},
        fixed={**own.fixed, plugin: frozenset(fixing)},
    )
    after = held(variant, [*above, layer], preset)
    if not wrong:
        wrong = _against_model(context, plugin, after, next(iter(values), ""))
    if wrong:
        fields = [FieldError(f"values.{key}", text) for key, text in wrong.items()]
        raise InvalidInput(
            Text("设置未保存,请按提示修改。", "Nothing was saved: see `fields`."), fields
        )
    number = base.numbers.get((org.org_path, plugin), 0)
    return Change(variant, base, before, after, overrides, fixing, was_fixed, number)


async def _variant(context: OperationContext, org: OrgUnit, plugin: str) -> Variant:
    """The variant whose settings an org may set: of a plugin that is on there, above or below.

    What is open to the county alone is set by the county, also where only a township has the plugin
    on.
    """
    variant = context.platform.plugins.variant(plugin)
    if variant is None:
        raise InvalidInput.of(
            "plugin", f"没有安装插件“{plugin}”。", f"No plugin “{plugin}” is installed."
        )
    here = plugin == CORE or plugin in context.settings.plugins
    if not here and plugin not in await on_below(context, org):
        raise Refused(KernelRule.PLUGIN_OFF, plugin=plugin)
    return variant


def _refused_keys(
    variant: Variant,
    own: Layer,
    above: Sequence[Layer],
    values: Mapping[str, Any],
    fixed: Sequence[str],
) -> dict[str, Text]:
    """Keys that do not exist, or that this level may not change, each with the reason."""
    found: dict[str, Text] = {}
    for key in dict.fromkeys([*values, *fixed]):
        definition = variant.settings.get(key)
        closer = next((layer for layer in above if key in layer.fixed.get(variant.code, ())), None)
        if definition is None:
            found[key] = Text("没有这项设置", "there is no such setting")
        elif own.level not in definition.open_to:
            levels = "、".join(level.label for level in definition.open_to)
            words = ", ".join(level.value for level in definition.open_to)
            found[key] = Text(
                f"{own.level.label}不能修改此项"
                + (f",可由{levels}修改" if levels else ",由插件固定"),
                f"not open to the {own.level.value}"
                + (f", but to: {words}" if words else ": fixed by the plugin"),
            )
        elif closer is not None:
            found[key] = Text(
                f"已由{closer.level.label}固定,不能修改", f"fixed by the {closer.level.value} above"
            )
    return found


def _against_model(
    context: OperationContext, plugin: str, after: Mapping[str, Held], first: str
) -> dict[str, Text]:
    """Errors of the plugin's typed settings model, which has the rules across settings.

    An error that concerns no single key is reported at the first key that was sent.
    """
    model: type[BaseModel] | None = (
        context.platform.plugins[plugin].settings_model if plugin != CORE else None
    )
    if model is None:
        return {}
    try:
        model.model_validate({key: found.value for key, found in after.items()})
    except ValidationError as error:
        return {p.key or first: p.text for p in problems_of(error, plugin)}
    return {}
