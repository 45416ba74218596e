"""One loaded plugin: its variant, hooks, entities and operations.

A plugin is a package with `variant.toml`, optional modules of the names in `PARTS`, optional
`migrations/`, and its hooks in `__init__.py`. Tests and embedders may hand over any object with an
attribute `variant`, optional modules of these names, and hooks.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import BaseModel

from yishi_core.errors import Rule, Text
from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.entity.model import EntityModel, describe
from yishi_core.kernel.operation.collecting import rules_in
from yishi_core.kernel.operation.declaration import Operation, operations_in
from yishi_core.kernel.variants import toml
from yishi_core.kernel.variants.problem import BrokenPlugin, Problem
from yishi_core.kernel.variants.variant import Variant

PARTS = (
    "models",
    "rules",
    "events",
    "service",
    "todos",
    "clocks",
    "notices",
    "metrics",
    "overview",
    "duty_files",
    "voiding",
)


@dataclass(frozen=True, eq=False)
class Plugin:
    """A plugin as the platform uses it. `hooks` is the object that carries the hook functions."""

    variant: Variant
    hooks: Any
    name: str
    """Its name in messages: the package, or the code of an object that is not a package."""
    modules: tuple[ModuleType, ...]
    folder: Path | None = None

    @property
    def code(self) -> str:
        return self.variant.code

    @property
    def manifest(self) -> str:
        """The name of its `variant.toml` in messages."""
        return f"{self.folder.name}/{toml.FILE}" if self.folder else f"{self.name}: {toml.FILE}"

    @property
    def migrations(self) -> Path | None:
        """The folder of its Alembic environment, or None."""
        place = self.folder / "migrations" if self.folder else None
        return place if place and place.is_dir() else None

    @property
    def settings_model(self) -> type[BaseModel] | None:
        """The typed model of its settings: the class `Settings` of its package, or None."""
        model = getattr(self.hooks, "Settings", None)
        return model if isinstance(model, type) and issubclass(model, BaseModel) else None

    def entities(self) -> list[EntityModel]:
        """The entities that its modules declare."""
        return [
            describe(value, self.code) for value in self._classes(TenantRow) if not _abstract(value)
        ]

    def operations(self) -> list[Operation]:
        """The operations that its modules declare."""
        return operations_in(self.modules, self.code)

    def refusals(self) -> list[type[Rule]]:
        """The classes of rules by which it refuses operations."""
        return rules_in(self.modules)

    def permissions(self) -> frozenset[str]:
        """The permissions that it declares."""
        return frozenset(right.value for right in self.rights())

    def rights(self) -> list[StrEnum]:
        """The members of its enums in which every value has the form `object:action` (`Rights`)."""
        enums: list[type[StrEnum]] = [*self._classes(StrEnum)]
        lawful = [e for e in enums if list(e) and all(":" in member.value for member in e)]
        return [member for e in lawful for member in e]

    def _classes(self, base: type[Any]) -> Iterator[type[Any]]:
        own = {m.__name__ for m in self.modules}
        seen: set[int] = set()
        for module in self.modules:
            for value in vars(module).values():
                if isinstance(value, type) and issubclass(value, base) and id(value) not in seen:
                    seen.add(id(value))
                    if value.__module__ in own or any(
                        value.__module__.startswith(name + ".") for name in own
                    ):
                        yield value


def load(source: object) -> Plugin:
    """Load a plugin from a package, its dotted name, or an object; raises `BrokenPlugin`."""
    if isinstance(source, Plugin):
        return source
    if isinstance(source, str):
        source = _import(source)
    if isinstance(variant := getattr(source, "variant", None), Variant):
        found = [getattr(source, part, None) for part in PARTS]
        modules = tuple(m for m in (source, *found) if isinstance(m, ModuleType))
        return Plugin(variant, source, variant.code, modules)
    if isinstance(source, ModuleType) and getattr(source, "__path__", None):
        folder = Path(next(iter(source.__path__)))
        parts = [
            f"{source.__name__}.{part}"
            for part in PARTS
            if importlib.util.find_spec(f"{source.__name__}.{part}")
        ]
        return Plugin(
            toml.read(folder / toml.FILE),
            source,
            source.__name__,
            (source, *(_import(part) for part in parts)),
            folder,
        )
    name = getattr(source, "__name__", repr(source))
    text = Text(
        "不是插件:应为含 variant.toml 的包",
        "not a plugin: a package with a variant.toml is expected",
    )
    raise BrokenPlugin(name, [Problem(name, "", text)])


def _import(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except (Exception, SystemExit) as error:
        text = Text(
            f"导入失败:{type(error).__name__}:{error}",
            f"the import failed: {type(error).__name__}: {error}",
        )
        raise BrokenPlugin(name, [Problem(name, "", text)]) from error


def _abstract(entity: type[Any]) -> bool:
    return bool(entity.__dict__.get("__abstract__"))
