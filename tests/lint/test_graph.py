"""The shape of the house, counted from its import graph (imports for types included).

import-linter holds the order of the storeys (`pyproject.toml`); this module counts what a reader
would see in a drawing, and prints it: `pytest tests/lint/test_graph.py -s`.
"""

from __future__ import annotations

import graphlib
import importlib
import re
from collections.abc import Iterator

import grimp
import pytest

from tests.lint.sources import ROOT
from yishi_core.kernel.operation.declaration import ATTRIBUTE

MOST_ROOMS = 15
WITHOUT_CIRCLES = ("yishi_core.kernel", "yishi_core.facilities", "yishi_graphql")
STOREYS = {
    "yishi_core": [{"testing"}, {"views"}, {"domain"}, {"facilities"}, {"kernel"}],
    "yishi_core.kernel": [
        {"plugins"},
        {"operation"},
        {"audit"},
        {"tree", "database", "variants"},
        {"access", "events"},
        {"entity"},
    ],
    "yishi_graphql": [
        {"cli"},
        {"demo"},
        {"http"},
        {"place"},
        {"ledgers"},
        {"reader"},
        {"schema"},
    ],
}
"""From the top to the ground: a storey imports those below it only."""


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("yishi_core", "yishi_graphql", cache_dir=None)


def within(graph: grimp.ImportGraph, package: str) -> dict[str, set[str]]:
    """Module → the modules of the same package that it imports; ancestors do not count."""
    modules = {m for m in graph.modules if m == package or m.startswith(package + ".")}
    return {
        m: {
            other
            for other in graph.find_modules_directly_imported_by(m) & modules
            if not m.startswith(other + ".")
        }
        for m in modules
    }


def circle(arrows: dict[str, set[str]]) -> list[str]:
    """One circle of modules that import each other; empty without one."""
    try:
        graphlib.TopologicalSorter(arrows).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def upward(graph: grimp.ImportGraph, package: str) -> Iterator[str]:
    """Imports against the order of a package's storeys."""
    level = {room: i for i, storey in enumerate(STOREYS[package]) for room in storey}
    depth = package.count(".") + 1
    for module, imported in within(graph, package).items():
        for other in imported:
            rooms = [m.split(".")[depth : depth + 1] for m in (module, other)]
            here, there = (level.get(room[0]) if room else None for room in rooms)
            if here is not None and there is not None and there < here:
                yield f"{module} → {other}"


def test_the_core_has_few_rooms_at_its_top() -> None:
    top = ROOT / "core" / "yishi_core"
    rooms = sorted(p.name for p in top.iterdir() if p.suffix == ".py" or any(p.glob("**/*.py")))
    print(f"rooms at the top of core/yishi_core: {len(rooms)}")
    assert len(rooms) <= MOST_ROOMS, rooms


@pytest.mark.parametrize("package", WITHOUT_CIRCLES)
def test_no_modules_import_each_other_in_a_circle(graph: grimp.ImportGraph, package: str) -> None:
    found = circle(within(graph, package))
    print(f"circles of modules in {package}: {int(bool(found))}")
    assert not found, " → ".join(found)


@pytest.mark.parametrize("package", STOREYS)
def test_no_import_leads_up(graph: grimp.ImportGraph, package: str) -> None:
    found = sorted(upward(graph, package))
    print(f"imports against the order of the storeys of {package}: {len(found)}")
    assert not found, "\n".join(found)


def test_no_noun_knows_how_another_one_serves(graph: grimp.ImportGraph) -> None:
    """Nouns refer to each other's models by nature. An operation is called by `run` alone, so none
    is imported across nouns, nor is anything of another noun's `service`.
    """
    found = [
        f"{line['importer']}:{line['line_number']} imports {line['line_contents'].strip()}"
        for module in graph.find_children("yishi_core.domain")
        for importer in sorted(graph.find_descendants(module))
        for imported in sorted(graph.find_modules_directly_imported_by(importer))
        if imported.startswith("yishi_core.domain.") and not imported.startswith(f"{module}.")
        for line in graph.get_import_details(importer=importer, imported=imported)
        if imported.endswith(".service") or operations_among(imported, line["line_contents"])
    ]
    assert not found, "\n".join(found)


def operations_among(module: str, imported: str) -> list[str]:
    """The names of an import statement that are operations of the module."""
    names = re.findall(r"\w+", imported.partition(" import ")[2])
    declared = vars(importlib.import_module(module))
    return [name for name in names if hasattr(declared.get(name), ATTRIBUTE)]
