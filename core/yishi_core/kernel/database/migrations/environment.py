"""An environment: the migrations of core, of the tenants package or of one plugin, with a version
table of its own (access.md 9).
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

CORE_NAME = "core"


class UnknownEnvironment(ValueError):
    """An environment requires one that is not installed, or they require each other in a circle."""


@dataclass(frozen=True, slots=True)
class Environment:
    """`directory` holds the migration files `NNNN_word.py`; every environment comes after `core`
    and after those it requires.
    """

    name: str
    directory: Path
    requires: tuple[str, ...] = ()

    @property
    def version_table(self) -> str:
        return f"alembic_version_{self.name}"

    @classmethod
    def of_package(cls, name: str, package: str, requires: Iterable[str] = ()) -> Environment:
        """The environment in the folder `migrations` of an import package."""
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise UnknownEnvironment(f"{package} is no package")
        return cls(name, Path(spec.submodule_search_locations[0]) / "migrations", tuple(requires))


def core_environment() -> Environment:
    """Core's own."""
    return Environment(CORE_NAME, Path(__file__).parent / "versions")


def in_order(environments: Iterable[Environment]) -> list[Environment]:
    """Core first, then by declared dependency, then by name."""
    known = {e.name: e for e in environments}
    graph = {
        name: {*e.requires, CORE_NAME} - {name} if name != CORE_NAME else set()
        for name, e in sorted(known.items())
    }
    if missing := sorted({need for needs in graph.values() for need in needs} - set(known)):
        raise UnknownEnvironment(f"required and not installed: {', '.join(missing)}")
    sorter = TopologicalSorter(graph)
    found: list[Environment] = []
    try:
        sorter.prepare()
    except CycleError as circle:
        raise UnknownEnvironment(
            f"environments require each other: {' → '.join(circle.args[1])}"
        ) from circle
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        found += [known[name] for name in ready]
        sorter.done(*ready)
    return found
