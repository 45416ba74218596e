"""Effective settings of an org: one immutable document, stored once by digest (access.md 8).

`Effective` is what operations, guards and advisors read. How levels are merged lives in the tenants
package, behind `SettingsSource` (`operation/sources.py`).
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
    """Settings of one org at one moment.

    `plugins` maps code → version of the plugins that are switched on here or above; `values` maps
    plugin code (or `core`) → its setting values; `procedures`, `vocabularies` and `schedules` are
    core's and the plugins' data, merged.
    """

    digest: str
    plugins: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    procedures: Mapping[str, ProcedureDef] = field(default_factory=dict)
    vocabularies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    schedules: tuple[ScheduleDef, ...] = ()

    def of(self, plugin: str, model: type[M]) -> M:
        """The settings of one plugin (or `core`) as its typed model."""
        return model.model_validate(dict(self.values.get(plugin, {})))

    def label(self, vocabulary: str, value: str) -> str:
        """The Chinese label of a vocabulary's value, the value itself when it is unknown."""
        return self.vocabularies.get(vocabulary, {}).get(value, value)
