"""The effective settings of an org: one immutable document, stored once by digest (access.md 8).

`Effective` is what operations, guards and advisors read. The tenants package merges the levels,
behind the protocol `SettingsSource` (`operation/sources.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

if TYPE_CHECKING:
    from yishi_core.kernel.variants.variant import ProcedureDef, ScheduleDef

M = TypeVar("M", bound=BaseModel)


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
    missing: frozenset[str] = frozenset()
    """Codes of the plugins that were on when this was computed, and whose code was not there."""

    def of(self, plugin: str, model: type[M]) -> M:
        """The settings of one plugin (or `core`) as an instance of its typed model."""
        return model.model_validate(dict(self.values.get(plugin, {})))

    def label(self, vocabulary: str, value: str) -> str:
        """The Chinese label of a vocabulary's value, or the value itself when it is unknown."""
        return self.vocabularies.get(vocabulary, {}).get(value, value)
