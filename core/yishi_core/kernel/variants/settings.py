"""The effective settings of an org: one immutable document, stored once by digest (access.md 8).

`Effective` is what operations, guards and advisors read. The tenants package merges the levels,
behind the protocol `SettingsSource` (`operation/sources.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.variants.plugin_settings import PluginSettings

if TYPE_CHECKING:
    from yishi_core.kernel.variants.own import Overlay
    from yishi_core.kernel.variants.variant import ProcedureDef, ScheduleDef

S = TypeVar("S", bound=PluginSettings)


@dataclass(frozen=True)
class Effective:
    """The settings of one org at one moment.

    `plugins` maps the code of each plugin that is switched on here or above to its version;
    `values` maps a plugin's code (or `core`) to the values of its settings; `procedures`,
    `vocabularies` and `schedules` hold the data of core and those plugins, merged.
    """

    digest: str
    plugins: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    procedures: Mapping[str, ProcedureDef] = field(default_factory=dict)
    vocabularies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    schedules: tuple[ScheduleDef, ...] = ()
    retired: frozenset[str] = frozenset()
    """Codes of the plugins that are retired at the org: they bring nothing new, and what is there of
    them can be read. It is not part of the document, so empty for a case's own settings.
    """
    missing: frozenset[str] = frozenset()
    """Codes of the plugins that were on when this was computed, and whose code was not there."""
    own: tuple[Overlay, ...] = ()
    """The variants of one's own that are on, each an edition that never changes."""

    def of(self, settings: type[S]) -> S:
        """The settings of a plugin, or of core, typed: `context.settings.of(Settings)`.

        Raises `TypeError` for a class that no loaded plugin declares its settings with.
        """
        if not settings.__plugin__:
            name = f"{settings.__module__}.{settings.__qualname__}"
            raise TypeError(f"{name} declares the settings of no plugin that is loaded")
        return settings.model_validate(dict(self.values.get(settings.__plugin__, {})))

    def measured_from(self, path: str) -> Effective:
        """The same without the variants that offices below `path` have made for themselves: an office
        is not measured by what it has made itself.
        """
        return replace(self, own=tuple(one for one in self.own if path.startswith(one.maker)))

    def label(self, vocabulary: str, value: str) -> str:
        """The Chinese label of a vocabulary's value, or the value itself when it is unknown."""
        return self.vocabularies.get(vocabulary, {}).get(value, value)

    def word(self, value: Labelled) -> str:
        """What the place calls a value of an enumeration; the platform's label unless a variant
        renames it.
        """
        return self.vocabularies.get(value.__vocabulary__ or "", {}).get(value.value, value.label)
