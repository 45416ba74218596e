"""Write the public faces from the declarations: `python -m yishi_core.testing.face` (`make face`).

A noun's package offers what authors of plugins may import from it, by one rule: its entities, its
words, its events, the inputs and answers of its operations, the operations themselves, and what `BESIDES`
names. The list is the stub `__init__.pyi` beside the package's `__init__.py`; type checkers read
it, and the package loads a name when it is asked for. The face of `yishi_core` itself, what every
author needs whatever the plugin is about, is chosen by hand.
"""

from __future__ import annotations

import ast
import enum
import importlib
import inspect
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation.collecting import modules_of
from yishi_core.kernel.operation.declaration import ATTRIBUTE
from yishi_core.kernel.operation.inputs import Input, Structure
from yishi_core.nouns import face_packages

BESIDES: Mapping[str, tuple[str, ...]] = {
    "yishi_core.domain.consultations.rules": ("HELD", "missing_parties", "treats"),
    "yishi_core.domain.orgs.models": ("OrgKind", "OrgLink", "OrgLinkKind", "OrgUnit"),
    "yishi_core.domain.procedures.definition": ("ProcedureDef", "Stage", "StepDef"),
    "yishi_core.domain.schedules.models": ("MonthParity", "OnHoliday", "ScheduleKind"),
    "yishi_core.domain.schedules.workdays": ("is_workday",),
    "yishi_core.domain.stations.owner": ("require_station_of_org",),
    "yishi_core.facilities.daily.declaration": ("daily",),
    "yishi_core.facilities.duty_files.source": ("DutySource",),
    "yishi_core.facilities.metrics.counter": ("Counter",),
    "yishi_core.facilities.metrics.figures": ("Reading",),
    "yishi_core.facilities.metrics.metric": ("Addend", "Asked", "Computed", "Metric", "Rate"),
    "yishi_core.facilities.metrics.overdue": ("late",),
    "yishi_core.facilities.metrics.periods": ("Span",),
    "yishi_core.facilities.notifications.declaration": (
        "Notice",
        "to_author",
        "to_holders",
        "to_person",
        "to_those_of",
    ),
    "yishi_core.facilities.numbering.service": ("next_number",),
    "yishi_core.facilities.overview.figure": ("OverviewFigure",),
    "yishi_core.facilities.todos.declaration": ("Matter", "SupervisedTodo", "Todo"),
    "yishi_core.facilities.voiding.declaration": ("Voiding",),
}
"""What is no declaration and yet part of a face, by the module in which it stands."""
HEAD = """\
# Written by `make face` from what the package declares; do not edit.
"""
ATTACHED = """
import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
"""
"""What the `__init__.py` of a package with a face ends with."""
WIDTH = 100


def stub_of(package: str) -> str:
    """The text of a package's stub, one import for each public name; empty where it has none.

    Raises `ValueError` where two modules declare the same name, or where a name hides a module of
    the package: one of the two must be renamed.
    """
    found: dict[str, str] = {}
    modules = modules_of([package])
    inner = {m.__name__.removeprefix(f"{package}.").partition(".")[0] for m in modules}
    for module in modules:
        place = module.__name__.removeprefix(package)
        for name in _public(module):
            if name in found:
                raise ValueError(f"{package}: {name} stands in {found[name]} and in {place}")
            if name in inner and place != f".{name}":
                raise ValueError(f"{package}: {name} of {place} hides the module {name}")
            found[name] = place
    ordered = sorted(found.items(), key=lambda item: (item[1], _rank(item[0]), item[0].lower()))
    return "".join([HEAD, *(_line(place, name) for name, place in ordered)]) if ordered else ""


def stub_path(package: str) -> Path:
    """Where the stub of a package lies: beside its `__init__.py`."""
    file = importlib.import_module(package).__file__
    assert file is not None
    return Path(file).with_suffix(".pyi")


def write(package: str) -> Path | None:
    """Write the stub of a package, let its `__init__.py` load it, and say where it is; a package
    without public names has none.
    """
    text, path = stub_of(package), stub_path(package)
    if not text:
        path.unlink(missing_ok=True)
        return None
    path.write_text(text, encoding="utf-8")
    package_file = path.with_suffix(".py")
    held = package_file.read_text(encoding="utf-8")
    if not held.endswith(ATTACHED):
        package_file.write_text(held + ATTACHED, encoding="utf-8")
    return path


def _public(module: ModuleType) -> Iterator[str]:
    """The names of a module that belong to the face of its package."""
    yield from BESIDES.get(module.__name__, ())
    for name, value in vars(module).items():
        if isinstance(value, EventType) and name in _assigned(module):
            yield name
        if getattr(value, "__module__", None) != module.__name__ or name.startswith("_"):
            continue
        if _is_public(value) if inspect.isclass(value) else hasattr(value, ATTRIBUTE):
            yield name


def _assigned(module: ModuleType) -> set[str]:
    """The names to which a module assigns; what it imports is not among them."""
    assigned = [n for n in ast.parse(inspect.getsource(module)).body if isinstance(n, ast.Assign)]
    return {t.id for node in assigned for t in node.targets if isinstance(t, ast.Name)}


def _is_public(class_: type[Any]) -> bool:
    """Whether a class is an entity, a set of words, an input or an answer."""
    if issubclass(class_, TenantRow):
        return not class_.__dict__.get("__abstract__")
    return issubclass(class_, enum.Enum | Input | Structure)


def _rank(name: str) -> int:
    """Constants come first, then classes, then functions: the order in which imports are sorted."""
    return 0 if name.isupper() else 1 if name[0].isupper() else 2


def _line(place: str, name: str) -> str:
    """The import of one name, as the formatter writes it."""
    line = f"from {place} import {name} as {name}\n"
    if len(line) <= WIDTH + 1:
        return line
    return f"from {place} import (\n    {name} as {name},\n)\n"


if __name__ == "__main__":
    for written in filter(None, map(write, face_packages())):
        sys.stdout.write(f"{written}\n")
