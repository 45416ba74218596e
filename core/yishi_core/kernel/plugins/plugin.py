"""One loaded plugin: its variant, hooks, entities and operations.

A plugin is a package with `variant.toml`; what it declares may stand in any of its modules, but for
those in `demo`, `migrations` and `tests`. A small one is a single module whose `variant` is the text
of that file. Tests and embedders may hand over any object with an
attribute `variant`, whose attributes are what it declares, and modules among them.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

from yishi_core.errors import Rule, Text
from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.entity.model import EntityModel, describe
from yishi_core.kernel.operation.collecting import rules_in
from yishi_core.kernel.operation.declaration import Operation, operations_in
from yishi_core.kernel.plugins.first_edition import MOVING, is_of_it, names_hookimpl
from yishi_core.kernel.plugins.hooks import Hook, hooks_on
from yishi_core.kernel.variants import toml
from yishi_core.kernel.variants.plugin_settings import PluginSettings, settings_class
from yishi_core.kernel.variants.problem import BrokenPlugin, Problem
from yishi_core.kernel.variants.variant import Variant

APART = frozenset({"demo", "migrations", "tests"})
"""What a plugin's package holds that is not a declaration: it is not imported with it."""


@dataclass(frozen=True, eq=False)
class Plugin:
    """A plugin as the platform uses it. `source` is the package or object that it was loaded from."""

    variant: Variant
    source: Any
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
    def settings_model(self) -> type[PluginSettings] | None:
        """The class that declares its settings, or None where `variant.toml` declares them."""
        return settings_class(self.modules, self.source)

    def entities(self) -> list[EntityModel]:
        """The entities that its modules declare."""
        return [
            describe(value, self.code) for value in self._classes(TenantRow) if not _abstract(value)
        ]

    def operations(self) -> list[Operation]:
        """The operations that its modules declare."""
        return operations_in(self.modules, self.code)

    def hooks(self) -> list[tuple[Callable[..., Any], Hook]]:
        """Its hook functions in the order of declaration, each with what it is called for."""
        declared = [
            value
            for module in self.modules
            for value in vars(module).values()
            if callable(value) and getattr(value, "__module__", None) == module.__name__
        ]
        if not isinstance(self.source, ModuleType):
            declared += _attributes(self.source)
        return [(value, hook) for value in declared for hook in hooks_on(value)]

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
        source = imported(source)
    variant = getattr(source, "variant", None)
    if isinstance(variant, str) and isinstance(source, ModuleType):  # one file, its data as text
        name, settings = source.__name__, settings_class([source], source)
        parsed = toml.parse(variant, f"{name}: {toml.FILE}", settings)
        return _of_second_edition(Plugin(parsed, source, name, (source,)))
    if isinstance(variant, Variant):
        modules = [m for m in (source, *_attributes(source)) if isinstance(m, ModuleType)]
        variant = toml.with_settings(variant, settings_class(modules, source))
        return _of_second_edition(Plugin(variant, source, variant.code, tuple(modules)))
    if isinstance(source, ModuleType) and getattr(source, "__path__", None):
        folder, modules = Path(next(iter(source.__path__))), list(_walk(source))
        variant = toml.read(folder / toml.FILE, settings_class(modules, source))
        return _of_second_edition(Plugin(variant, source, source.__name__, tuple(modules), folder))
    name = getattr(source, "__name__", repr(source))
    text = Text(
        "不是插件:应为含 variant.toml 的包,或以文本 variant 写明数据的模块",
        "not a plugin: a package with a variant.toml, or a module whose `variant` is its text, is "
        "expected",
    )
    raise BrokenPlugin(name, [Problem(name, "", text)])


def _attributes(source: object) -> list[Any]:
    """The public attributes of an object, in the order of their names."""
    return [getattr(source, name) for name in dir(source) if not name.startswith("_")]


def _walk(package: ModuleType) -> Iterator[ModuleType]:
    """The modules of a package that may declare something, `models` and `rules` first."""
    yield package
    names = [info.name for info in pkgutil.iter_modules(package.__path__)]
    for name in sorted(names, key=lambda name: (name != "models", name != "rules", name)):
        if name not in APART:
            module = imported(f"{package.__name__}.{name}")
            if hasattr(module, "__path__"):
                yield from _walk(module)
            else:
                yield module


def _of_second_edition(plugin: Plugin) -> Plugin:
    """The plugin; raises `BrokenPlugin` where it is of the first edition of the contract."""
    values = [value for module in plugin.modules for value in vars(module).values()]
    if any(map(is_of_it, [*values, *_attributes(plugin.source)])):
        raise BrokenPlugin(plugin.name, [Problem(plugin.name, "", MOVING)])
    return plugin


def imported(name: str) -> ModuleType:
    """A module of a plugin; raises `BrokenPlugin` where it cannot be imported."""
    try:
        return importlib.import_module(name)
    except (Exception, SystemExit) as error:
        text = Text(
            f"导入失败:{type(error).__name__}:{error}",
            f"the import failed: {type(error).__name__}: {error}",
        )
        said = MOVING if names_hookimpl(name) else text
        raise BrokenPlugin(name, [Problem(name, "", said)]) from error


def _abstract(entity: type[Any]) -> bool:
    return bool(entity.__dict__.get("__abstract__"))
