"""Collecting what packages declare: entities, shared tables, operations, and values such as to-dos.

A declaration may stand in any module of a noun's package. Modules are visited in the order of their
names, those of the noun as a whole before those of its parts, and `models` before all, so that the
order of what is found does not depend on who imported what first.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from enum import EnumMeta
from types import ModuleType
from typing import TypeVar

from yishi_core.errors import Declared, Hint, Rule
from yishi_core.kernel.entity.base import Base, TenantRow
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.entity.model import EntityModel, describe
from yishi_core.kernel.operation.declaration import Operation, operations_in
from yishi_core.kernel.refusals import CommonRule, KernelRule

D = TypeVar("D")
W = TypeVar("W", bound=Declared)

OWN = frozenset(
    {"models", "rules", "service", "todos", "notices", "clocks", "reactions", "metrics"}
)
"""The files of a noun as a whole; they come before the modules of its parts."""
KERNEL_RULES = (KernelRule, CommonRule)


def modules_of(packages: Iterable[str]) -> list[ModuleType]:
    """Import and return every module of the packages, including the packages themselves."""
    return [module for package in packages for module in _walk(importlib.import_module(package))]


def entities_of(packages: Iterable[str], plugin: str | None = None) -> list[EntityModel]:
    """The entities that the packages declare, in the order of declaration."""
    return [
        describe(value, plugin)
        for value in _classes(packages, TenantRow)
        if not value.__dict__.get("__abstract__")
    ]


def shared_tables_of(packages: Iterable[str]) -> list[type[Base]]:
    """The tables without county, such as regions and working days, that the packages declare.

    All accounts may read them; only the owner's commands write them.
    """
    return [value for value in _classes(packages, Base) if not issubclass(value, TenantRow)]


def enumerations_of(packages: Iterable[str]) -> list[type[Labelled]]:
    """The lists of values with labels that the packages declare."""
    return list(_classes(packages, Labelled))


def operations_of(packages: Iterable[str], plugin: str | None = None) -> list[Operation]:
    """The operations that the packages declare, ordered by module."""
    return operations_in(modules_of(packages), plugin)


def declared_in(modules: Iterable[ModuleType], kind: type[D]) -> list[D]:
    """The values of a type (`Todo`, `Daily`, `Notice`) that modules declare.

    Each is listed once, in the order of declaration.
    """
    found = [value for module in modules for value in _own(module)]
    return list({id(value): value for value in found if isinstance(value, kind)}.values())


def _own(module: ModuleType) -> list[object]:
    """The values of a module, but those that a package has loaded for its face: they are found
    where they stand, whatever was asked for first.
    """
    values = dict(vars(module))
    lazy = values.get("__all__", ()) if "__getattr__" in values else ()
    return [value for name, value in values.items() if name not in lazy]


def rules_of(packages: Iterable[str]) -> list[type[Rule]]:
    """The classes of refusals that the packages declare, after those of the kernel."""
    return list(dict.fromkeys([*KERNEL_RULES, *rules_in(modules_of(packages))]))


def rules_in(modules: Iterable[ModuleType]) -> list[type[Rule]]:
    """The classes of refusals that are declared in these modules or in a module below one of
    them.
    """
    return _words_in(modules, Rule)


def hints_of(packages: Iterable[str]) -> list[type[Hint]]:
    """The classes of hints that the packages declare."""
    return _words_in(modules_of(packages), Hint)


def _words_in(modules: Iterable[ModuleType], kind: type[W]) -> list[type[W]]:
    given = list(modules)
    names = {module.__name__ for module in given}
    found = [
        value
        for module in given
        for value in _own(module)
        if isinstance(value, EnumMeta) and issubclass(value, kind) and value is not kind
    ]
    return [
        cls
        for cls in dict.fromkeys(found)
        if any(f"{cls.__module__}.".startswith(f"{name}.") for name in names)
    ]


def _classes(packages: Iterable[str], base: type[D]) -> Iterator[type[D]]:
    for module in modules_of(packages):
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, base)
                and value.__module__ == module.__name__
            ):
                yield value


def _walk(module: ModuleType) -> Iterator[ModuleType]:
    yield module
    names = [info.name for info in pkgutil.iter_modules(getattr(module, "__path__", []))]
    for name in sorted(names, key=lambda name: (name not in OWN, name != "models", name)):
        yield from _walk(importlib.import_module(f"{module.__name__}.{name}"))
