"""A migration environment: the migrations of core, of tenants or of one plugin (access.md 9).

Each has a version table of its own.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

CORE_NAME = "core"


class UnknownEnvironment(ValueError):
    """A required environment is not installed, or environments require each other in a cycle."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The migrations of one package.

    `directory` holds the migration files `NNNN_word.py`. Every environment runs after `core` and
    after those named in `requires`.
    """

    name: str
    directory: Path
    requires: tuple[str, ...] = ()

    @property
    def version_table(self) -> str:
        return f"alembic_version_{self.name}"

    @classmethod
    def of_package(cls, name: str, package: str, requires: Iterable[str] = ()) -> Environment:
        """The environment in the folder `migrations` of an import package.

        Raises `UnknownEnvironment` when there is no such package.
        """
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise UnknownEnvironment(f"{package} is no package")
        return cls(name, Path(spec.submodule_search_locations[0]) / "migrations", tuple(requires))


def core_environment() -> Environment:
    """The environment of core."""
    return Environment(CORE_NAME, Path(__file__).parent / "versions")


def in_order(environments: Iterable[Environment]) -> list[Environment]:
    """Sort environments: core first, then by declared dependency, then by name.

    Raises `UnknownEnvironment` for a missing or cyclic requirement.
    """
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
