"""Computing the settings of an org from what it and each level above have set. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from yishi_core.kernel.operation.sources import Plugins
from yishi_core.kernel.variants.procedure import offered_procedures
from yishi_core.kernel.variants.variant import (
    CORE,
    Level,
    ProcedureDef,
    ScheduleDef,
    SettingDef,
    SettingType,
    Variant,
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Layer:
    """What one org sets: plugin → key → value, and plugin → keys that it fixes for those below."""

    path: str
    overrides: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    fixed: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        return level_of(self.path)


@dataclass(frozen=True, slots=True)
class Held:
    """The value of one setting at an org.

    `source` is the path of the org that set it, None for the plugin's default.
    """

    value: Any
    source: str | None = None
    fixed_by: str | None = None


def level_of(path: str) -> Level:
    """The level of an org, by the depth of its path.

    `61/09/22/` is a county, one segment more a township, everything below a village.
    """
    depth = path.count("/")
    if depth <= 3:
        return Level.COUNTY
    return Level.TOWNSHIP if depth == 4 else Level.VILLAGE


def presets(installed: Plugins, switched_on: Iterable[str]) -> dict[str, Any]:
    """The initial values of core's settings that the plugins that are on bring.

    They apply in the order of the installation, so a later plugin's value wins.
    """
    on = set(switched_on)
    return {
        key: value
        for code, v in installed.variants.items()
        if code in on
        for key, value in v.presets.items()
    }


def held(
    variant: Variant, layers: Sequence[Layer], preset: Mapping[str, Any] | None = None
) -> dict[str, Held]:
    """Key → value and source, with `layers` from the county downwards.

    `preset` replaces defaults of core only.
    """
    start = variant.defaults() | (dict(preset or {}) if variant.code == CORE else {})
    return {
        key: _held(variant.code, key, definition, start[key], layers)
        for key, definition in variant.settings.items()
    }


def _held(
    plugin: str, key: str, definition: SettingDef, default: Any, layers: Sequence[Layer]
) -> Held:
    value, source = default, None
    for layer in layers:
        own = layer.overrides.get(plugin, {})
        if key in own and layer.level in definition.open_to:
            try:
                value, source = definition.read(own[key]), layer.path
            except (PydanticCustomError, ValidationError):
                # A newer plugin no longer allows what was once set; the value from above holds
                # until it is set again.
                log.warning("setting no longer valid", plugin=plugin, key=key, org=layer.path)
        if key in layer.fixed.get(plugin, ()):
            return Held(value, source, layer.path)
    return Held(value, source)


def values(
    variant: Variant, layers: Sequence[Layer], preset: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Key → value."""
    return {key: found.value for key, found in held(variant, layers, preset).items()}


@dataclass(frozen=True, slots=True)
class Content:
    """The merged settings of an org, from which `Effective` is made."""

    plugins: Mapping[str, str]
    values: Mapping[str, Mapping[str, Any]]
    procedures: Mapping[str, ProcedureDef]
    vocabularies: Mapping[str, Mapping[str, str]]
    schedules: tuple[ScheduleDef, ...]
    missing: frozenset[str] = frozenset()


def merge(installed: Plugins, switched_on: Iterable[str], layers: Sequence[Layer]) -> Content:
    """Merge core's data, the data of the plugins that are on, and the settings of all levels.

    Plugins come in the order of the installation, so a later one's label wins.
    """
    on = set(switched_on)
    variants = [installed.core, *(v for code, v in installed.variants.items() if code in on)]
    preset = presets(installed, on)
    found = {v.code: values(v, layers, preset) for v in variants}
    procedures: dict[str, ProcedureDef] = {}
    for variant in variants:
        procedures |= _procedures(variant, found[variant.code], procedures)
    return Content(
        plugins={v.code: v.version for v in variants if v.code != CORE},
        values=found,
        procedures=offered_procedures(procedures, (code for v in variants for code in v.offers)),
        vocabularies=_vocabularies(variants),
        schedules=tuple(s.set_by(found[v.code]) for v in variants for s in v.schedules),
        missing=frozenset(on - set(installed.variants)),
    )


def _procedures(
    variant: Variant, own: Mapping[str, Any], before: Mapping[str, ProcedureDef]
) -> dict[str, ProcedureDef]:
    """The variant's procedures, and those of core's library (among those `before`) that it offers,
    with steps that a level has set in place of the declared ones.
    """
    offered = {code: before[code] for code in variant.offers if code in before}
    found = offered | {p.code: p for p in variant.procedures}
    for key, definition in variant.settings.items():
        if (
            definition.type is SettingType.PROCEDURE
            and definition.procedure
            and own[key] is not None
        ):
            steps = definition.steps(own[key]).steps
            found[definition.procedure] = found[definition.procedure].model_copy(
                update={"steps": steps}
            )
    return found


def _vocabularies(variants: Sequence[Variant]) -> dict[str, dict[str, str]]:
    """Core's vocabularies with the values and labels of plugins.

    A plugin's `only` narrows core's values, but not those of another plugin.
    """
    merged: dict[str, dict[str, str]] = {}
    added: dict[str, set[str]] = {}
    for variant in variants:
        for name, words in variant.words.items():
            held_words = merged.setdefault(name, {})
            if variant.code != CORE:
                added.setdefault(name, set()).update(set(words) - set(held_words))
            held_words.update(words)
    for name in {name for v in variants for name in v.only}:
        offered = added.get(name, set()).union(*(v.only.get(name, ()) for v in variants))
        merged[name] = {
            value: label for value, label in merged.get(name, {}).items() if value in offered
        }
    return merged
