"""Computing the settings of an org from what it and each level above have set. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from yishi_core.kernel.operation.sources import Plugins
from yishi_core.kernel.variants.own import Overlay, in_force, is_own, nearest
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
    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What a variant of one's own sets here, where the org has set nothing else."""

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
        own = {**layer.own.get(plugin, {}), **layer.overrides.get(plugin, {})}
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
    own: tuple[Overlay, ...] = ()


def merge(
    installed: Plugins,
    switched_on: Iterable[str],
    layers: Sequence[Layer],
    own: Sequence[Overlay] = (),
) -> Content:
    """Merge core's data, the data of the plugins that are on, and the settings of all levels.

    Plugins come in the order of the installation, so a later one's label wins; a variant of one's
    own comes right after its base.
    """
    on = {code for code in switched_on if not is_own(code)}
    bases = [v for code, v in installed.variants.items() if code in on]
    laid = [one for one in nearest(own).values() if one.base in on & set(installed.variants)]
    variants = [installed.core, *in_force(bases, laid)]
    layers, preset = with_own(installed, layers, laid), presets(installed, on)
    found = {v.code: values(v, layers, preset) for v in (installed.core, *bases)}
    found |= {one.variant.code: found[one.base] for one in laid}
    return Content(
        plugins={v.code: v.version for v in variants if v.code != CORE},
        values=found,
        procedures=offered_procedures(
            _procedures(variants, found), (code for v in variants for code in v.offers)
        ),
        vocabularies=_vocabularies(variants),
        schedules=tuple(s.set_by(found[v.code]) for v in variants for s in v.schedules),
        missing=frozenset(on - set(installed.variants)),
        own=tuple(laid),
    )


def with_own(
    installed: Plugins, layers: Sequence[Layer], own: Iterable[Overlay]
) -> Sequence[Layer]:
    """The layers with what variants of one's own set where they are on."""
    found = {layer.path: layer for layer in layers}
    for one in own:
        if (layer := found.get(one.path)) is not None and one.base in installed.variants:
            sets = one.sets(installed.variants[one.base])
            held_there = {code: {**layer.own.get(code, {}), **sets[code]} for code in sets}
            found[one.path] = replace(layer, own={**layer.own, **held_there})
    return tuple(found.values())


def _procedures(
    variants: Sequence[Variant], values: Mapping[str, Mapping[str, Any]]
) -> dict[str, ProcedureDef]:
    """The procedures by code, with steps that a level has set in place of the declared ones."""
    found = {p.code: p for variant in variants for p in variant.procedures}
    for variant in variants:
        for key, definition in variant.settings.items():
            set_ = values[variant.code][key] if definition.type is SettingType.PROCEDURE else None
            if set_ is not None and (code := definition.procedure) in found:
                steps = definition.steps(set_).steps
                found[code] = found[code].model_copy(update={"steps": steps})
    return found


def _vocabularies(variants: Sequence[Variant]) -> dict[str, dict[str, str]]:
    """Core's vocabularies with the values and labels of plugins.

    A plugin's `only` narrows core's values, but not those of another plugin. A variant of one's own
    may also hide what it has copied or added itself.
    """
    merged: dict[str, dict[str, str]] = {}
    added: dict[str, set[str]] = {}
    for variant in variants:
        for name, words in variant.words.items():
            held_words = merged.setdefault(name, {})
            if variant.code != CORE and not (is_own(variant.code) and name in variant.only):
                added.setdefault(name, set()).update(set(words) - set(held_words))
            held_words.update(words)
    for name in {name for v in variants for name in v.only}:
        offered = added.get(name, set()).union(*(v.only.get(name, ()) for v in variants))
        merged[name] = {
            value: label for value, label in merged.get(name, {}).items() if value in offered
        }
    return merged
